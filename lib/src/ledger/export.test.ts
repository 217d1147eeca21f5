import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf, expectOk, instantOf } from '../kit/index.ts';
import { EXPORT_FORMAT, exportLedger, sealText } from './export.ts';
import { EMPTY_ROOT } from './hash.ts';
import { formatVerifierKey, signingKey } from './key.ts';
import { parseNote, signNote } from './note.ts';
import { checkpointedReceipt, sequencedReceipt, storedReceipt, verifyReceipt } from './receipt.ts';
import { collect, LOG, present, sampleEntry, sampleLedger, WITNESS } from './sample-ledger.ts';
import { signCheckpoint } from './signed-checkpoint.ts';
import { type ExportVerdict, verifyExport } from './verify-export.ts';
import { cosign } from './witness.ts';

const TRUST = { log: LOG.verifier };
const SIZES = [0, 3, 4, 9];
const ledger = sampleLedger(SIZES);
const lines = await ledger.export((i) => i % 3 !== 0);
const bytes = Buffer.from(lines.join(''));

const verify = (data: Uint8Array | string, trust = {}): Promise<ExportVerdict> =>
  verifyExport(chunked(data, 4096), { ...TRUST, ...trust });
const problemsOf = (v: ExportVerdict) => v.problems.map((p) => `${p.code} ${p.path}`);
const lineOf = (at: number) => bytes.subarray(0, at).toString('latin1').split('\n').length;

async function* chunked(data: Uint8Array | string, size: number) {
  const all = Buffer.from(data as string); // Buffer.from takes either; its types want one
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

describe('an export', () => {
  it('holds commitments of all entries, and bodies only of those that may be seen', () => {
    expect(lines).toHaveLength(1 + 9 + 4 + 1);
    expect(lines[0]).toBe(
      `{"format":"leadtime/ledger-export/v1","key":"${formatVerifierKey(LOG.verifier)}","line":"header"}\n`,
    );
    expect(lines[2]).toBe(`{"commitment":"${sampleEntry(0).commitment}","index":0,"line":"entry"}\n`);
    expect(lines[3]).toContain('"opening":{"body":{"actor":"party-1"');
  });

  it('verifies from the file and the key alone, however its bytes are cut', async () => {
    const verdict = await verify(bytes);
    expect(verdict).toEqual({
      ok: true,
      key: formatVerifierKey(LOG.verifier),
      keyTrusted: true,
      size: 9,
      root: Buffer.from(ledger.root(9)).toString('base64'),
      entries: { read: 9, opened: 6 },
      checkpoints: { read: 4, verified: 4 },
      witnessed: [],
      unmetReceipts: [],
      problems: [],
      total: 0,
    });
    for (const size of [1, 7, 100_000]) {
      expect(await verifyExport(chunked(bytes, size), TRUST)).toEqual(verdict);
    }
    async function* ofLines() {
      yield* lines;
    }
    expect(await verifyExport(ofLines(), TRUST)).toEqual(verdict);
  });

  it('without a key from elsewhere is only shown to agree with itself', async () => {
    expect(await verifyExport(chunked(bytes, 999))).toMatchObject({ ok: true, keyTrusted: false });
    const other = signingKey('ledger.example.gov', new Uint8Array(32).fill(9));
    const verdict = await verify(bytes, { log: other.verifier });
    expect(verdict.ok).toBe(false);
    expect(problemsOf(verdict)[0]).toBe('note.key /line/1/key');
  });

  it('of an empty ledger verifies', async () => {
    const empty = (await sampleLedger([0]).export()).join('');
    expect(await verify(empty)).toMatchObject({ ok: true, size: 0, root: Buffer.from(EMPTY_ROOT).toString('base64') });
  });

  it('says which witnesses saw it, and when', async () => {
    const note = ledger.checkpoint(4);
    const cosigned = note + cosign(expectOk(parseNote(note)).text, WITNESS, 1_790_000_000);
    const notes = SIZES.map((n) => (n === 4 ? cosigned : ledger.checkpoint(n)));
    const file = (await ledger.export(() => false, notes)).join('');
    const verdict = await verify(file, { witnesses: [WITNESS.verifier] });
    const at = instantOf(1_790_000_000_000);
    expect(verdict).toMatchObject({ ok: true, witnessed: [{ name: 'witness.example.org/w1', size: 4, at }] });
  });

  it('is not written from a source that contradicts itself', async () => {
    const all = (notes: string[]) =>
      collect(exportLedger({ entries: ledger.entries.slice(0, 5), checkpoints: notes, key: LOG }));
    await expect(all([ledger.checkpoint(9)])).rejects.toThrow('only 5 entries');
    await expect(all(['nonsense'])).rejects.toThrow('not a checkpoint');
  });
});

describe('tampering with an export', () => {
  it('is found in every byte, and named at its line or at the checkpoint over it', async () => {
    const checkpointLines = lines.flatMap((l, i) => (l.includes('"line":"checkpoint"') ? [i + 1] : []));
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ (1 << (i % 8));
      const verdict = await verify(changed);
      expect(verdict.ok, `byte ${i}`).toBe(false);
      const line = lineOf(i);
      const over = checkpointLines.find((n) => n > line);
      const named = verdict.problems.map((p) => Number(p.path.split('/')[2]));
      expect(
        named.some((n) => n === line || n === over),
        `byte ${i} of line ${line}: ${problemsOf(verdict)}`,
      ).toBe(true);
    }
  });

  it('is found with any byte put in, taken out or replaced, and with any cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(2), async (at, byte, how) => {
        const [before, after] = [bytes.subarray(0, at), bytes.subarray(how === 0 ? at : at + 1)];
        const changed = Buffer.concat([before, Buffer.from(how === 1 ? [] : [byte]), after]);
        if (changed.equals(bytes)) return;
        expect((await verify(changed)).ok, `${how} ${byte} at ${at}`).toBe(false);
        expect((await verify(bytes.subarray(0, at))).ok, `cut at ${at}`).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('is found with any line dropped, doubled or moved', async () => {
    for (let i = 0; i < lines.length; i += 1) {
      const line = present(lines[i]);
      expect((await verify(lines.toSpliced(i, 1).join(''))).ok, `drop ${i}`).toBe(false);
      expect((await verify(lines.toSpliced(i, 0, line).join(''))).ok, `double ${i}`).toBe(false);
      for (let j = 0; j < lines.length - 1; j += 1) {
        if (j === i) continue;
        expect((await verify(lines.toSpliced(i, 1).toSpliced(j, 0, line).join(''))).ok, `${i} to ${j}`).toBe(false);
      }
    }
  });

  it.each([
    ['an entry left out', () => lines.toSpliced(3, 1), 'ledger.order /line/4/index'],
    ['a checkpoint left out', () => lines.toSpliced(5, 1), 'ledger.seal /line/14'],
    [
      'an opening left out',
      () => lines.with(3, present(lines[3]).replace(/,"opening":\{.*\}\}/, '}')),
      'ledger.seal /line/15',
    ],
    ['the seal left out', () => lines.slice(0, -1), 'ledger.seal /line/15'],
    ['something after the seal', () => [...lines, present(lines[1])], 'ledger.order /line/16'],
    [
      'a body changed',
      () => lines.with(3, present(lines[3]).replace('"count":1', '"count":2')),
      'ledger.commitment /line/4/opening',
    ],
    [
      'a commitment changed',
      () => lines.with(2, present(lines[2]).replace(/"[0-9a-f]{3}/, '"000')),
      'ledger.root /line/6',
    ],
    ['white space', () => lines.with(3, present(lines[3]).replace(',', ', ')), 'ledger.canonical /line/4'],
    ['a doubled key', () => lines.with(2, present(lines[2]).replace('{', '{"index":0,')), 'ledger.canonical /line/3'],
    [
      'a field more',
      () => lines.with(2, `${canonicalJson({ ...JSON.parse(present(lines[2])), x: 1 })}\n`),
      'field.unknown /line/3',
    ],
    ['CRLF', () => lines.map((l) => l.replace('\n', '\r\n')), 'ledger.canonical /line/1'],
    [
      'a header of other kind',
      () => lines.with(0, '{"format":"x","key":"","line":"header"}\n'),
      'input.unknown-format /line/1/format',
    ],
    ['no header', () => lines.slice(1), 'ledger.order /line/1'],
    ['nothing at all', () => [], 'ledger.seal /line/1'],
  ])('%s is named with its place', async (_what, changed, problem) => {
    expect(problemsOf(await verify(changed().join('')))[0]).toBe(problem);
  });

  it('does not drown the cause in what follows from it', async () => {
    expect(problemsOf(await verify(lines.toSpliced(4, 1).join('')))).toEqual([
      'ledger.order /line/5',
      'ledger.seal /line/14',
    ]);
    const verdict = await verify(lines.toSpliced(3, 1).join(''));
    expect(problemsOf(verdict)).toEqual(['ledger.order /line/4/index', 'ledger.seal /line/14']);
    const changed = await verify(lines.with(2, present(lines[2]).replace(/"[0-9a-f]{3}/, '"000')).join(''));
    expect(problemsOf(changed)).toEqual(['ledger.root /line/6', 'ledger.seal /line/15']);
    expect(changed).toMatchObject({ size: 0, checkpoints: { read: 4, verified: 1 } });
  });

  it('of bytes that are no text is named as that', async () => {
    const changed = Buffer.from(bytes);
    changed[bytes.indexOf('"count":1') + 3] = 0xff;
    expect(problemsOf(await verify(changed))[0]).toBe('input.encoding /line/4');
  });

  it('by a stranger who signs the seal too is named', async () => {
    const stranger = present(lines.at(-1)).replace(/\\n"\}\n$/, '\\n— stranger.example AAAAAAAAAA==\\n"}\n');
    expect(problemsOf(await verify(lines.with(-1, stranger).join('')))).toEqual(['ledger.seal /line/15']);
  });

  it('by the holder of the key, who seals entries that no checkpoint covers, is named', async () => {
    const open = lines.toSpliced(-2, 2).join('');
    const counts = { entries: 9, checkpoints: 3, opened: 6 };
    const note = signNote(sealText(LOG.verifier.name, counts, digestOf(open)), [LOG]);
    const verdict = await verify(`${open}${canonicalJson({ line: 'seal', note })}\n`);
    expect(problemsOf(verdict)).toEqual(['ledger.order /line/15']);
    expect(verdict.problems[0]?.detail).toBe('no checkpoint covers entries 4 to 8');
  });

  it('with a witness key in the place of the ledger’s is named', async () => {
    const header = canonicalJson({ format: EXPORT_FORMAT, key: formatVerifierKey(WITNESS.verifier), line: 'header' });
    const verdict = await verifyExport(chunked(lines.with(0, `${header}\n`).join(''), 999));
    expect(problemsOf(verdict)[0]).toBe('note.key /line/1/key');
    expect(verdict.key).toBeUndefined();
  });

  it('stops at a line that never ends', async () => {
    async function* endless() {
      yield present(lines[0]);
      for (;;) yield 'x'.repeat(65_536);
    }
    const verdict = await verifyExport(endless(), TRUST);
    expect(problemsOf(verdict)[0]).toBe('input.encoding /line/2');
  });

  it('with hostile JSON gives a list of problems', async () => {
    for (const bad of [
      '[',
      'null',
      '[]',
      '5',
      '"x"',
      '['.repeat(200_000),
      '{"line":{}}',
      '{"line":"__proto__"}',
      '{"a":"\\ud800"}',
    ]) {
      const verdict = await verify(`${present(lines[0])}${bad}\n`);
      expect(problemsOf(verdict)[0], bad.slice(0, 20)).toMatch(/^(json.syntax|field.value|ledger.canonical) \/line\/2/);
    }
    const entries = `{"commitment":"${'0'.repeat(64)}","index":-1,"line":"entry","opening":{"body":[],"nonce":{}}}\n`;
    expect((await verify(`${present(lines[0])}${entries.repeat(2_000)}`)).problems).toHaveLength(1_000);
  });
});

describe('an operator who rewrites the past and signs it anew', () => {
  const rewritten = sampleLedger(SIZES, LOG, (i) => (i === 1 ? ' (rewritten)' : ''));

  it('makes an export that agrees with itself', async () => {
    expect((await verify((await rewritten.export()).join(''))).ok).toBe(true);
  });

  it('is caught by a checkpoint that somebody kept, of any size', async () => {
    const file = (await rewritten.export()).join('');
    const verdict = await verify(file, { known: [ledger.checkpoint(0), ledger.checkpoint(3)] });
    expect(problemsOf(verdict)).toEqual(['ledger.root /known/1']);
    const between = sampleLedger([7]).checkpoint(7); // a size of which the export has no checkpoint
    expect(problemsOf(await verify(file, { known: [between] }))).toEqual(['ledger.root /known/0']);
    expect((await verify(bytes, { known: [between, ledger.checkpoint(9)] })).ok).toBe(true);
  });

  it('is caught by a ledger that is suddenly shorter', async () => {
    const longer = sampleLedger([12]).checkpoint(12);
    expect(problemsOf(await verify(bytes, { known: [longer] }))).toEqual(['ledger.order /known/0']);
    const forged = signCheckpoint({ size: 3, root: EMPTY_ROOT }, signingKey('ledger.example.gov', new Uint8Array(32)));
    expect(problemsOf(await verify(bytes, { known: [forged] }))).toEqual(['note.signature /known/0']);
  });

  it('is caught by a receipt', async () => {
    const file = (await rewritten.export()).join('');
    const { commitment } = present(ledger.entries[1]);
    const proof = await ledger.prove(1, 3);
    const receipts = [
      sequencedReceipt({ commitment, index: 1 }, instantOf(0), LOG),
      checkpointedReceipt({ commitment, index: 1, proof, checkpoint: ledger.checkpoint(3) }),
      storedReceipt(commitment, instantOf(0), LOG),
      sequencedReceipt({ commitment, index: 50 }, instantOf(0), LOG),
    ].map((r) => expectOk(verifyReceipt(r, TRUST)));
    const verdict = await verify(file, { receipts });
    expect(problemsOf(verdict)).toEqual([
      'ledger.receipt /receipts/0',
      'ledger.receipt /receipts/1',
      'ledger.receipt /receipts/3',
    ]);
    expect(verdict.unmetReceipts).toEqual([commitment]);
    expect(await verify(bytes, { receipts: receipts.slice(0, 3) })).toMatchObject({ ok: true, unmetReceipts: [] });
  });
});
