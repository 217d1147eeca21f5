// The kinds of weakness that made-up scanners report: rule, words, code that looks the part. Nothing here is a working exploit.

export type SarifLevel = 'error' | 'warning' | 'note';

export interface WeaknessKind {
  readonly rule: string;
  readonly cwe: string;
  readonly name: string;
  readonly level: SarifLevel;
  /** GitHub's `security-severity`, 0.0 to 10.0. */
  readonly score: string;
  readonly language: 'js' | 'c';
  /** How common it is among results. */
  readonly weight: number;
  /** {symbol} and {path} are filled in. */
  readonly message: string;
  readonly snippet: string;
}

export const WEAKNESS_KINDS: readonly WeaknessKind[] = [
  {
    rule: 'js/path-escape',
    cwe: 'CWE-22',
    name: 'Path leaves its directory',
    level: 'error',
    score: '8.1',
    language: 'js',
    weight: 5,
    message:
      'A name taken from an archive or a request reaches the file system in {symbol} without being resolved and compared with the root. Two dots leave the directory.',
    snippet: 'const file = path.join(root, entry.name);\nawait writeFile(file, body);',
  },
  {
    rule: 'js/shell-words',
    cwe: 'CWE-78',
    name: 'Text becomes a shell command',
    level: 'error',
    score: '9.3',
    language: 'js',
    weight: 2,
    message: 'The argument of {symbol} is put into a command line as text. A semicolon in it starts a second command.',
    snippet: 'exec("tidy " + request.query.name, done);',
  },
  {
    rule: 'js/query-text',
    cwe: 'CWE-89',
    name: 'Text becomes a query',
    level: 'error',
    score: '8.8',
    language: 'js',
    weight: 4,
    message: '{symbol} builds a query by joining strings. A quote in the value changes what is asked.',
    snippet: 'return db.all("select * from rows where owner = \'" + owner + "\'");',
  },
  {
    rule: 'js/markup-out',
    cwe: 'CWE-79',
    name: 'Text becomes markup',
    level: 'warning',
    score: '6.1',
    language: 'js',
    weight: 11,
    message: 'The value written by {symbol} reaches the page without escaping, so a visitor can place elements in it.',
    snippet: 'node.innerHTML = label;',
  },
  {
    rule: 'js/proto-key',
    cwe: 'CWE-1321',
    name: 'Key reaches the prototype',
    level: 'warning',
    score: '7.3',
    language: 'js',
    weight: 7,
    message: '{symbol} copies keys of foreign objects. The key __proto__ changes every object of the process.',
    snippet: 'for (const key in from) to[key] = merge(to[key], from[key]);',
  },
  {
    rule: 'js/slow-pattern',
    cwe: 'CWE-1333',
    name: 'Pattern takes quadratic time',
    level: 'warning',
    score: '5.3',
    language: 'js',
    weight: 12,
    message:
      'The pattern in {symbol} can match the same text in many ways. A long line keeps the process busy for minutes.',
    snippet: 'const fits = /^(\\s*\\w+\\s*,?)+$/.test(line);',
  },
  {
    rule: 'js/inside-fetch',
    cwe: 'CWE-918',
    name: 'Address comes from outside',
    level: 'warning',
    score: '7.5',
    language: 'js',
    weight: 4,
    message: '{symbol} fetches an address that the sender chose, and can be pointed at hosts inside the network.',
    snippet: 'const answer = await fetch(order.callback);',
  },
  {
    rule: 'js/open-turn',
    cwe: 'CWE-601',
    name: 'Redirect goes anywhere',
    level: 'note',
    score: '4.3',
    language: 'js',
    weight: 6,
    message: 'The target of the redirect in {symbol} is taken from the request as it came.',
    snippet: 'reply.redirect(request.query.next);',
  },
  {
    rule: 'js/early-answer',
    cwe: 'CWE-208',
    name: 'Comparison tells by its time',
    level: 'note',
    score: '3.7',
    language: 'js',
    weight: 7,
    message:
      '{symbol} compares a secret with === and stops at the first difference. Its time tells how much was right.',
    snippet: 'return given === expected;',
  },
  {
    rule: 'js/weak-digest',
    cwe: 'CWE-328',
    name: 'Digest is out of date',
    level: 'note',
    score: '3.1',
    language: 'js',
    weight: 10,
    message: 'MD5 in {symbol} protects something that an attacker can choose.',
    snippet: "const mark = createHash('md5').update(body).digest('hex');",
  },
  {
    rule: 'js/missing-check',
    cwe: 'CWE-862',
    name: 'Nobody asks who it is',
    level: 'error',
    score: '8.6',
    language: 'js',
    weight: 2,
    message: 'The route handled by {symbol} changes records and does not ask who is calling.',
    snippet: "app.post('/rows/:id', (q, a) => rows.replace(q.params.id, q.body).then(a.end));",
  },
  {
    rule: 'js/loud-log',
    cwe: 'CWE-532',
    name: 'Secret in the log',
    level: 'note',
    score: '4.0',
    language: 'js',
    weight: 8,
    message: 'The token is written to the log in {symbol}, where more people read than hold it.',
    snippet: "log.info('signed in', { user, token });",
  },
  {
    rule: 'js/link-follow',
    cwe: 'CWE-59',
    name: 'Link is followed out',
    level: 'error',
    score: '7.7',
    language: 'js',
    weight: 1,
    message:
      '{symbol} writes through a link that an earlier entry made, so a name that looks harmless ends up elsewhere.',
    snippet: 'if (entry.type === 2) await symlink(entry.linkname, file);',
  },
  {
    rule: 'js/cell-formula',
    cwe: 'CWE-1236',
    name: 'Cell is read as a formula',
    level: 'warning',
    score: '5.9',
    language: 'js',
    weight: 2,
    message:
      '{symbol} writes foreign text into a sheet as it came. A cell that starts with = is run by the program that opens it.',
    snippet: "row.push(value ?? '');",
  },
  {
    rule: 'c/name-check',
    cwe: 'CWE-295',
    name: 'Certificate of another host is accepted',
    level: 'error',
    score: '9.2',
    language: 'c',
    weight: 1,
    message: '{symbol} compares only as many bytes of the host name as the certificate has before its first zero byte.',
    snippet: 'if (strncmp(host, cn, strlen(cn)) == 0) return MATCH;',
  },
  {
    rule: 'c/heap-past-end',
    cwe: 'CWE-787',
    name: 'Write past the end of a heap buffer',
    level: 'error',
    score: '9.1',
    language: 'c',
    weight: 4,
    message:
      '{symbol} copies as many bytes as the header of the message says. The buffer has as many as an earlier field said.',
    snippet: 'memcpy(out->body, in + 8, be16(in + 6));',
  },
  {
    rule: 'c/read-past-end',
    cwe: 'CWE-125',
    name: 'Read past the end of a buffer',
    level: 'warning',
    score: '6.5',
    language: 'c',
    weight: 9,
    message: 'The loop in {symbol} ends at a byte that the sender may leave out.',
    snippet: "while (*p != '\\n') p++;",
  },
  {
    rule: 'c/use-after-free',
    cwe: 'CWE-416',
    name: 'Use after free',
    level: 'error',
    score: '8.4',
    language: 'c',
    weight: 3,
    message: 'The session is freed when the peer closes and used once more by the timer in {symbol}.',
    snippet: 'session_free(s);\nreturn s->status;',
  },
  {
    rule: 'c/twice-freed',
    cwe: 'CWE-415',
    name: 'Freed twice',
    level: 'error',
    score: '7.8',
    language: 'c',
    weight: 2,
    message: 'Both the error path and the clean-up of {symbol} free the same table.',
    snippet: 'fail:\n  free(t->rows);\n  table_close(t);',
  },
  {
    rule: 'c/wrapped-size',
    cwe: 'CWE-190',
    name: 'Size wraps round',
    level: 'warning',
    score: '7.0',
    language: 'c',
    weight: 6,
    message: 'count * size in {symbol} wraps at 2^32, so that too little is reserved.',
    snippet: 'rows = malloc(count * sizeof(struct row));',
  },
  {
    rule: 'c/nothing-there',
    cwe: 'CWE-476',
    name: 'Pointer to nothing is used',
    level: 'note',
    score: '4.4',
    language: 'c',
    weight: 12,
    message: 'The result of the look-up in {symbol} is used without asking whether anything was found.',
    snippet: 'struct peer *p = find(id);\nsend_to(p->address);',
  },
  {
    rule: 'c/format-words',
    cwe: 'CWE-134',
    name: 'Foreign text is the format',
    level: 'error',
    score: '8.0',
    language: 'c',
    weight: 1,
    message: '{symbol} hands foreign text to printf as its format.',
    snippet: 'fprintf(stderr, message);',
  },
  {
    rule: 'c/check-then-use',
    cwe: 'CWE-367',
    name: 'Checked, then changed, then used',
    level: 'warning',
    score: '5.8',
    language: 'c',
    weight: 5,
    message: 'Between stat and open in {symbol} the file can be swapped.',
    snippet: 'if (stat(name, &st) == 0) fd = open(name, O_RDWR);',
  },
  {
    rule: 'c/stale-bytes',
    cwe: 'CWE-908',
    name: 'Bytes sent that were never set',
    level: 'warning',
    score: '5.5',
    language: 'c',
    weight: 6,
    message: 'The reply of {symbol} is longer than what was written into it; the rest is whatever stood there.',
    snippet: 'struct reply r;\nr.kind = 2;\nwrite(fd, &r, sizeof r);',
  },
  {
    rule: 'c/fixed-key',
    cwe: 'CWE-798',
    name: 'Key in the source',
    level: 'error',
    score: '9.0',
    language: 'c',
    weight: 1,
    message: 'The service key in {symbol} is the same in every device that was ever shipped.',
    snippet: 'static const char service_key[] = "demo-not-a-key";',
  },
  {
    rule: 'c/endless-wait',
    cwe: 'CWE-400',
    name: 'One peer can hold all places',
    level: 'note',
    score: '5.0',
    language: 'c',
    weight: 8,
    message: '{symbol} waits for the rest of a message for as long as the peer likes.',
    snippet: 'while (have < want) have += recv(fd, buf + have, want - have, 0);',
  },
  {
    rule: 'c/deep-nesting',
    cwe: 'CWE-674',
    name: 'Nesting without end',
    level: 'note',
    score: '5.1',
    language: 'c',
    weight: 5,
    message: '{symbol} calls itself once for each level of the input and never counts them.',
    snippet: 'case OPEN: return parse_value(p + 1);',
  },
];

/** The kind with this rule id. */
export function kindOf(rule: string): WeaknessKind {
  const kind = WEAKNESS_KINDS.find((one) => one.rule === rule);
  if (!kind) throw new RangeError(`no rule ${rule}`);
  return kind;
}

const VERBS = [
  'read',
  'parse',
  'copy',
  'open',
  'merge',
  'render',
  'resolve',
  'decode',
  'route',
  'store',
  'split',
  'join',
  'fetch',
  'apply',
  'walk',
] as const;
const THINGS = [
  'Header',
  'Entry',
  'Frame',
  'Row',
  'Session',
  'Manifest',
  'Token',
  'Field',
  'Segment',
  'Label',
  'Record',
  'Chunk',
  'Reply',
  'Options',
] as const;
const FOLDERS = ['core', 'io', 'net', 'format', 'store', 'auth', 'view', 'queue', 'legacy', 'compat'] as const;

/** A function name, as the language writes it. */
export function symbolOf(language: 'js' | 'c', pick: <T>(list: readonly T[]) => T): string {
  const [verb, thing] = [pick(VERBS), pick(THINGS)];
  return language === 'js' ? verb + thing : `${thing.toLowerCase()}_${verb}`;
}

/** A file inside a source tree. */
export function pathOf(language: 'js' | 'c', pick: <T>(list: readonly T[]) => T): string {
  const file = `${pick(THINGS).toLowerCase()}-${pick(VERBS)}`;
  return language === 'js'
    ? `src/${pick(FOLDERS)}/${file}.ts`
    : `${pick(['src', 'lib'])}/${pick(FOLDERS)}/${file.replace('-', '_')}.c`;
}
