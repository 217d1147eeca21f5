// The rules as data: read from rules/*.json at the start, refused when they do not parse.
import { readFile } from 'node:fs/promises';
import { expectOk } from '@leadtime/lib/kit';
import {
  type BodTable,
  type Clocks,
  type EmbargoPolicy,
  type PriorityRule,
  parseBodTable,
  parseClocks,
  parseEmbargoPolicy,
  parsePriorityRule,
} from '@leadtime/lib/triage';

export interface Rules {
  readonly bod: BodTable;
  readonly clocks: Clocks;
  readonly embargo: EmbargoPolicy;
  readonly priority: PriorityRule;
}

export async function readRules(folder: URL): Promise<Rules> {
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8'));
  return {
    bod: expectOk(parseBodTable(await json('bod-26-04'))),
    clocks: expectOk(parseClocks(await json('clocks'))),
    embargo: expectOk(parseEmbargoPolicy(await json('embargo'))),
    priority: expectOk(parsePriorityRule(await json('priority'))),
  };
}
