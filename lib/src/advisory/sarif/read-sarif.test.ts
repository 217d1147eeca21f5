import { describe, expect, it } from 'vitest';
import { mutants } from '../../kit/testing/mutate.ts';
import { readSarif, type SarifOptions } from './index.ts';
import { opening, readAll } from './testing/read-all.ts';

const read = (log: unknown, options?: SarifOptions) =>
  readAll(readSarif(opening(typeof log === 'string' ? log : JSON.stringify(log, null, 1)), options));

/** A log with one run, whose results stand before everything they refer to. */
const logOf = (results: unknown, run: object = {}, driver: object = {}) => ({
  version: '2.1.0',
  runs: [{ results, ...run, tool: { driver: { name: 'Finder', ...driver } } }],
});
const only = async (result: object, run: object = {}, driver: object = {}, options?: SarifOptions) => {
  const { findings, problems } = await read(
    logOf([{ message: { text: 'It breaks.' }, ...result }], run, driver),
    options,
  );
  return { finding: findings[0], problems };
};
const at = (artifactLocation: object, region?: object) => ({
  locations: [{ physicalLocation: { artifactLocation, ...(region ? { region } : {}) } }],
});

describe('a SARIF log', () => {
  it('becomes findings with everything they refer to, though it stands after them', async () => {
    const { findings, problems, end } = await read(
      logOf(
        [
          {
            ruleIndex: 0,
            message: { id: 'default', arguments: ['`q`', 'run()'] },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { index: 1 },
                  region: { startLine: 7, endLine: 9, snippet: { text: 'run(q)' } },
                },
                logicalLocations: [{ index: 0 }],
              },
            ],
            partialFingerprints: { 'primaryLocationLineHash/v1': 'ab12:1' },
            codeFlows: [{}, {}],
            fixes: [{}],
            rank: 90,
          },
        ],
        {
          artifacts: [{}, { location: { uri: 'src/a%20b.js', uriBaseId: 'SRC' } }],
          logicalLocations: [{ fullyQualifiedName: 'db.query' }],
          originalUriBaseIds: { ROOT: { uri: 'file:///ci/work/' }, SRC: { uri: 'app/', uriBaseId: 'ROOT' } },
          versionControlProvenance: [
            {
              repositoryUri: 'https://tok:en@git.example/org/app',
              revisionId: '0A1B2C3D4E',
              mappedTo: { uriBaseId: 'ROOT' },
            },
          ],
          automationDetails: { id: 'nightly/7' },
          taxonomies: [{ name: 'CWE', taxa: [{ id: '89' }] }],
        },
        {
          semanticVersion: '1.2.3',
          version: 'v1',
          rules: [
            {
              id: 'js/sql',
              shortDescription: { text: 'SQL injection.' },
              messageStrings: { default: { text: 'The value {0} reaches {1} {{unchecked}}.' } },
              properties: { 'security-severity': '8.1', tags: ['security', 'external/cwe/cwe-020'] },
              relationships: [{ target: { index: 0, toolComponent: { index: 0 } }, kinds: ['superset'] }],
            },
          ],
        },
      ),
      {
        finders: ['Lab A'],
        target: { purl: 'pkg:npm/app', repository: 'https://other.example/x' },
        discovery: { by: 'model', promptRetention: 'none' },
      },
    );
    expect(problems).toEqual([]);
    expect(end).toEqual({ kind: 'end', findings: 1, problems: 0, dropped: 0, refused: false });
    expect(findings).toEqual([
      {
        ordinal: 0,
        path: '/runs/0/results/0',
        title: 'SQL injection: The value `q` reaches run() {unchecked}',
        description: 'The value `q` reaches run() {unchecked}.',
        ruleId: 'js/sql',
        target: { purl: 'pkg:npm/app', repository: 'https://git.example/org/app', commit: '0a1b2c3d4e' },
        locations: [{ path: 'app/src/a b.js', startLine: 7, endLine: 9, symbol: 'db.query', snippet: 'run(q)' }],
        weaknesses: ['CWE-20', 'CWE-89'],
        aliases: [],
        fingerprints: [{ kind: 'partial', scheme: 'primaryLocationLineHash/v1', value: 'ab12:1' }],
        severity: { level: 'high', vectors: [] },
        attachments: [],
        discovery: {
          by: 'model',
          promptRetention: 'none',
          tool: { name: 'Finder', version: '1.2.3' },
          runId: 'nightly/7',
        },
        finders: ['Lab A'],
        reported: { rank: 90, score: 8.1, codeFlows: 2, fixes: 1 },
      },
    ]);
  });

  it('is refused before any finding is given when it is broken, of another version or no log', async () => {
    const broken = await read(`${JSON.stringify(logOf([{ message: { text: 'x' } }])).slice(0, -2)}`);
    expect([broken.findings.length, broken.problems, broken.end.refused]).toEqual([0, ['json.syntax /runs/0'], true]);
    expect((await read({ version: '2.0.0', runs: [] })).problems).toEqual(['field.value /version']);
    expect((await read({})).problems).toEqual(['field.missing /version', 'field.missing /runs']);
    expect((await read({ version: '2.1.0', runs: null })).problems).toEqual(['field.type /runs']);
    expect((await read([])).problems[0]).toBe('field.type ');
    expect((await read('')).problems[0]).toBe('input.empty ');
    const twice = await read('{"version":"2.1.0","runs":[],"runs":[{"results":[{"message":{"text":"x"}}]}]}');
    expect([twice.findings.length, twice.problems, twice.end.refused]).toEqual([0, ['json.duplicate-key /runs'], true]);
  });

  it('may have no results: null, absent, empty', async () => {
    for (const results of [null, undefined, []])
      expect((await read(logOf(results))).end).toMatchObject({ findings: 0, problems: 0, refused: false });
  });

  it('drops what is no finding, each with its reason, and keeps the numbers of the others', async () => {
    const message = { text: 'x' };
    const { findings, dropped, problems } = await read(
      logOf([
        { message, kind: 'pass', level: 'none' },
        { message, kind: 'notApplicable' },
        { message, kind: 'informational' },
        { message, kind: 'open' },
        { message, kind: 'review' },
        { message, baselineState: 'absent' },
        { message, baselineState: 'unchanged' },
        { message, suppressions: [{ kind: 'inSource' }] },
        { message, suppressions: [{ kind: 'external', status: 'accepted' }, { status: 'underReview' }] },
        { message, suppressions: [] },
        7,
        {},
        { message, attachments: [{}] },
      ]),
    );
    expect(dropped).toEqual([
      'kind.pass /runs/0/results/0',
      'kind.notApplicable /runs/0/results/1',
      'kind.informational /runs/0/results/2',
      'baseline.absent /runs/0/results/5',
      'suppressed /runs/0/results/7',
      'invalid /runs/0/results/10',
      'invalid /runs/0/results/11',
      'attachment.unread /runs/0/results/12/attachments/0',
    ]);
    expect(findings.map((f) => [f.ordinal, f.reported])).toEqual([
      [3, { kind: 'open' }],
      [4, { kind: 'review' }],
      [6, { baseline: 'unchanged' }],
      [8, undefined],
      [9, undefined],
      [12, undefined],
    ]);
    expect(problems).toEqual(['field.type /runs/0/results/10', 'field.missing /runs/0/results/11/message']);
  });

  it('keeps its limits and says what they cost', async () => {
    const many = Array.from({ length: 5 }, (_, i) => ({ message: { text: `number ${i} ${'x'.repeat(i * 50)}` } }));
    const limited = await read(logOf(many), { limits: { maxResults: 3 } });
    expect(limited.dropped).toEqual(['over-limit /runs/0/results/3', 'over-limit /runs/0/results/4']);
    const small = await read(logOf(many), { limits: { maxElementBytes: 150 } });
    expect(small.dropped).toEqual([
      'invalid /runs/0/results/2',
      'invalid /runs/0/results/3',
      'invalid /runs/0/results/4',
    ]);
    expect(small.findings.map((f) => f.ordinal)).toEqual([0, 1]);
    const cut = await read(logOf(many), { limits: { maxText: 100 } });
    expect(cut.problems).toEqual([
      'field.too-long /runs/0/results/2/message',
      'field.too-long /runs/0/results/3/message',
      'field.too-long /runs/0/results/4/message',
    ]);
    expect(cut.findings[4]?.description).toHaveLength(100);
    const forgetful = await read(
      logOf(
        [{ ruleIndex: 3, message: { text: 'x' } }],
        {},
        { rules: Array.from({ length: 5 }, (_, i) => ({ id: `r${i}` })) },
      ),
      { limits: { maxContext: 300 } },
    );
    expect(forgetful.problems).toEqual([
      'field.too-many /runs/0/tool/driver/rules/1',
      'reference.dangling /runs/0/results/0/ruleIndex',
    ]);
    expect((await read({ version: '2.1.0', runs: [{}, {}, {}] }, { limits: { maxRuns: 2 } })).end).toMatchObject({
      refused: true,
      problems: 1,
    });
  });

  it('replaces what a database cannot hold, and reads no member that an object inherits', async () => {
    const { finding, problems } = await only({
      ruleId: 'constructor',
      message: { text: 'a\u0000b\ud800c\r\nd' },
      partialFingerprints: { __proto__x: 'v' },
    });
    expect(finding?.description).toBe('a\ufffdb\ufffdc\nd');
    expect(problems).toEqual([]);
    expect((await only({ message: { id: 'toString' } })).problems[0]).toBe(
      'reference.dangling /runs/0/results/0/message/id',
    );
  });
});

describe('the rule of a result', () => {
  const rules = [{ id: 'A' }, { id: 'CA1000', name: 'Finer', guid: 'g-1', defaultConfiguration: { level: 'note' } }];
  const extension = {
    name: 'More',
    guid: 'e-1',
    rules: [{ id: 'X', shortDescription: { text: 'From the extension' } }],
  };
  const cases: [string, object, string | undefined, string, string[]][] = [
    ['by index', { ruleIndex: 1 }, 'CA1000', 'low', []],
    ['by id', { ruleId: 'CA1000' }, 'CA1000', 'low', []],
    ['by an id below it', { ruleId: 'CA1000/sub/7' }, 'CA1000/sub/7', 'low', []],
    ['by reference', { rule: { index: 1 } }, 'CA1000', 'low', []],
    ['by guid', { rule: { guid: 'g-1' } }, 'CA1000', 'low', []],
    ['none', { ruleId: 'unheard' }, 'unheard', 'unknown', []],
    [
      'by an index that is too high',
      { ruleIndex: 9 },
      undefined,
      'unknown',
      ['reference.dangling /runs/0/results/0/ruleIndex'],
    ],
    [
      'by an index that contradicts the id',
      { ruleIndex: 0, ruleId: 'CA1000' },
      'CA1000',
      'low',
      ['field.value /runs/0/results/0/ruleId'],
    ],
    ['by two ids', { ruleId: 'CA1000', rule: { id: 'A' } }, 'CA1000', 'low', ['field.value /runs/0/results/0/rule/id']],
    ['-1, which is none', { ruleIndex: -1, ruleId: 'A' }, 'A', 'unknown', []],
  ];
  it.each(cases)('is found %s', async (_, result, ruleId, level, expected) => {
    const { finding, problems } = await only(result, {}, { rules });
    expect([finding?.ruleId, finding?.severity.level, problems]).toEqual([ruleId, level, expected]);
  });

  it.each([{ index: 0 }, { name: 'More' }, { guid: 'e-1' }])(
    'is found in an extension named by %j',
    async (toolComponent) => {
      const tool = { driver: { name: 'F', rules }, extensions: [extension] };
      const log = {
        version: '2.1.0',
        runs: [{ results: [{ rule: { index: 0, toolComponent }, message: { text: 'y' } }], tool }],
      };
      const { findings, problems } = await read(log);
      expect([findings[0]?.title, findings[0]?.ruleId, problems]).toEqual(['From the extension: y', 'X', []]);
    },
  );

  it('may have its level set for the invocation', async () => {
    const run = {
      invocations: [{ ruleConfigurationOverrides: [{ descriptor: { index: 1 }, configuration: { level: 'error' } }] }],
    };
    expect((await only({ ruleIndex: 1 }, run, { rules })).finding?.severity.level).toBe('high');
    expect((await only({ ruleIndex: 1, level: 'none' }, run, { rules })).finding?.severity.level).toBe('none');
  });
});

describe('the place of a result', () => {
  const bases = {
    originalUriBaseIds: { '%SRCROOT%': { uri: 'file:///C:/repo/' }, OUT: { uri: 'file:///C:/repo/out/' }, OPEN: {} },
  };
  const fine: [object, string][] = [
    [{ uri: 'src/x.c' }, 'src/x.c'],
    [{ uri: 'src/x.c', uriBaseId: '%SRCROOT%' }, 'src/x.c'],
    [{ uri: './src//./y/../x.c' }, 'src/x.c'],
    [{ uri: '../src/x.c', uriBaseId: 'OUT' }, 'src/x.c'],
    [{ uri: 'file:///C:/repo/src/x.c' }, 'src/x.c'],
    [{ uri: 'C:\\repo\\src\\x.c' }, 'src/x.c'],
    [{ uri: 'c:/elsewhere/x.c' }, 'elsewhere/x.c'],
    [{ uri: 'file:///D:/repo/src/x.c' }, 'repo/src/x.c'],
    [{ uri: '/usr/include/x.h' }, 'usr/include/x.h'],
    [{ uri: 'src\\win\\x.c' }, 'src/win/x.c'],
    [{ uri: 'a%20b/%C3%A9.c', uriBaseId: 'OPEN' }, 'a b/é.c'],
    [{ uri: '100%/x.c' }, '100%/x.c'],
    [{ uri: 'C#/x.cs' }, 'C#/x.cs'],
    [{ uri: 'https://site.example/a/b?q=1#f' }, 'site.example/a/b'],
    [{ uri: 'file://server/share/x.c' }, 'share/x.c'],
  ];
  it.each(fine)('%j is a path inside the target', async (artifact, path) => {
    const { finding, problems } = await only(at(artifact), bases);
    expect(problems).toEqual([]);
    expect(finding?.locations).toEqual([{ path }]);
  });

  it.each(
    [
      '../x.c',
      'a/../../x.c',
      '%2e%2e/x.c',
      '..\\..\\x.c',
      'file:///C:/../../x.c',
      'a%2fb',
      'a%5c..%5cb',
      'a%00b',
      `${'a/'.repeat(3000)}x`,
      `${'a'.repeat(1500)}`,
    ].map((uri) => [uri.slice(0, 40), uri] as const),
  )('%j is left out with a problem', async (_, uri) => {
    const { finding, problems } = await only(at({ uri }));
    expect(finding?.locations).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^field\.(value|too-long) .*artifactLocation\/uri$/);
  });

  it('may be a symbol alone, or only the file that was analysed', async () => {
    expect(
      (
        await only({
          locations: [
            {
              logicalLocations: [
                { name: 'ns', kind: 'namespace' },
                { name: 'f', kind: 'function' },
              ],
            },
          ],
        })
      ).finding?.locations,
    ).toEqual([{ path: '', symbol: 'f' }]);
    expect((await only({ analysisTarget: { uri: 'main.go' } })).finding?.locations).toEqual([{ path: 'main.go' }]);
  });

  it('has no circle of bases to get lost in', async () => {
    const run = { originalUriBaseIds: { A: { uri: 'a/', uriBaseId: 'B' }, B: { uri: 'b/', uriBaseId: 'A' } } };
    expect((await only(at({ uri: 'x.c', uriBaseId: 'A' }), run)).finding?.locations).toEqual([{ path: 'b/a/x.c' }]);
  });

  it('tells which of two revisions is meant', async () => {
    const run = {
      originalUriBaseIds: { ONE: { uri: 'file:///w/one/' }, TWO: { uri: 'file:///w/two/' } },
      versionControlProvenance: [
        { repositoryUri: 'https://git.example/one', mappedTo: { uriBaseId: 'ONE' } },
        { repositoryUri: 'https://git.example/two', mappedTo: { uriBaseId: 'TWO' } },
      ],
    };
    expect((await only(at({ uri: 'x.c', uriBaseId: 'TWO' }), run)).finding?.target.repository).toBe(
      'https://git.example/two',
    );
    expect((await only(at({ uri: 'x.c' }), run)).finding?.target.repository).toBe('https://git.example/one');
  });

  it('gives the first stack as frames', async () => {
    const frame = (name: string, startLine: number) => ({
      location: {
        logicalLocations: [{ fullyQualifiedName: name }],
        physicalLocation: { artifactLocation: { uri: 's.c' }, region: { startLine } },
      },
    });
    const { finding } = await only({ stacks: [{ frames: [frame('inner(int)', 3), {}, frame('outer', 9)] }] });
    expect(finding?.crash?.frames).toEqual([
      { symbol: 'inner', path: 's.c', line: 3 },
      { symbol: 'outer', path: 's.c', line: 9 },
    ]);
  });
});

describe('weaknesses and aliases', () => {
  it.each<[string, object, object, string[]]>([
    [
      'tags',
      { properties: { tags: ['external/cwe/cwe-079', 'CWE-89: SQL', 'cwe_20', 'cwe', '79', 5] } },
      {},
      ['CWE-20', 'CWE-79', 'CWE-89'],
    ],
    ['a cwe property', { properties: { cwe: 'CWE-22' } }, {}, ['CWE-22']],
    [
      'taxa by name',
      {
        taxa: [
          { id: '401', toolComponent: { name: 'CWE' } },
          { id: '5', toolComponent: { name: 'OWASP' } },
        ],
      },
      {},
      ['CWE-401'],
    ],
    [
      'taxa by guid',
      { taxa: [{ id: 'CWE-787', toolComponent: { guid: 'g' } }] },
      { taxonomies: [{ name: 'CWE', guid: 'g' }] },
      ['CWE-787'],
    ],
    [
      'taxa by index',
      { taxa: [{ index: 1, toolComponent: { index: 0 } }] },
      { taxonomies: [{ name: 'CWE', taxa: [{ id: '1' }, { id: '2' }] }] },
      ['CWE-2'],
    ],
    ['the rule id', { ruleId: 'CWE-416' }, {}, ['CWE-416']],
    ['nothing', { properties: { tags: 'CWE-1' } }, {}, []],
  ])('come from %s', async (_, result, run, expected) => {
    const { finding, problems } = await only(result, run);
    expect([finding?.weaknesses, problems]).toEqual([expected, []]);
  });

  it.each([
    ['CVE-2026-12345-libpng', ['CVE-2026-12345']],
    ['ghsa-ABCD-1234-efgh', ['GHSA-abcd-1234-efgh']],
    ['GO-2026-0001', ['GO-2026-0001']],
    ['not-CVE-2026-1', []],
    ['CVE-2026-1', []],
  ])('of the rule id %s', async (ruleId, expected) => {
    expect((await only({ ruleId })).finding?.aliases).toEqual(expected);
  });
});

describe('ten thousand damaged logs', () => {
  it('never make the reader fail, hang, or refuse without saying why', async () => {
    const rich = logOf(
      [
        {
          ruleIndex: 0,
          message: { id: 'm', arguments: ['a'] },
          ...at({ index: 0 }, { startLine: 3, endLine: 4 }),
          fingerprints: { a: 'b' },
          stacks: [{ frames: [{}] }],
        },
        {
          ruleId: 'B',
          message: { text: '{0}', arguments: ['x'] },
          ...at({ uri: '../up', uriBaseId: 'R' }),
          suppressions: [{ status: 'rejected' }],
          taxa: [{ id: '1', toolComponent: { name: 'CWE' } }],
        },
      ],
      {
        artifacts: [{ location: { uri: 'é.c' } }],
        originalUriBaseIds: { R: { uri: 'file:///r/' } },
        versionControlProvenance: [{ repositoryUri: 'https://g.example/r', revisionId: 'abcdef1' }],
      },
      {
        rules: [
          {
            id: 'A',
            messageStrings: { m: { text: 'hello {0}' } },
            properties: { 'security-severity': 5, tags: ['cwe-1'] },
          },
        ],
      },
    );
    let accepted = 0;
    let slowest = 0;
    for (const input of mutants([JSON.stringify(rich), JSON.stringify(logOf([{ message: { text: 'x' } }]), null, 2)], {
      runs: 10_000,
      seed: 7,
    })) {
      const started = performance.now();
      const { end, problems } = await readAll(readSarif(opening(input, 4_093)));
      slowest = Math.max(slowest, performance.now() - started);
      if (!end.refused) accepted += 1;
      else if (problems.length === 0) expect.fail(new TextDecoder().decode(input));
    }
    console.log(`sarif: 10000 damaged logs, ${accepted} accepted, slowest ${Math.round(slowest)} ms`);
    expect(slowest).toBeLessThan(2_000); // the promise of the reader, not a speed
    expect(accepted).toBeGreaterThan(500);
    expect(accepted).toBeLessThan(9_500);
  }, 120_000);
});
