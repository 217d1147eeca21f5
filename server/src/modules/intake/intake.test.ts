// What a lab sends, through the API: receipts, batches, uploads that are resumed, problems with their places, and that
// nothing of a proof lies anywhere in the clear.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../../test/house.ts';
import { sarifOf } from '../../../test/stories/sarif.ts';

let t: TestHouse;
let lab: Somebody;
let otherLab: Somebody;
const logged: string[] = [];

beforeAll(async () => {
  const note = (...said: unknown[]): void => void logged.push(JSON.stringify(said));
  t = await testHouse({ log: { debug: note, info: note, warn: note, error: note } as never }); // the four methods of a log
  lab = await t.person(await t.party('Lab', 'lab'), 'finder');
  otherLab = await t.person(await t.party('Other lab', 'lab'), 'finder');
});
afterAll(() => t?.close());

const sha = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
async function send(as: Somebody, bytes: string | Buffer, query = '') {
  const answer = await t.app.inject({
    method: 'POST',
    url: `/api/v1/reports${query}`,
    headers: { cookie: as.cookie, 'leadtime-request': '1' },
    payload: bytes,
  });
  return { status: answer.statusCode, body: answer.json() };
}
/** The status of a report after it was read. */
async function read(as: Somebody, id: string) {
  await t.work('findings.drain');
  return (await t.call(as, 'reports.read', { params: { id } })).body;
}
const result = (n: number) => ({ tool: 'scan', rule: `R${n}`, message: `Bug ${n}`, path: `src/${n}.c`, line: n + 1 });
const claim = (title: string, more: object = {}) => ({ title, target: { purl: 'pkg:npm/intake' }, ...more });
const report = (...findings: object[]): string => JSON.stringify({ schema: 'leadtime.report/1', findings });

describe('a report', () => {
  it('gets the same receipt for the same bytes of the same party, and one of its own from another', async () => {
    const bytes = sarifOf([result(1)]);
    const first = await send(lab, bytes);
    expect(first).toMatchObject({ status: 202, body: { digest: sha(bytes), size: bytes.length, seenBefore: false } });
    expect((await send(lab, bytes)).body).toEqual({ ...first.body, seenBefore: true });
    const other = await send(otherLab, bytes);
    expect(other.body).toMatchObject({ seenBefore: false, digest: first.body.digest });
    expect(other.body.reportId).not.toBe(first.body.reportId);
  });

  it('sent many times at once is one report', async () => {
    const bytes = sarifOf([result(2)]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(lab, bytes)));
    expect(new Set(answers.map((a) => a.body.reportId)).size).toBe(1);
    expect(answers.filter((a) => a.body.seenBefore === false)).toHaveLength(1);
  });

  it('is refused when its bytes are not those that were announced, or none', async () => {
    expect(await send(lab, 'x', `?digest=${sha('y')}`)).toMatchObject({ body: { code: 'digest.mismatch' } });
    expect(await send(lab, '')).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
  });

  it.each([
    ['sarif', sarifOf([result(3), result(4)]), 2],
    ['report', report(claim('One'), claim('Two'), claim('Three')), 3],
    ['ndjson', `${report(claim('Line one'))}\n${report(claim('Line two'), claim('And three'))}\n`, 3],
    [
      'osv',
      JSON.stringify({
        id: 'OSV-2026-77',
        modified: '2026-11-01T00:00:00Z',
        summary: 'A bug',
        affected: [{ package: { ecosystem: 'npm', name: 'intake' }, versions: ['1.0.0'] }],
      }),
      1,
    ],
  ])('of the format %s is known by its bytes', async (format, bytes, findings) => {
    const { body } = await send(lab, bytes);
    expect(await read(lab, body.reportId)).toMatchObject({ stage: 'read', format, findings, problems: 0, progress: 1 });
  });

  it('that is none is kept, and says what was expected', async () => {
    const { body } = await send(lab, 'hello, I found a bug', '?filename=mail.txt');
    expect(await read(lab, body.reportId)).toMatchObject({ stage: 'unreadable', findings: 0, problems: 1 });
    const { body: problems } = await t.call(lab, 'reports.problems', { params: { id: body.reportId } });
    expect(problems.items[0].detail).toContain('SARIF 2.1.0');
    const bytes = await t.call(lab, 'reports.bytes', { params: { id: body.reportId } });
    expect(bytes.text).toBe('hello, I found a bug');
  });

  it('keeps what its sender says of how it was found', async () => {
    const said =
      '?target=pkg:npm/said&discoveredBy=model&model=Cormorant-3&harness=loop&runId=r-7&promptRetention=none';
    const { body } = await send(lab, sarifOf([result(5)]), said);
    await read(lab, body.reportId);
    const { rows } = await t.owner.query('SELECT target, claim, model FROM finding WHERE report_id = $1', [
      body.reportId,
    ]);
    expect(rows[0]).toMatchObject({
      target: 'pkg:npm/said',
      model: 'cormorant-3',
      claim: {
        discovery: {
          by: 'model',
          model: { name: 'Cormorant-3' },
          harness: { name: 'loop' },
          runId: 'r-7',
          promptRetention: 'none',
        },
      },
    });
  });
});

describe('problems', () => {
  it('are placed, the first thousand of them; all are counted, and what is right is committed', async () => {
    const lines = Array.from({ length: 1_700 }, (_, i) =>
      i % 17 === 0 ? report(claim(`Good ${i}`)) : `{"line": ${i}}`,
    );
    const { body } = await send(lab, lines.join('\n'), '?format=ndjson');
    const status = await read(lab, body.reportId);
    expect(status).toMatchObject({ stage: 'read', findings: 100 });
    expect(status.problems).toBeGreaterThanOrEqual(1_600);
    const { body: list } = await t.call(lab, 'reports.problems', { params: { id: body.reportId } });
    expect(list.items).toHaveLength(1_000);
    expect(list.total).toBe(status.problems);
    expect(list.items[0].path).toMatch(/^\/line\/2/);
    expect(list.items.every((p: { detail: string; advice: string }) => p.detail && p.advice)).toBe(true);
  });
});

describe('a batch', () => {
  it('gives each part its receipt or its refusal', async () => {
    const [a, b] = [sarifOf([result(6)]), sarifOf([result(7)])];
    const parts = [
      ['a.sarif', a],
      ['empty.sarif', ''],
      ['b.sarif', b],
      ['a again.sarif', a],
    ];
    const body = `${parts
      .map(([name, text]) => `--xx\r\ncontent-disposition: form-data; name="f"; filename="${name}"\r\n\r\n${text}\r\n`)
      .join('')}--xx--\r\n`;
    const answer = await t.app.inject({
      method: 'POST',
      url: '/api/v1/reports/batch',
      headers: {
        cookie: lab.cookie,
        'leadtime-request': '1',
        'content-type': 'multipart/form-data; boundary=xx',
      },
      payload: body,
    });
    expect(answer.statusCode).toBe(202);
    const { receipts, refused } = answer.json();
    expect(receipts.map((r: { part: string; receipt: { digest: string } }) => [r.part, r.receipt.digest])).toEqual([
      ['a.sarif', sha(a)],
      ['b.sarif', sha(b)],
      ['a again.sarif', sha(a)],
    ]);
    expect(receipts[2].receipt.reportId).toBe(receipts[0].receipt.reportId);
    expect(refused).toEqual([expect.objectContaining({ part: 'empty.sarif', code: 'request.invalid' })]);
  });

  it.each([
    ['no boundary', 'multipart/form-data', 'x', 'request.unsupported-media'],
    ['no part', 'multipart/form-data; boundary=xx', '--xx--\r\n', 'request.malformed'],
  ])('with %s is refused', async (_, type, payload, code) => {
    const answer = await t.app.inject({
      method: 'POST',
      url: '/api/v1/reports/batch',
      headers: { cookie: lab.cookie, 'leadtime-request': '1', 'content-type': type },
      payload,
    });
    expect(answer.json()).toMatchObject({ code });
  });
});

describe('an upload in parts', () => {
  const open = (as: Somebody, bytes: Buffer) =>
    t.call(as, 'uploads.open', { body: { size: bytes.length, digest: sha(bytes), filename: 'parts.sarif' } });
  const append = async (as: Somebody, id: string, offset: number, bytes: Buffer) => {
    const answer = await t.app.inject({
      method: 'PATCH',
      url: `/api/v1/uploads/${id}?offset=${offset}`,
      headers: { cookie: as.cookie, 'leadtime-request': '1', 'content-type': 'application/octet-stream' },
      payload: bytes,
    });
    return { status: answer.statusCode, body: answer.json() };
  };

  it('goes on where it stopped, and ends as a report with the receipt of the whole', async () => {
    const bytes = Buffer.from(sarifOf([result(8), result(9)]));
    const { body: opened } = await open(lab, bytes);
    expect((await append(lab, opened.uploadId, 0, bytes.subarray(0, 100))).body).toEqual({
      offset: 100,
      receipt: null,
    });
    expect((await open(lab, bytes)).body).toEqual({ uploadId: opened.uploadId, offset: 100, receipt: null });
    expect((await append(lab, opened.uploadId, 0, bytes)).body).toMatchObject({ code: 'request.length-mismatch' });
    const { body: ended } = await append(lab, opened.uploadId, 100, bytes.subarray(100));
    expect(ended.receipt).toMatchObject({ digest: sha(bytes), size: bytes.length });
    expect(await read(lab, ended.receipt.reportId)).toMatchObject({ findings: 2, filename: 'parts.sarif' });
    expect((await open(lab, bytes)).body.receipt).toMatchObject({ reportId: ended.receipt.reportId, seenBefore: true });
    expect((await send(lab, bytes)).body.seenBefore).toBe(true);
  });

  it('is invisible to others, and takes no more than was announced', async () => {
    const bytes = Buffer.from(sarifOf([result(10)]));
    const { body: opened } = await open(lab, bytes);
    expect((await t.call(otherLab, 'uploads.read', { params: { id: opened.uploadId } })).status).toBe(404);
    expect((await append(otherLab, opened.uploadId, 0, bytes)).status).toBe(404);
    const tooMuch = await append(lab, opened.uploadId, 0, Buffer.concat([bytes, bytes]));
    expect(tooMuch.body).toMatchObject({ code: 'request.too-large' });
    expect((await t.call(lab, 'uploads.read', { params: { id: opened.uploadId } })).body.offset).toBe(0);
  });
});

describe('what a report holds', () => {
  it('lies nowhere in the clear but where the walls are: no proof in the folder, the stored bytes or the log', async () => {
    const proof = 'ZANZIBAR-PROOF-OF-CONCEPT ';
    const attached = (name: string, times: number) => ({
      role: 'proof',
      name,
      mediaType: 'text/plain',
      data: Buffer.from(proof.repeat(times)).toString('base64'),
    });
    const bytes = report(
      claim('With a small proof', { attachments: [attached('small', 2)] }),
      claim('With a large proof', { attachments: [attached('large', 20_000)] }),
    );
    const { body } = await send(lab, bytes);
    expect(await read(lab, body.reportId)).toMatchObject({ findings: 2, problems: 0 });
    const { rows: kept } = await t.owner.query(`SELECT size FROM attachment WHERE report_id = $1 ORDER BY n`, [
      body.reportId,
    ]);
    expect(kept.map((a) => a.size).sort()).toEqual([proof.length * 2, proof.length * 20_000].sort());

    const seen = 'With a large proof'; // its title is there to be read: so the look would find a proof
    const marks = [seen, proof.trim(), Buffer.from(proof).toString('base64').slice(4, 24)];
    const found: string[] = [];
    const look = (where: string, bytesThere: Buffer): void => {
      for (const mark of marks) if (bytesThere.includes(mark)) found.push(`${mark} in ${where}`);
    };
    const folder = t.house.dataDir;
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      if (statSync(path.join(folder, name)).isFile()) look(name, readFileSync(path.join(folder, name)));
    const { rows: tables } = await t.owner.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('leadtime', 'graphile_worker')`,
    );
    for (const { name } of tables)
      for (const { row } of (await t.owner.query<{ row: string }>(`SELECT to_jsonb(x)::text AS row FROM ${name} x`))
        .rows)
        look(
          name,
          Buffer.from(row.replace(/\\\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'))),
        );
    look('the log', Buffer.from(logged.join('\n')));
    expect([...new Set(found)].sort()).toEqual(
      ['finding', 'vulnerability'].map((table) => `${seen} in leadtime.${table}`),
    );
    expect((await t.call(lab, 'reports.bytes', { params: { id: body.reportId } })).text).toBe(bytes);
  });
});
