// What labs send while the server is being killed: every shape of report, each with the number of findings it must become.
import { reportNdjson } from '../../../examples/generate/index.ts';
import { randomOf } from '../../../examples/generate/random.ts';
import { sarifBytes } from '../../../examples/generate/sarif.ts';
import { type Answer, ask, type ServerProcess } from '../process.ts';

export interface Sending {
  readonly name: string;
  readonly bytes: Buffer;
  readonly findings: number;
  receipt?: Receipt;
}
interface Receipt {
  readonly reportId: string;
  readonly digest: string;
  readonly ledger: { readonly commitment: string };
}

/** One round's reports, with a scan of so many findings. Another round has other bytes. */
export async function loadOf({ round, scan }: { round: number; scan: number }): Promise<Sending[]> {
  const seed = `crash-${round}`;
  const results = await whole(sarifBytes({ results: scan, seed, projects: 3 }));
  const crashes = await whole(reportNdjson({ n: 30, seed })); // with proofs
  const singles = Array.from({ length: 8 }, (_, i) => ({
    name: `single-${round}-${i}.json`,
    bytes: Buffer.from(JSON.stringify(oneFinding(`${seed}-${i}`, i === 0 ? 200_000 : 300))), // one with a proof that goes to a file
    findings: 1,
  }));
  return [
    { name: `scan-${round}.sarif`, bytes: results, findings: scan },
    { name: `crashes-${round}.ndjson`, bytes: crashes, findings: 30 },
    ...singles,
  ];
}

function oneFinding(seed: string, proofBytes: number) {
  const r = randomOf('one', seed);
  return {
    schema: 'leadtime.report/1',
    findings: [
      {
        title: `Write past a buffer, ${seed}`,
        target: { purl: `pkg:npm/crash-${r.below(5)}@1.0.0` },
        locations: [{ path: `src/${r.hex(6)}.c`, startLine: r.between(1, 900) }],
        severity: { level: 'high' },
        attachments: [
          {
            role: 'proof',
            name: 'proof.bin',
            mediaType: 'application/octet-stream',
            data: Buffer.from(r.bytes(proofBytes)).toString('base64'),
          },
        ],
      },
    ],
  };
}

/** Sends what has no receipt yet, some at a time; stops when the server is gone. A batch of files goes as multipart. */
export async function sendAll(server: ServerProcess, token: string, load: readonly Sending[]): Promise<void> {
  const left = load.filter((s) => s.receipt === undefined);
  const [together, alone] = [left.filter((s) => /single-.*-[0-3]\./.test(s.name)), left];
  const lanes = [
    () => sendTogether(server, token, together),
    ...[0, 1].map((lane) => async () => {
      for (const [i, s] of alone.entries()) if (i % 2 === lane && !s.receipt) await sendOne(server, token, s);
    }),
  ];
  await Promise.all(lanes.map((lane) => lane().catch(ignoreGone)));
}

async function sendOne(server: ServerProcess, token: string, sending: Sending): Promise<void> {
  const answer = await ask(server, `/api/v1/reports?filename=${sending.name}`, {
    headers: { authorization: `Bearer ${token}` },
    body: sending.bytes,
  });
  sending.receipt = receiptOf(answer);
}

async function sendTogether(server: ServerProcess, token: string, load: readonly Sending[]): Promise<void> {
  if (load.length === 0) return;
  const boundary = 'crash-test-boundary';
  const body = Buffer.concat([
    ...load.flatMap((s) => [
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${s.name}"\r\n\r\n`),
      s.bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const answer = await ask(server, '/api/v1/reports/batch', {
    headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body,
  });
  if (answer.status !== 202) throw new Error(`batch refused: ${answer.text}`);
  const { receipts } = answer.body as { receipts: { part: string; receipt: Receipt }[] }; // the contract's answer
  for (const { part, receipt } of receipts) {
    const sending = load.find((s) => s.name === part);
    if (sending) sending.receipt = receipt;
  }
}

function receiptOf(answer: Answer): Receipt {
  if (answer.status !== 202) throw new Error(`refused: ${answer.text}`);
  return answer.body as Receipt; // the contract's answer
}

/** A connection that broke is what a killed server looks like; any other fault is one. */
function ignoreGone(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(code)) throw error;
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
