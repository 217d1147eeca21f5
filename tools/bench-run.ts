// npm run bench -- NAME… [--json]: runs bench/NAME.ts and prints its figures. Without a name it lists what there is. A benchmark may
// take options: --peers also measures others' programs that are installed, --small leaves the largest size out.
// With --json the last line of standard output is one object: {bench, machine, figures}.
import { cpus, totalmem } from 'node:os';
import { choose, load } from './choose.ts';
import type { BenchGiven, BenchResult, Figure } from './measure.ts';

const { names, json, options } = choose('bench', { options: ['--peers', '--small'] });
for (const name of names) {
  const run = await load<(given: BenchGiven) => Promise<BenchResult>>('bench', name);
  const result = await run({ json, options, log: (line) => void process.stderr.write(`${line}\n`) });
  if (json) console.log(JSON.stringify({ bench: result.bench, machine: machine(), figures: result.figures }));
  else for (const line of table(result)) console.log(line);
}

function machine(): Record<string, string | number> {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

function table({ bench, figures }: BenchResult): string[] {
  const width = Math.max(...figures.map(({ name }) => name.length), 0);
  return [`${bench} (${Object.values(machine()).join(', ')})`, ...figures.map((figure) => line(figure, width))];
}

function line({ name, value, unit, goal, met, peer }: Figure, width: number): string {
  const number = Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
  const verdict = goal === null ? '' : `goal ${goal}: ${met === null ? 'not taken' : met ? 'met' : 'MISSED'}`;
  return `  ${name.padEnd(width)}  ${`${number} ${unit}`.padStart(14)}  ${[verdict, peer].filter(Boolean).join('; ')}`.trimEnd();
}
