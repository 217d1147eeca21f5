// The shipped rule files, read once for the tests of this folder.
import { readFileSync } from 'node:fs';
import { expectOk } from '../kit/index.ts';
import { parseBodTable } from './bod-table.ts';
import { parseClocks } from './clocks.ts';
import { parseEmbargoPolicy } from './embargo.ts';
import { parsePriorityRule } from './priority.ts';

export function ruleJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../rules/${name}.json`, import.meta.url), 'utf8'));
}

export const bodTable = expectOk(parseBodTable(ruleJson('bod-26-04')));
export const clocks = expectOk(parseClocks(ruleJson('clocks')));
export const embargoPolicy = expectOk(parseEmbargoPolicy(ruleJson('embargo')));
export const priorityRule = expectOk(parsePriorityRule(ruleJson('priority')));
