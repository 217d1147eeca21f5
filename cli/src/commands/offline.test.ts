// Commands that need no server: report validate and convert, version, cvss, ledger verify, logout, and those that become the server.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportSchema } from '@leadtime/lib/advisory';
import { type Instant, sha256 } from '@leadtime/lib/kit';
import {
  commit,
  compactTree,
  type EntryBody,
  entryLeafHash,
  exportLedger,
  formatVerifierKey,
  signCheckpoint,
  signingKey,
  storedReceipt,
} from '@leadtime/lib/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type } from '../terminal.fixture.ts';

let place: string;
const at = (name: string): string => path.join(place, name);
const example = (name: string): string => fileURLToPath(new URL(`../../../examples/reports/${name}`, import.meta.url));

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-offline-'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe('report validate', () => {
  it('ends with 0 where nothing is wrong, for each format', async () => {
    const { exit, out } = await type([
      'report',
      'validate',
      ...['imaginary-linter.sarif', 'osv-record.json', 'own-report.json'].map(example),
    ]);
    expect(exit).toBe(0);
    expect(out.match(/no problems/g)).toHaveLength(3);
    expect(out).toContain('imaginary-linter.sarif: sarif (there are `runs` or its schema), 3 findings');
  });

  it('shows every problem with its place and advice, and ends with 1', async () => {
    const finding = { title: '', target: { purl: 'npm/x' }, moon: 'full' };
    await writeFile(
      at('bad.json'),
      JSON.stringify({ schema: 'leadtime.report/1', findings: [finding, { title: 'fine' }] }),
    );
    const { exit, out } = await type(['report', 'validate', at('bad.json')]);
    expect(exit).toBe(1);
    expect(out).toContain('0 findings, 3 problems');
    expect(out).toMatch(/\/findings\/0\/title {2}field\.\S+: .*\n/);
    expect(out).toContain('/findings/0/target/purl  purl.syntax: ');
    expect(out).toContain('The form is pkg:type/namespace/name@version.');
    expect(out).toMatch(/\/findings\/0\/moon {2}field\.unknown/);
  });

  it('reads lines, counts past what it shows, and places each at its line', async () => {
    const line = JSON.stringify({ schema: 'leadtime.report/1', findings: [] });
    await writeFile(at('many.ndjson'), `${line}\n`.repeat(1_200));
    const { exit, out } = await type(['report', 'validate', at('many.ndjson'), '--json']);
    expect(exit).toBe(1);
    const { ok, files } = JSON.parse(out);
    expect(ok).toBe(false);
    expect(files[0]).toMatchObject({ format: 'report lines', findings: 0, problemsTotal: 1_200 });
    expect(files[0].problems).toHaveLength(1_000);
    expect(files[0].problems[999].path).toBe('/line/1000/findings');
    expect(files[0].dropped).toEqual([{ reason: 'invalid', count: 1_200, first: '/line/1' }]);
  });

  it('reads standard input, once', async () => {
    const stdin = JSON.stringify({ schema: 'leadtime.report/1', findings: [{ title: 'fine', target: { name: 'x' } }] });
    expect(await type(['report', 'validate', '-'], { stdin })).toMatchObject({ exit: 0 });
    expect(await type(['report', 'validate', '-', '-'], { stdin })).toMatchObject({ exit: 2 });
    expect(await type(['report', 'validate', '-'], { stdin: '' })).toMatchObject({ exit: 2 });
  });

  it('says what a file is where it is no report', async () => {
    await writeFile(at('sbom.json'), '{"bomFormat": "CycloneDX", "specVersion": "1.6"}');
    const { exit, out } = await type(['report', 'validate', at('sbom.json')]);
    expect(exit).toBe(1);
    expect(out).toContain('input.unknown-format: This is cyclonedx');
  });
});

describe('report convert', () => {
  it('makes Leadtime reports that the schema takes, one a line', async () => {
    const { exit, out, err } = await type(['report', 'convert', example('imaginary-linter.sarif')]);
    const reports = out
      .trimEnd()
      .split('\n')
      .map((text) => reportSchema.parse(JSON.parse(text)));
    expect(reports.map((report) => report.findings.length)).toEqual([1, 1, 1]);
    expect(reports[0]?.findings[0]).toMatchObject({ ruleId: 'FB101', weaknesses: ['CWE-22'] });
    expect(err).toContain('3 reports from');
    expect([0, 1]).toContain(exit);
  });

  it('takes what was examined from --target, and makes nothing where nobody says', async () => {
    const results = [{ message: { text: 'A bug' }, ruleId: 'R1' }];
    await writeFile(
      at('plain.sarif'),
      JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 't' } }, results }] }),
    );
    const { exit, out } = await type(['report', 'convert', at('plain.sarif'), '--target', 'pkg:npm/x']);
    expect(exit).toBe(0);
    expect(reportSchema.parse(JSON.parse(out)).findings[0]?.target).toEqual({ purl: 'pkg:npm/x' });
    const nameless = await type(['report', 'convert', at('plain.sarif')]);
    expect(nameless).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringContaining('does not say what was examined'),
    });
  });

  it('names what it had to cut to the limits of a report', async () => {
    const aliases = Array.from({ length: 40 }, (_, i) => `CVE-2099-${10_000 + i}`);
    const affected = [{ package: { ecosystem: 'npm', name: 'x' }, versions: ['1'] }];
    await writeFile(
      at('osv.json'),
      JSON.stringify({ id: 'T-1', modified: '2026-11-22T00:00:00Z', summary: 's', aliases, affected }),
    );
    const { exit, out, err } = await type(['report', 'convert', at('osv.json')]);
    expect(exit).toBe(1);
    expect(reportSchema.parse(JSON.parse(out)).findings[0]?.aliases).toHaveLength(16);
    expect(err).toContain('left out or cut 1 times: aliases');
  });

  it('does not convert what is one already', async () => {
    expect(await type(['report', 'convert', example('own-report.json')])).toMatchObject({ exit: 2, out: '' });
  });
});

describe('version', () => {
  it.each([
    ['npm', '1.2.3', '1.10.0', '<\n', 0],
    ['Debian:12', '2:1.0-1', '10.0-1', '>\n', 0],
    ['npm', '1.0', '1.0.0', '=\n', 0],
    ['npm', 'one', 'two', '', 1],
  ])('compare in %s says of %s and %s: %j', async (ecosystem, a, b, out, exit) => {
    expect(await type(['version', 'compare', ecosystem, a, b])).toMatchObject({ exit, out });
  });

  it('compare reads pairs from a file or standard input: a sign a line, and what is no pair is named', async () => {
    await writeFile(at('pairs.tsv'), '1.0.0\t2.0.0\r\n1.0\t1.0.0\n2.0.0\t1.0.0');
    expect(await type(['version', 'compare', 'npm', '--pairs', at('pairs.tsv')])).toMatchObject({
      exit: 0,
      out: '<\n=\n>\n',
      err: '',
    });
    const stdin = `one\ttwo\nmoon\n\n1\t2\t3\n1.0.0\t2.0.0\n${'9'.repeat(200_000)}\t1\n1.0.0\t1.0.0\n`;
    const shown = await type(['version', 'compare', 'npm', '--pairs', '-'], { stdin });
    expect(shown).toMatchObject({ exit: 1, out: '?\n!\n!\n!\n<\n!\n=\n' });
    expect(shown.err).toContain('line 2 has no tab: moon');
    expect(shown.err).toContain('line 4 has more than one tab');
    expect(shown.err).toContain('line 6 has over 100000 characters');
    expect(shown.err).toContain('4 lines are no pair');
    expect(shown.err).toContain('1 pair without an order');
  });

  it('compare cuts no pair where chunks end, also inside a letter', async () => {
    const bytes = Buffer.from('1.0.0-ä\t1.0.0-ö\n'.repeat(50));
    async function* inSevens() {
      for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
    }
    const { out } = await type(['version', 'compare', 'npm', '--pairs', '-'], { stdin: inSevens() });
    const alone = await type(['version', 'compare', 'npm', '--pairs', '-'], { stdin: '1.0.0-ä\t1.0.0-ö\n' });
    expect(out).toBe(alone.out.repeat(50));
  });

  it('compare says what is missing, too much or not there', async () => {
    const said = async (...args: string[]) => (await type(['version', 'compare', ...args])).err;
    expect(await said('npm', '1')).toContain('two versions to compare, or a file of pairs');
    expect(await said('npm', '1', '2', '--pairs', '-')).toContain('not both');
    expect(await said('npm', '--pairs', '-', '--json')).toContain('leave --json out');
    expect(await said('npm', '--pairs', at('nowhere'))).toContain('There is no file');
    expect(await said('npm', '--pairs', place)).toContain('is a folder');
    expect(await said('frobnix', '1', '2')).toContain('npm, crates.io, Hex, Go');
  });

  it('keys stand in the order of the versions, as bytes', async () => {
    const { out } = await type(['version', 'key', 'npm', '1.9.0', '1.10.0', '1.10.0-rc.1', '--json']);
    const { versions } = JSON.parse(out);
    const sorted = versions.toSorted((a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1));
    expect(sorted.map((v: { text: string }) => v.text)).toEqual(['1.9.0', '1.10.0-rc.1', '1.10.0']);
  });

  it('sort takes arguments or lines, and puts what has no order last', async () => {
    expect(await type(['version', 'sort', 'npm', '2.0.0', '1.0.0'])).toMatchObject({ exit: 0, out: '1.0.0\n2.0.0\n' });
    const shown = await type(['version', 'sort', 'npm'], { stdin: '2.0.0\r\nmoon\n1.0.0\n' });
    expect(shown).toMatchObject({ exit: 1, out: '1.0.0\n2.0.0\nmoon\n' });
    expect(shown.err).toContain('1 version without a place in the order');
  });

  it('knows which ecosystems it cannot order, and which it does not know', async () => {
    expect((await type(['version', 'compare', 'Bitnami', '1', '2'])).err).toContain(
      'cannot be ordered in this version',
    );
    expect((await type(['version', 'compare', 'frobnix', '1', '2'])).err).toContain('no ecosystem that is known here');
  });
});

describe('cvss', () => {
  it('scores vectors of several versions', async () => {
    const { out, exit } = await type([
      'cvss',
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      'AV:N/AC:L/Au:N/C:C/I:C/A:C',
      '--json',
    ]);
    expect(exit).toBe(0);
    expect(JSON.parse(out).vectors.map((v: { base: number; version: string }) => [v.version, v.base])).toEqual([
      ['3.1', 9.8],
      ['2.0', 10],
    ]);
  });

  it('says what is wrong with each, and scores none', async () => {
    const { out, err, exit } = await type([
      'cvss',
      'CVSS:3.1/AV:N',
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      'x',
    ]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/\/vector\/1.*cvss\.syntax/);
    expect(err).toMatch(/\/vector\/3.*cvss\.syntax/);
  });
});

describe('ledger verify', () => {
  const key = signingKey('ledger.example.org', new Uint8Array(32).fill(7));
  const vkey = formatVerifierKey(key.verifier);
  const body = (i: number): EntryBody => ({
    kind: 'report.received',
    at: `2026-11-22T10:00:0${i}.000Z` as Instant,
    actor: 'system',
    refs: {},
    facts: { i },
  });
  const entries = [0, 1, 2].map((i) => ({
    body: body(i),
    nonce: sha256(`nonce ${i}`),
    commitment: commit(body(i), sha256(`nonce ${i}`)),
  }));
  const checkpointOf = (size: number, salt = false): string => {
    const tree = compactTree();
    for (const entry of entries.slice(0, size))
      tree.add(entryLeafHash(salt ? commit(body(9), sha256('another past')) : entry.commitment));
    return signCheckpoint({ size, root: tree.root() }, key);
  };
  const exported = async (name: string, change: (text: string) => string = (text) => text): Promise<string> => {
    const listed = entries.map(({ commitment, body: b, nonce }) => ({
      commitment,
      opening: { body: b, nonce: nonce.toString('hex') },
    }));
    let text = '';
    for await (const line of exportLedger({ entries: listed, checkpoints: [checkpointOf(2), checkpointOf(3)], key }))
      text += line;
    await writeFile(at(name), change(text));
    return at(name);
  };

  it('holds against the key that one has', async () => {
    const { exit, out } = await type(['ledger', 'verify', await exported('ledger.ndjson'), '--key', vkey]);
    expect(exit).toBe(0);
    expect(out).toMatch(/^Holds: 3 entries under a checkpoint signed by the key you gave\.\n/);
    expect(out).toContain('3 read, 3 opened');
  });

  it('says plainly that a key out of the file itself is not trusted', async () => {
    const { out } = await type(['ledger', 'verify', await exported('own-key.ndjson')]);
    expect(out).toContain('THE KEY IS NOT TRUSTED');
    expect(out).not.toContain('Holds');
  });

  it('takes the key from a file, and refuses another one', async () => {
    await writeFile(at('key.txt'), `${vkey}\n`);
    const file = await exported('ledger.ndjson');
    expect(await type(['ledger', 'verify', file, '--key', at('key.txt')])).toMatchObject({ exit: 0 });
    const other = formatVerifierKey(signingKey('ledger.example.org', new Uint8Array(32).fill(8)).verifier);
    const shown = await type(['ledger', 'verify', file, '--key', other]);
    expect(shown.exit).toBe(1);
    expect(shown.out).toContain('DOES NOT HOLD');
    expect(await type(['ledger', 'verify', file, '--key', 'nonsense'])).toMatchObject({ exit: 2 });
  });

  it('finds what was changed, with its line', async () => {
    const file = await exported('changed.ndjson', (text) => text.replace('"i":1', '"i":9'));
    const { exit, out } = await type(['ledger', 'verify', file, '--key', vkey, '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining({ path: '/line/3/opening' })]),
    });
  });

  it('holds old checkpoints and receipts against it', async () => {
    const file = await exported('ledger.ndjson');
    await writeFile(at('kept.txt'), checkpointOf(2));
    await writeFile(at('forked.txt'), checkpointOf(2, true));
    const receipt = storedReceipt(commit(body(0), sha256('nonce 0')), body(0).at, key);
    await writeFile(at('receipt.json'), JSON.stringify(receipt));
    await writeFile(at('broken.json'), JSON.stringify(storedReceipt(commit(body(5), sha256('x')), body(5).at, key)));
    const base = ['ledger', 'verify', file, '--key', vkey];
    const kept = await type([...base, '--known', at('kept.txt'), '--receipt', at('receipt.json')]);
    expect(kept.exit).toBe(0);
    expect(kept.out).toContain('the same as in 1 checkpoint that you kept');
    expect(kept.out).toContain('receipt.json: kept');
    expect(await type([...base, '--known', at('forked.txt')])).toMatchObject({
      exit: 1,
      out: expect.stringContaining('the past was changed'),
    });
    expect(await type([...base, '--receipt', at('broken.json')])).toMatchObject({
      exit: 1,
      out: expect.stringContaining('NOT IN THE EXPORT'),
    });
    await writeFile(at('forged.json'), JSON.stringify({ ...receipt, commitment: entries[1]?.commitment }));
    expect(await type([...base, '--receipt', at('forged.json')])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('does not hold'),
    });
  });

  it('reads standard input, and says so when there is no file', async () => {
    const bytes = await readFile(await exported('ledger.ndjson'), 'utf8');
    expect(await type(['ledger', 'verify', '-', '--key', vkey], { stdin: bytes })).toMatchObject({ exit: 0 });
    expect(await type(['ledger', 'verify', at('none')])).toMatchObject({ exit: 2 });
  });
});

describe('the rest', () => {
  it('says its version', async () => {
    expect((await type(['--version'])).out).toMatch(/^leadtime \d+\.\d+\.\d+ \(node /);
  });

  it('forgets a token that is not there', async () => {
    expect(await type(['logout', '--json'])).toMatchObject({
      exit: 0,
      out: expect.stringContaining('"forgotten":false'),
    });
  });

  it('hands over to the server with what was typed', async () => {
    const backup = await type(['backup', '/somewhere', '--without-keys']);
    expect(backup.exit).toBeUndefined();
    expect(backup.became[0]).toMatch(/server\/src\/main\/backup\.ts$/);
    expect(backup.became.slice(1)).toEqual(['--without-keys', '/somewhere']);
    for (const name of ['up', 'serve', 'worker', 'migrate'])
      expect((await type([name])).became[0]).toMatch(/server\/src\/main\/[a-z-]+\.ts$/);
  });

  it('does not pretend to have a runner', async () => {
    expect(await type(['runner'])).toMatchObject({ exit: 3, err: expect.stringContaining('no runner') });
  });
});
