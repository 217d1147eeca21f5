// How long it takes from the bytes of a bill of materials to its components: 1,000 of them in every format that is read, warm, one core,
// beside what the runtime's JSON.parse alone needs for the same bytes.
//
// The story: a strict walk over every byte cost 15 ms, and reading the values 16. Now JSON.parse reads, and one pass over what stands
// between strings proves that no key stood twice (json-stream/parse-quick.ts); members are taken by their names; a package URL that is
// canonical is told by one pattern. XML is ten times slower: its scanner looks at every character, and builds a tree.
import { cyclonedxBom } from '../examples/generate/index.ts';
import { type Inventory, readCycloneDx, readInventory } from '../lib/src/advisory/index.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';
import { spellings } from './sboms/spellings.ts';

const COMPONENTS = 1_000;
const RUNS = 300;

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const texts = spellings(sample());
  const bytes = new Map(Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)]));
  const json = texts['CycloneDX JSON'];
  const bare = median(() => JSON.parse(json));
  const figures: Figure[] = [];
  for (const [name, document] of bytes) {
    const value = median(() => {
      const read = readInventory(document);
      if (!read.ok || read.value.components.length !== COMPONENTS) throw new Error(`${name} was not read whole`);
    });
    const size = `${Math.round(document.length / 1024)} KB`;
    log(`${name} (${size}): ${value.toFixed(2)} ms`);
    figures.push({
      name: `1,000 components of ${name} (${size}), p50`,
      value: Math.round(value * 100) / 100,
      unit: 'ms',
      goal: null,
      met: null,
      ...(name === 'CycloneDX JSON' ? { peer: `JSON.parse alone: ${bare.toFixed(2)} ms` } : {}),
    });
  }
  return { bench: 'sboms', figures };
}

function sample(): Inventory {
  const read = readCycloneDx(cyclonedxBom({ components: COMPONENTS, seed: 'sboms' }));
  if (!read.ok) throw new Error('the generated document was not read');
  const { subject: _, ...inventory } = read.value;
  const components = inventory.components.slice(0, COMPONENTS);
  return { ...inventory, components: components.map(({ within: _holder, ...component }) => component) };
}

function median(work: () => unknown): number {
  for (let i = 0; i < RUNS / 3; i += 1) work();
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return times[RUNS / 2] ?? 0;
}
