// Every reader of the ledger with 10,000 inputs a few changes away from a right one: a verdict each time, never an exception.
import { describe, expect, it } from 'vitest';
import { expectOk, instantOf, type Result } from '../kit/index.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { formatVerifierKey, parseVerifierKey } from './key.ts';
import { parseNote, verifyNote } from './note.ts';
import { checkpointedReceipt, storedReceipt, verifyReceipt } from './receipt.ts';
import { LOG, present, sampleLedger, WITNESS } from './sample-ledger.ts';
import { openCheckpoint } from './signed-checkpoint.ts';
import { parseTilePath } from './tiles.ts';
import { verifyExport } from './verify-export.ts';
import { cosign, formatAddCheckpoint, parseAddCheckpoint } from './witness.ts';

const INPUTS = 10_000;
const ledger = sampleLedger([2, 3]);
const { commitment, opening } = present(ledger.entries[1]);
const bare = ledger.checkpoint(3);
const note = bare + cosign(expectOk(parseNote(bare)).text, WITNESS, 1_790_000_000);
const trust = { log: LOG.verifier, witnesses: [WITNESS.verifier] };
const proven = checkpointedReceipt({ commitment, index: 1, proof: await ledger.prove(1, 3), checkpoint: note });
const request = formatAddCheckpoint({ oldSize: 2, proof: await ledger.extend(2, 3), checkpoint: note });
const exported = (await ledger.export()).join('');

const READERS: Record<string, { right: string; read: (text: string) => Result<unknown> | undefined }> = {
  'a verifier key': { right: formatVerifierKey(LOG.verifier), read: parseVerifierKey },
  'a witness key': { right: formatVerifierKey(WITNESS.verifier), read: parseVerifierKey },
  'a note': { right: note, read: (text) => verifyNote(text, [LOG.verifier, WITNESS.verifier]) },
  'a checkpoint': { right: note, read: (text) => openCheckpoint(text, trust) },
  'the text of a checkpoint': { right: expectOk(parseNote(note)).text, read: parseCheckpoint },
  'a request to a witness': { right: request, read: parseAddCheckpoint },
  'a receipt': { right: JSON.stringify({ ...proven, opening }), read: (text) => verifyReceipt(json(text), trust) },
  'a statement': {
    right: JSON.stringify(storedReceipt(commitment, instantOf(0), LOG)),
    read: (text) => verifyReceipt(json(text), trust),
  },
  'a tile path': { right: 'tile/0/x001/234.p/5', read: (text) => void parseTilePath(text) },
};

describe.each(Object.entries(READERS))('%s', (_name, { right, read }) => {
  it('changed ten thousand times never makes its reader throw', () => {
    expect(read(right)?.ok ?? true).toBe(true);
    const random = randomFrom(1);
    for (let i = 0; i < INPUTS; i += 1) {
      const changed = mutate(right, random);
      const result = read(changed);
      if (result?.ok === false) expect(result.problems.length).toBeGreaterThan(0);
    }
  });
});

it('an export changed two thousand times gets a verdict each time, and is never taken for right', async () => {
  const random = randomFrom(2);
  for (let i = 0; i < INPUTS / 5; i += 1) {
    const changed = mutate(exported, random);
    if (changed === exported) continue;
    const verdict = await verifyExport(
      (async function* () {
        yield changed;
      })(),
      trust,
    );
    expect(verdict.ok, JSON.stringify(changed)).toBe(false);
  }
});

/** One to four changes: a character replaced, dropped or put in, a piece doubled or cut. */
function mutate(text: string, random: (below: number) => number): string {
  let changed = text;
  for (let n = 1 + random(4); n > 0; n -= 1) {
    const at = random(changed.length + 1);
    const to = at + random(20);
    const char = HOSTILE[random(HOSTILE.length)] ?? '';
    const [before, piece, after] = [changed.slice(0, at), changed.slice(at, to), changed.slice(to)];
    const ways = [
      before + char + changed.slice(at + 1),
      before + changed.slice(at + 1),
      before + char + changed.slice(at),
    ];
    changed = [...ways, before + piece + piece + after, before + after, changed.slice(0, at)][random(6)] ?? changed;
  }
  return changed;
}

const HOSTILE = [
  '\n',
  '\0',
  ' ',
  '+',
  '=',
  '/',
  '"',
  '{',
  '[',
  '}',
  '\\',
  '—',
  '\ud800',
  '\u2028',
  '😀',
  '0',
  '9'.repeat(30),
  '-1',
  '1e9',
  '__proto__',
];

/** A small generator with a seed, so that a failure comes back. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
