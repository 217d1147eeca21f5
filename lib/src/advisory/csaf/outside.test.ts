// CSAF documents that other people wrote: all are read but those whose head is not sound, and the VEX use cases have the status that
// their names state.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../kit/index.ts';
import { readCsaf } from './index.ts';

const DATA = new URL('../../../../../shared/data/', import.meta.url);
const SETS = ['csaf/csaf_2.0', 'csaf/csaf_2.1', 'csaf/gocsaf', 'openvex/vexctl', 'coordination'];

describe('outside CSAF documents', () => {
  it('are read, all of them (bar: all but one whose date has no zone)', (context) => {
    if (!existsSync(DATA)) return context.skip('../shared/data is absent');
    const refused: string[] = [];
    const count = { documents: 0, advisories: 0, statements: 0, problems: 0 };
    for (const file of SETS.flatMap(jsonFiles)) {
      const bytes = readFileSync(file);
      if (!isCsaf(bytes.toString())) continue;
      count.documents += 1;
      const read = readCsaf(bytes);
      if (!read.ok) {
        refused.push(file.pathname.slice(-50));
        continue;
      }
      count.advisories += read.value.advisories.length;
      count.statements += read.value.vex.statements.length;
      count.problems += read.value.problemsTotal;
    }
    console.log(`CSAF: ${JSON.stringify(count)}, refused: ${refused.join()}`);
    expect(refused).toEqual([expect.stringContaining('2024-6-1-37-02.json')]);
    expect(count.documents).toBeGreaterThan(1_000);
  });

  it('of the VEX use cases have the status of their name', (context) => {
    const folder = new URL('csaf/csaf_2.0/examples/csaf/csaf_vex/', DATA);
    if (!existsSync(folder)) return context.skip('../shared/data is absent');
    const status = (name: string): string[] => {
      const { vex } = expectOk(readCsaf(readFileSync(new URL(`2022-evd-uc-01-${name}-001.json`, folder))));
      return vex.statements.map((statement) => statement.status);
    };
    expect(status('a')).toEqual(['affected']);
    expect(status('f')).toEqual(['fixed']);
    expect(status('na')).toEqual(['not_affected']);
    expect(status('ui')).toEqual(['under_investigation']);
  });
});

const jsonFiles = (folder: string): URL[] =>
  readdirSync(new URL(`${folder}/`, DATA), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => new URL(`${folder}/${name}`, DATA));

function isCsaf(text: string): boolean {
  try {
    const version: unknown = JSON.parse(text)?.document?.csaf_version;
    return version === '2.0' || version === '2.1';
  } catch {
    return false;
  }
}
