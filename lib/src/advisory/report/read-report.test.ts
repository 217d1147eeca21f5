import { describe, expect, it } from 'vitest';
import { digestOf } from '../../kit/index.ts';
import { mutants } from '../../kit/testing/mutate.ts';
import { opening, readAll } from '../sarif/testing/read-all.ts';
import { REPORT_LIMITS, type ReportOptions, readReport, readReportLines } from './index.ts';

const read = (report: unknown, options?: ReportOptions) =>
  readAll(readReport(opening(typeof report === 'string' ? report : JSON.stringify(report)), options));
const readLines = (lines: readonly unknown[], options?: ReportOptions) =>
  readAll(
    readReportLines(opening(lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n')), options),
  );
const reportOf = (...findings: object[]) => ({
  schema: 'leadtime.report/1',
  defaults: { target: { purl: 'pkg:npm/app@1.0.0' } },
  findings,
});

const PROOF = Buffer.from('\x89PNG\r\n\x1a\n, but shorter');
const TRACE =
  '==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x6\nWRITE of size 4 at 0x6\n    #0 0x1 in png_row(int) /src/png.c:41:2\n';

const FULL = {
  schema: 'leadtime.report/1',
  id: 'lab-a/17',
  defaults: {
    target: { purl: 'pkg:NPM/png-tools@2.0.0', repository: 'https://git.example/png-tools' },
    discovery: {
      model: { name: 'M', version: '5', plannedRelease: '2026-12-24' },
      harness: { name: 'H' },
      runId: 'run-9',
      promptRetention: 'limited',
    },
    finders: ['Lab A'],
    disclosedTo: [{ party: 'Vendor', at: '2026-11-20T10:00:00Z', reference: 'mail' }],
  },
  findings: [
    {
      title: 'Heap overflow in png_row',
      summary: 'A row of length 0 is written.',
      description: 'Line one.\nLine two.',
      ruleId: 'oob',
      target: { version: '2.0.1', commit: 'ABCDEF1' },
      locations: [{ path: 'src/./png.c', startLine: 41, endLine: 41, symbol: 'png_row', snippet: 'row[n] = 0;' }],
      weaknesses: ['CWE-787', 'CWE-122', 'CWE-787'],
      aliases: ['CVE-2026-12345'],
      fingerprints: [{ kind: 'full', scheme: 'h/1', value: 'abc' }],
      crash: { trace: TRACE },
      severity: { level: 'high', vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H'] },
      attachments: [{ role: 'proof', name: 'crash.png', mediaType: 'image/png', data: PROOF.toString('base64') }],
      affectedVersions: '>=1.0 <2.1',
      references: ['https://git.example/png-tools/issues/1'],
    },
    { title: 'Second', discovery: { by: 'human' }, finders: ['J. Doe'], disclosedTo: [] },
  ],
};

describe('a report', () => {
  it('becomes claims with its defaults filled in, and gives the bytes of its proofs', async () => {
    const given: [string, string, string][] = [];
    const { findings, end } = await read(FULL, {
      onAttachment: (a) => void given.push([a.role, a.name, Buffer.from(a.bytes).toString('latin1')]),
    });
    expect(end).toEqual({ kind: 'end', findings: 2, problems: 0, dropped: 0, refused: false });
    const discovery = {
      model: { name: 'M', version: '5', plannedRelease: '2026-12-24' },
      harness: { name: 'H' },
      runId: 'run-9',
      promptRetention: 'limited',
    };
    expect(findings[0]).toEqual({
      ordinal: 0,
      path: '/findings/0',
      title: 'Heap overflow in png_row',
      description: 'A row of length 0 is written.\n\nLine one.\nLine two.',
      ruleId: 'oob',
      target: {
        purl: 'pkg:npm/png-tools@2.0.0',
        repository: 'https://git.example/png-tools',
        version: '2.0.1',
        commit: 'abcdef1',
      },
      locations: [{ path: 'src/png.c', startLine: 41, endLine: 41, symbol: 'png_row', snippet: 'row[n] = 0;' }],
      weaknesses: ['CWE-122', 'CWE-787'],
      aliases: ['CVE-2026-12345'],
      fingerprints: [{ kind: 'full', scheme: 'h/1', value: 'abc' }],
      crash: {
        detector: 'AddressSanitizer',
        kind: 'heap-buffer-overflow',
        access: 'write',
        frames: [{ symbol: 'png_row', path: 'src/png.c', line: 41 }],
      },
      severity: { level: 'high', vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H'] },
      attachments: [
        { role: 'proof', name: 'crash.png', mediaType: 'image/png', digest: digestOf(PROOF), size: PROOF.length },
        { role: 'trace', name: 'trace.txt', mediaType: 'text/plain', digest: digestOf(TRACE), size: TRACE.length },
      ],
      discovery: { by: 'model', ...discovery },
      finders: ['Lab A'],
      affectedVersions: '>=1.0 <2.1',
      references: ['https://git.example/png-tools/issues/1'],
      disclosedTo: ['Vendor, 2026-11-20T10:00:00Z, mail'],
    });
    expect(findings[1]).toMatchObject({
      ordinal: 1,
      title: 'Second',
      finders: ['J. Doe'],
      discovery: { by: 'human', ...discovery },
    });
    expect(findings[1]?.disclosedTo).toBeUndefined();
    expect(given).toEqual([
      ['proof', 'crash.png', PROOF.toString('latin1')],
      ['trace', 'trace.txt', TRACE],
    ]);
  });

  it('may name parts that were sent beside it', async () => {
    const digest = digestOf(PROOF);
    const attachments = [{ role: 'proof', name: 'p', mediaType: 'a/b', digest }];
    const parts = new Map([[digest as string, { size: 7 }]]);
    const { findings } = await read(reportOf({ title: 'x', attachments }), {
      parts,
      onAttachment: () => expect.fail('its bytes are known'),
    });
    expect(findings[0]?.attachments).toEqual([{ role: 'proof', name: 'p', mediaType: 'a/b', digest, size: 7 }]);
    expect((await read(reportOf({ title: 'x', attachments }))).problems).toEqual([
      'reference.dangling /findings/0/attachments/0/digest',
    ]);
  });

  // What is wrong in one finding, and the problem that tells it
  const faults: [string, object, string][] = [
    ['an unknown field', { tittle: 'x' }, 'field.unknown /findings/0/tittle'],
    ['a member of all objects', { constructor: 1 }, 'field.unknown /findings/0/constructor'],
    ['an empty title', { title: '' }, 'field.missing /findings/0/title'],
    ['a number for a text', { title: 5 }, 'field.type /findings/0/title'],
    ['a long title', { title: 'x'.repeat(201) }, 'field.too-long /findings/0/title'],
    ['a line break in a title', { title: 'a\nb' }, 'field.control-character /findings/0/title'],
    ['text that runs the other way', { title: 'a\u202eb' }, 'field.control-character /findings/0/title'],
    ['a NUL in prose', { description: 'a\u0000' }, 'field.control-character /findings/0/description'],
    ['half a surrogate pair', { description: '\ud800' }, 'field.control-character /findings/0/description'],
    ['a purl that is none', { target: { purl: 'npm/x' } }, 'purl.syntax /findings/0/target/purl'],
    [
      'a password in an address',
      { target: { repository: 'https://u:p@git.example/x' } },
      'field.value /findings/0/target/repository',
    ],
    ['a path out of the target', { locations: [{ path: 'a/../../b' }] }, 'field.value /findings/0/locations/0/path'],
    ['an absolute path', { locations: [{ path: '/etc/passwd' }] }, 'field.value /findings/0/locations/0/path'],
    ['a drive', { locations: [{ path: 'C:/x' }] }, 'field.value /findings/0/locations/0/path'],
    ['a location without a place', { locations: [{ startLine: 1 }] }, 'field.missing /findings/0/locations/0'],
    [
      'lines backwards',
      { locations: [{ path: 'a', startLine: 4, endLine: 3 }] },
      'field.value /findings/0/locations/0',
    ],
    ['line 0', { locations: [{ path: 'a', startLine: 0 }] }, 'field.value /findings/0/locations/0/startLine'],
    ['a weakness in words', { weaknesses: ['XSS'] }, 'field.value /findings/0/weaknesses/0'],
    ['an alias in words', { aliases: ['that openssl bug'] }, 'field.value /findings/0/aliases/0'],
    ['a CVSS vector that is none', { severity: { vectors: ['9.8'] } }, 'cvss.syntax /findings/0/severity/vectors/0'],
    [
      'an unknown role',
      { attachments: [{ role: 'exploit', name: 'x', mediaType: 'a/b', data: '' }] },
      'field.value /findings/0/attachments/0/role',
    ],
    [
      'an attachment named as a path',
      { attachments: [{ role: 'proof', name: '../x', mediaType: 'a/b', data: '' }] },
      'field.value /findings/0/attachments/0/name',
    ],
    [
      'no bytes',
      { attachments: [{ role: 'proof', name: 'x', mediaType: 'a/b' }] },
      'field.missing /findings/0/attachments/0',
    ],
    [
      'bytes that are not Base64',
      { attachments: [{ role: 'proof', name: 'x', mediaType: 'a/b', data: 'a-_=' }] },
      'field.value /findings/0/attachments/0/data',
    ],
    [
      'sloppy Base64',
      { attachments: [{ role: 'proof', name: 'x', mediaType: 'a/b', data: 'QUJ=' }] },
      'field.value /findings/0/attachments/0/data',
    ],
    [
      'another digest than stated',
      { attachments: [{ role: 'proof', name: 'x', mediaType: 'a/b', data: 'QUJD', digest: '0'.repeat(64) }] },
      'digest.mismatch /findings/0/attachments/0/digest',
    ],
    ['a crash without a trace', { crash: { kind: 'x' } }, 'field.missing /findings/0/crash'],
    [
      'a date without a zone',
      { disclosedTo: [{ party: 'x', at: '2026-11-20T10:00:00' }] },
      'date.syntax /findings/0/disclosedTo/0/at',
    ],
    [
      'a day that is none',
      { discovery: { model: { name: 'M', plannedRelease: '2026-02-30' } } },
      'date.syntax /findings/0/discovery/model/plannedRelease',
    ],
    [
      'too many references',
      { references: Array.from({ length: 17 }, () => 'https://a.example/') },
      'field.too-many /findings/0/references',
    ],
    ['a reference with a script', { references: ['javascript:alert(1)'] }, 'field.value /findings/0/references/0'],
  ];
  it.each(faults)('with %s is refused', async (_, fault, problem) => {
    const { findings, problems, end } = await read(reportOf({ title: 'x', ...fault }, { title: 'fine' }));
    expect([problems, findings.length, end.refused]).toEqual([[problem], 0, true]);
  });

  it('is refused with every problem at once, each in its place', async () => {
    const { problems } = await read({
      schema: 'leadtime.report/2',
      extra: 1,
      findings: [{ titel: 'x' }, { title: 'y', target: { commit: 'zz' } }],
    });
    expect([...problems].sort()).toEqual([
      'field.missing /findings/0/title',
      'field.unknown /extra',
      'field.unknown /findings/0/titel',
      'field.value /findings/1/target/commit',
      'field.value /schema',
    ]);
    const nowhere = await read({
      schema: 'leadtime.report/1',
      findings: [{ title: 'x' }, { title: 'y', target: { version: '1' } }],
    });
    expect(nowhere.problems).toEqual(['field.missing /findings/0/target', 'field.missing /findings/1/target']);
  });

  it('is one strict JSON document within its limits', async () => {
    expect((await read('{"schema":"leadtime.report/1","schema":"leadtime.report/1"}')).problems).toContain(
      'json.duplicate-key /schema',
    );
    expect((await read(`${JSON.stringify(FULL)}{}`)).problems).toEqual(['json.syntax ']);
    expect((await read('')).problems).toEqual(['input.empty ']);
    expect((await read('[]')).problems).toEqual(['field.type ']);
    expect((await read(FULL, { limits: { maxBytes: 100 } })).problems).toEqual(['input.too-large ']);
    expect((await read(FULL, { limits: { maxAttachmentBytes: 3 } })).problems).toEqual([
      'input.too-large /findings/0/attachments/0/data',
    ]);
    expect((await read(`{"findings":${'['.repeat(20)}`)).problems[0]).toMatch(/^json.too-deep/);
  });

  it('never gives a byte of an attachment when it is refused', async () => {
    const bad = { ...FULL, findings: [...FULL.findings, { title: '' }] };
    await read(bad, { onAttachment: () => expect.fail('given') });
  });

  it('never shows a proof or a prose in a problem', async () => {
    const { findings: _, ...rest } = reportOf();
    const events = [];
    for await (const event of readReport(
      opening(
        JSON.stringify({
          ...rest,
          findings: [
            {
              title: 'x',
              description: `SECRET${'x'.repeat(70_000)}`,
              attachments: [{ role: 'proof', name: 'x', mediaType: 'a/b', data: 'SECRET!=' }],
            },
          ],
        }),
      ),
    ))
      events.push(event);
    expect(JSON.stringify(events)).toContain('field.too-long');
    expect(JSON.stringify(events)).not.toContain('SECRET');
  });
});

describe('a batch of one report a line', () => {
  it('judges each line by itself, numbers findings through, and drops what is refused', async () => {
    const { findings, problems, dropped, end } = await readLines([
      reportOf({ title: 'a' }, { title: 'b' }),
      '',
      '{"schema":',
      reportOf({ title: 'c' }),
      reportOf({ title: '' }),
      '  ',
    ]);
    expect(findings.map((f) => [f.ordinal, f.path, f.title])).toEqual([
      [0, '/line/1/findings/0', 'a'],
      [1, '/line/1/findings/1', 'b'],
      [2, '/line/4/findings/0', 'c'],
    ]);
    expect(problems).toEqual(['json.syntax /line/3/schema', 'field.missing /line/5/findings/0/title']);
    expect(dropped).toEqual(['invalid /line/3', 'invalid /line/5']);
    expect(end.refused).toBe(false);
  });

  it('has limits for a line and for the whole', async () => {
    const long = reportOf({ title: 'x', description: 'y'.repeat(5_000) });
    const limited = await readLines([reportOf({ title: 'a' }), long, reportOf({ title: 'b' })], {
      limits: { maxBytes: 2_000 },
    });
    expect([limited.findings.length, limited.problems, limited.dropped]).toEqual([
      2,
      ['input.too-large /line/2'],
      ['invalid /line/2'],
    ]);
    const cut = await readLines([reportOf({ title: 'a' }), long], { limits: { maxBatchBytes: 2_000 } });
    expect([cut.problems.at(-1), cut.end.refused]).toEqual(['input.too-large ', true]);
    expect((await readLines([])).problems).toEqual(['input.empty ']);
    expect((await readLines(['\r', ' '])).end.refused).toBe(true);
  });
});

describe('ten thousand damaged reports', () => {
  const small = JSON.stringify(
    reportOf({
      title: 'x',
      crash: { trace: TRACE },
      attachments: [{ role: 'proof', name: 'x', mediaType: 'a/b', data: 'QUJD' }],
    }),
  );
  it.each([
    ['one document', readReport, [JSON.stringify(FULL), small]],
    ['one a line', readReportLines, [`${JSON.stringify(FULL)}\n${small}\n`, `${small}\n`]],
  ] as const)(
    '(%s) never make the reader fail, hang, or refuse without saying why',
    async (name, reader, corpus) => {
      let accepted = 0;
      let slowest = 0;
      for (const input of mutants(corpus, { runs: 10_000, seed: 11 })) {
        const started = performance.now();
        const { end, problems, dropped } = await readAll(reader(opening(input, 4_093)));
        slowest = Math.max(slowest, performance.now() - started);
        if (!end.refused) accepted += 1;
        if ((end.refused || dropped.length > 0) && problems.length === 0) expect.fail(new TextDecoder().decode(input));
      }
      console.log(`report, ${name}: 10000 damaged inputs, ${accepted} accepted, slowest ${Math.round(slowest)} ms`);
      expect(slowest).toBeLessThan(2_000); // the promise of the reader, not a speed
      expect(accepted).toBeGreaterThan(50);
      expect(accepted).toBeLessThan(9_500);
    },
    120_000,
  );
});

it('the limits that are stated are the limits that hold', async () => {
  const many = reportOf(...Array.from({ length: 1_001 }, () => ({ title: 'x' })));
  expect((await read(many)).problems).toEqual(['field.too-many /findings']);
  expect(REPORT_LIMITS.maxBytes).toBe(33_554_432);
});
