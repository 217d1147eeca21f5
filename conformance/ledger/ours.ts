// Our ledger before other people's verifiers: notes, cosignatures, checkpoints, tiles, entry bundles and proofs.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expectOk } from '@leadtime/lib/kit';
import {
  cosign,
  encodeEntryBundle,
  formatCheckpoint,
  formatVerifierKey,
  newEntryBundles,
  proveConsistency,
  proveInclusion,
  signCheckpoint,
  signingKey,
  tilePath,
  verifyNote,
} from '@leadtime/lib/ledger';
import type { Case } from '../../tools/measure.ts';
import type { Peer } from './peer.ts';
import { leafOf, ORIGIN, present, type SampleTree, SIZES, tellingIndexes } from './sample.ts';

const LOG = signingKey(ORIGIN, new Uint8Array(32).fill(1));
const WITNESSES = [
  signingKey('witness.example.org/w1', new Uint8Array(32).fill(2), 'cosignature/v1'),
  signingKey('witness.example.org/w2', new Uint8Array(32).fill(3), 'subtree/v1'),
];
const COSIGNED_AT = 1_790_000_000; // plus the size

/** Writes our ledger into a folder and returns a case for each verdict that the peer gives on it. */
export async function judgeOurs(folder: string, tree: SampleTree, peer: Peer): Promise<Case[]> {
  const given = await claims(tree);
  const ids = verdictIds(given);
  if (!peer.found) return ids.map((id) => ({ id, outcome: 'skipped', why: peer.why }));

  for (const [file, bytes] of tree.tiles) await save(path.join(folder, file), bytes);
  for (const [i, size] of SIZES.slice(1).entries()) await saveBundles(folder, present(SIZES[i], 'size'), size);
  await save(path.join(folder, 'given.json'), JSON.stringify(given));
  const lines = (await peer.run('verify', folder)).trim().split('\n');
  const verdicts = new Map(lines.map((line): [string, Verdict] => [JSON.parse(line).id, JSON.parse(line)]));
  return ids.map((id) => caseOf(id, verdicts.get(id), given));
}

type Verdict = { readonly ok: boolean; readonly why: string };
type Given = Awaited<ReturnType<typeof claims>>;

async function claims(tree: SampleTree) {
  const checkpoints = SIZES.map((size) => {
    const root = present(tree.roots.get(size), 'root');
    const text = formatCheckpoint({ origin: ORIGIN, size, root });
    const cosignatures = WITNESSES.map((key) => cosign(text, key, COSIGNED_AT + size)).join('');
    return { ID: String(size), Size: size, Note: signCheckpoint({ size, root }, LOG) + cosignatures };
  });
  const inclusions = [];
  const consistencies = [];
  for (const size of SIZES) {
    for (const index of tellingIndexes(size)) {
      const proof = expectOk(await proveInclusion(index, size, tree.getTile)).map(base64);
      inclusions.push({ ID: `inclusion/${index}/${size}`, Index: index, Size: size, Proof: proof });
    }
    for (const old of SIZES.filter((s) => s <= size)) {
      const proof = expectOk(await proveConsistency(old, size, tree.getTile)).map(base64);
      consistencies.push({ ID: `consistency/${old}/${size}`, Old: old, New: size, Proof: proof });
    }
  }
  return {
    Log: formatVerifierKey(LOG.verifier),
    Witnesses: WITNESSES.map((w) => formatVerifierKey(w.verifier)),
    Checkpoints: checkpoints,
    Inclusions: inclusions,
    Consistencies: consistencies,
    Doubtful: doubtful(signCheckpoint({ size: 1, root: present(tree.roots.get(1), 'root') }, LOG)),
  };
}

/** Notes a character away from a right one: the two readers must agree on every one. */
function doubtful(note: string): { ID: string; Note: string }[] {
  const around = [...note].flatMap((char, i) => {
    const [before, after] = [[...note].slice(0, i).join(''), [...note].slice(i + 1).join('')];
    const others = [char === 'A' ? 'B' : 'A', '\n', ' ', '=', '\u00a0', ''].filter((other) => other !== char);
    return others.map((other) => ({ ID: `doubtful/${i}/${nameOf(other)}`, Note: before + other + after }));
  });
  const line = note.slice(note.indexOf('— '));
  const whole: [string, string][] = [
    ['right', note],
    ['doubled', note + line],
    ['stranger', `${note}— stranger.example AAAAAAAAAA==\n`],
    ['stranger-first', note.replace('— ', '— stranger.example AAAAAAAAAA==\n— ')],
    ['line-separator', note.replace('— ', '— strange\u2028name AAAAAAAAAA==\n— ')],
    ['empty', ''],
    ['tab', note.replace('ledger', 'led\tger')],
    ['cr', note.replaceAll('\n', '\r\n')],
    ['hyphen', note.replace('—', '-')],
    ['two-texts', `first\n\n${note}`],
    ['101', note + line.repeat(100)],
    ['100', note + line.repeat(99)],
  ];
  return [...around, ...whole.map(([id, text]) => ({ ID: `doubtful/${id}`, Note: text }))];
}

function verdictIds({ Checkpoints, Inclusions, Consistencies, Doubtful }: Given): string[] {
  return [
    ...Checkpoints.flatMap(({ ID }) => ['note', 'checkpoint', 'tiles', 'entries'].map((what) => `${what}/${ID}`)),
    ...Inclusions.flatMap(({ ID }) => [`${ID}/x-mod`, `${ID}/transparency-dev`]),
    ...Consistencies.flatMap(({ ID, Old }) => [...(Old > 0 ? [`${ID}/x-mod`] : []), `${ID}/transparency-dev`]),
    ...Doubtful.map(({ ID }) => ID),
  ];
}

function caseOf(id: string, verdict: Verdict | undefined, given: Given): Case {
  if (verdict === undefined) return { id, outcome: 'failed', why: 'the peer gave no verdict' };
  const note = given.Doubtful.find((d) => d.ID === id)?.Note;
  const ours = note === undefined || verifyNote(note, [LOG.verifier]).ok;
  if (verdict.ok === ours) return { id, outcome: 'passed' };
  const why = verdict.ok ? 'we refuse what the peer accepts' : `the peer refuses it: ${verdict.why}`;
  return { id, outcome: 'failed', why };
}

async function saveBundles(folder: string, before: number, after: number): Promise<void> {
  for (const tile of newEntryBundles(before, after)) {
    const entries = Array.from({ length: tile.width }, (_, i) => leafOf(tile.index * 256 + i));
    await save(path.join(folder, tilePath(tile)), encodeEntryBundle(entries));
  }
}

async function save(file: string, data: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, data);
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const nameOf = (char: string): string =>
  char === '' ? 'out' : `U+${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
