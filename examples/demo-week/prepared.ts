// Two dozen findings of the last evening, left for a coordinator to settle: what is the same, what is real, what is not. Each is
// meant to be settled in at most three keys.
import type { BugKey } from './bugs.ts';
import type { PackageName } from './packages.ts';
import type { FindRef, PreparedFinding } from './steps.ts';

export interface Evening {
  readonly name: string;
  readonly pkg: PackageName;
  readonly rule: string;
  readonly title: string;
  readonly text: string;
  readonly symbol: string;
  readonly path: string;
  readonly line: number;
  readonly suggested: PreparedFinding['suggested'];
  /** The bug that it is a second sighting of. */
  readonly sameAs?: BugKey;
  readonly with?: FindRef;
  readonly why: string;
  readonly proof?: true;
}

const same = (
  name: string,
  facts: Pick<Evening, 'pkg' | 'rule' | 'title' | 'text' | 'symbol' | 'path' | 'line'>,
  bug: BugKey,
  other: FindRef,
): Evening => ({
  name,
  ...facts,
  suggested: 'merge',
  sameAs: bug,
  with: other,
  why: 'Same function and same weakness as one that is known; the words differ.',
});

const real = (name: string, facts: Omit<Evening, 'name' | 'suggested' | 'why'>): Evening => ({
  name,
  ...facts,
  proof: true,
  suggested: 'validate',
  why: 'The proof is attached and was run by the lab in a clean container.',
});
const wrong = (name: string, why: string, facts: Omit<Evening, 'name' | 'suggested' | 'why'>): Evening => ({
  name,
  ...facts,
  suggested: 'reject',
  why,
});

export const EVENING: readonly Evening[] = [
  same(
    'cookie-names',
    {
      pkg: 'cookie',
      rule: 'js/proto-key',
      title: 'Cookie names can be keys of Object.prototype',
      text: 'parseJar assigns names to an ordinary object.',
      symbol: 'parseJar',
      path: 'src/parse-jar.ts',
      line: 35,
    },
    'cookie-proto',
    'lab-a:cookie-proto',
  ),
  same(
    'gate-options',
    {
      pkg: 'gate',
      rule: 'js/missing-check',
      title: 'OPTIONS requests skip the session check',
      text: 'gateRequest returns early for one method.',
      symbol: 'gateRequest',
      path: 'src/gate/request.ts',
      line: 80,
    },
    'gate-missing-check',
    'lab-a:gate-missing-check',
  ),
  same(
    'stale-status',
    {
      pkg: 'brinepump',
      rule: 'c/stale-bytes',
      title: 'status_reply sends stack bytes',
      text: 'Part of the reply is never written.',
      symbol: 'status_reply',
      path: 'src/wire/status.c',
      line: 70,
    },
    'pump-stale-reply',
    'lab-a:pump-stale-reply',
  ),
  same(
    'share-race',
    {
      pkg: 'lanternfs',
      rule: 'c/check-then-use',
      title: 'Race between check and open of a share',
      text: 'share_open looks twice at a path that others may change.',
      symbol: 'share_open',
      path: 'src/share/share_open.c',
      line: 129,
    },
    'lantern-path',
    'lab-a:lantern-path',
  ),
  same(
    'order-by-name',
    {
      pkg: 'query',
      rule: 'js/query-text',
      title: 'orderBy trusts the column name',
      text: 'Only values are bound.',
      symbol: 'orderBy',
      path: 'src/order-by.ts',
      line: 36,
    },
    'query-injection',
    'lab-a:query-injection',
  ),
  same(
    'remote-table',
    {
      pkg: 'query',
      rule: 'js/inside-fetch',
      title: 'openRemote reaches hosts inside',
      text: 'No list of hosts is asked.',
      symbol: 'openRemote',
      path: 'src/remote.ts',
      line: 22,
    },
    'query-fetch',
    'lab-a:query-fetch',
  ),
  same(
    'slow-prefix',
    {
      pkg: 'tar',
      rule: 'js/slow-pattern',
      title: 'splitPrefix is quadratic',
      text: 'Time grows with the square of the name.',
      symbol: 'splitPrefix',
      path: 'src/extract/header.ts',
      line: 26,
    },
    'tar-long-name',
    'lab-b:tar-long-name',
  ),
  same(
    'log-format',
    {
      pkg: 'brinepump',
      rule: 'c/format-words',
      title: 'Configured names reach printf',
      text: 'log_pump has no format of its own.',
      symbol: 'log_pump',
      path: 'src/log/pump_log.c',
      line: 55,
    },
    'pump-format',
    'lab-a:pump-format',
  ),
  real('cookie-split', {
    pkg: 'cookie',
    rule: 'js/slow-pattern',
    title: 'A header of 60,000 semicolons holds the server for a minute',
    text: 'splitHeader tries every way to cut the header.',
    symbol: 'splitHeader',
    path: 'src/split-header.ts',
    line: 14,
  }),
  real('gate-next', {
    pkg: 'gate',
    rule: 'js/open-turn',
    title: 'After signing in the gate sends people anywhere',
    text: 'The address in "next" is not compared with the own host.',
    symbol: 'afterSignIn',
    path: 'src/gate/sign-in.ts',
    line: 71,
  }),
  real('tar-mode', {
    pkg: 'tar',
    rule: 'js/missing-check',
    title: 'Archive entries may set the setuid bit',
    text: 'applyMode takes the mode of an entry as it is.',
    symbol: 'applyMode',
    path: 'src/extract/mode.ts',
    line: 9,
  }),
  real('sheet-link', {
    pkg: 'sheet',
    rule: 'js/markup-out',
    title: 'The title of a sheet is markup in the preview',
    text: 'renderPreview writes the title into the page.',
    symbol: 'renderPreview',
    path: 'src/preview.ts',
    line: 30,
  }),
  real('quay-crl', {
    pkg: 'quaycert',
    rule: 'c/nothing-there',
    title: 'An empty revocation list stops the program',
    text: 'crl_first uses the first entry of a list that has none.',
    symbol: 'crl_first',
    path: 'lib/crl/first.c',
    line: 21,
  }),
  real('quay-time', {
    pkg: 'quaycert',
    rule: 'c/wrapped-size',
    title: 'Dates after 2106 are taken for 1970',
    text: 'time_read keeps seconds in 32 bits.',
    symbol: 'time_read',
    path: 'lib/der/time.c',
    line: 47,
  }),
  real('lantern-quota', {
    pkg: 'lanternfs',
    rule: 'c/wrapped-size',
    title: 'A quota of 4 GiB is no quota',
    text: 'quota_left subtracts in 32 bits.',
    symbol: 'quota_left',
    path: 'src/quota/left.c',
    line: 18,
  }),
  real('lantern-list', {
    pkg: 'lanternfs',
    rule: 'c/stale-bytes',
    title: 'Listing shows names of removed files',
    text: 'name_put does not clear the tail of a slot.',
    symbol: 'name_put',
    path: 'src/share/names.c',
    line: 64,
  }),
  wrong('test-key', 'The key is in a test folder and signs nothing that is shipped.', {
    pkg: 'quaycert',
    rule: 'c/fixed-key',
    title: 'Private key in tests/keys',
    text: 'A key stands in the source.',
    symbol: 'load_test_key',
    path: 'tests/keys/load.c',
    line: 5,
  }),
  wrong('cookie-md5', 'The digest names a cache entry; nothing is protected by it.', {
    pkg: 'cookie',
    rule: 'js/weak-digest',
    title: 'MD5 in cacheName',
    text: 'MD5 is out of date.',
    symbol: 'cacheName',
    path: 'src/cache.ts',
    line: 3,
  }),
  wrong('gate-own-log', 'What is logged is the length of the token.', {
    pkg: 'gate',
    rule: 'js/loud-log',
    title: 'Token in the log',
    text: 'The token is logged.',
    symbol: 'onSignIn',
    path: 'src/gate/log.ts',
    line: 12,
  }),
  wrong('query-example', 'The file is an example in the manual and is never run.', {
    pkg: 'query',
    rule: 'js/query-text',
    title: 'Query built from text in docs/example.ts',
    text: 'Strings are joined.',
    symbol: 'example',
    path: 'docs/example.ts',
    line: 20,
  }),
  wrong('tar-dead', 'The function is not called from anywhere since 2.0.', {
    pkg: 'tar',
    rule: 'js/shell-words',
    title: 'Shell command in oldExtract',
    text: 'A name becomes part of a command.',
    symbol: 'oldExtract',
    path: 'src/legacy/old-extract.ts',
    line: 44,
  }),
  wrong('pump-model', 'The described code does not exist: line 900 of a file of 310 lines.', {
    pkg: 'brinepump',
    rule: 'c/use-after-free',
    title: 'Use after free in valve_close',
    text: 'The valve is used after it is freed.',
    symbol: 'valve_close',
    path: 'src/wire/frame.c',
    line: 900,
  }),
  wrong('sheet-compare', 'No secret is compared there; both sides are public names.', {
    pkg: 'sheet',
    rule: 'js/early-answer',
    title: 'Comparison tells by its time in sameName',
    text: 'Names are compared with ===.',
    symbol: 'sameName',
    path: 'src/names.ts',
    line: 8,
  }),
  wrong('hl7-open', 'The route is the health page.', {
    pkg: 'hl7',
    rule: 'js/missing-check',
    title: 'Route without a session',
    text: 'A route answers without asking who calls.',
    symbol: 'health',
    path: 'src/health.ts',
    line: 4,
  }),
];

export const PREPARED: readonly PreparedFinding[] = EVENING.map((one) => ({
  findRef: `evening:${one.name}`,
  suggested: one.suggested,
  ...(one.with && { with: one.with }),
  why: one.why,
}));
