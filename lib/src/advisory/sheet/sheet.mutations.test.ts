// 10,000 damaged sheets: no crash, no hang, and a problem whenever one is refused.
import { expect, it } from 'vitest';
import { holdReader } from '../../kit/testing/mutate.ts';
import { readSheet } from './index.ts';

const CORPUS = [
  'vendor,product,version,asset,quantity,exposure\r\n"B. Braun, AG",Infusomat,5.9,BM-1,3,public\r\nAcme,"Pump ""X""",2.0,BM-2,1,internal\r\n',
  'Manufacturer;Model;Firmware\nDraeger;Evita;2.1a\n;;\nAcme;Pump;n/a\n',
  'sep=\t\nvendor\tproduct\tversion\tpurl\nA\tleft\t1.2.3\tpkg:npm/left@1.2.3\n',
  'title line\nvendor|product|version\nA|b|c\n"d\ne"|f|g\n',
];

it('10,000 damaged sheets never crash or hang the reader', () => {
  const run = holdReader(
    (input) => {
      const read = readSheet(input);
      if (!read.ok) return { accepted: false, problems: read.problems.length };
      return { accepted: true, problems: 0 };
    },
    CORPUS,
    { runs: 10_000, seed: 24409 },
  );
  console.log(`sheets: ${run.accepted} accepted, ${run.refused} refused, slowest ${Math.round(run.slowestMs)} ms`);
  expect(run.broken).toEqual([]);
  expect(run.accepted).toBeGreaterThan(1_000);
  expect(run.refused).toBeGreaterThan(1_000);
});
