// OSV 1.9: every record at hand is read, says in our model what it says in plain JSON, and comes out again as a valid record with the
// same content; records that break one rule of the schema each are refused.
import { type Advisory, osvLeavesOut, readOsv, writeOsv } from '@leadtime/lib/advisory';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';
import { BROKEN, SOUND } from './osv/broken.ts';
import { linesOfAdvisory, linesOfJson } from './osv/content.ts';
import { groupedIds, outsideRecords } from './osv/records.ts';
import { brokenRules } from './osv/rules.ts';

export default async function run(): Promise<SuiteResult> {
  return judge('osv', osvCases());
}

export function osvCases(): readonly Case[] {
  const own = [judgeRecord({ id: 'sound', text: JSON.stringify(SOUND) }), ...BROKEN.map(judgeBroken)];
  const outside = outsideRecords();
  if (!outside)
    return [...own, { id: 'outside records', outcome: 'skipped', why: '../shared/data/advisories is absent' }];
  const ids = new Set(outside.map(({ text }) => JSON.parse(text).id));
  return [...own, ...outside.map(judgeRecord), ...groupedIds().map((id) => judgeMember(id, ids))];
}

function judgeRecord({ id, text }: { readonly id: string; readonly text: string }): Case {
  const plain: unknown = JSON.parse(text);
  const broken = brokenRules(plain);
  const read = readOsv(text);
  if (!read.ok) {
    const [problem] = read.problems;
    return {
      id,
      outcome: 'failed',
      why: `not read: ${problem?.code} at ${problem?.path}; rules broken: ${broken.join(', ')}`,
    };
  }
  const why =
    difference(linesOfJson(plain), linesOfAdvisory(read.value)) ??
    whyNotWritten(read.value) ??
    (broken[0] && `read, though ${broken[0]}`);
  return why === undefined ? { id, outcome: 'passed' } : { id, outcome: 'failed', why };
}

function whyNotWritten(advisory: Advisory): string | undefined {
  const written = JSON.stringify(writeOsv(advisory));
  const [broken] = brokenRules(JSON.parse(written));
  if (broken !== undefined) return `what is written breaks a rule: ${broken}`;
  if (osvLeavesOut(advisory).length > 0) return 'something of an OSV record has no place in OSV';
  const again = readOsv(written);
  if (!again.ok) return `what is written is not read: ${again.problems[0]?.code} at ${again.problems[0]?.path}`;
  return difference(linesOfAdvisory(advisory), linesOfAdvisory(again.value));
}

function difference(expected: readonly string[], got: readonly string[]): string | undefined {
  const at = expected.findIndex((line, i) => line !== got[i]);
  if (at >= 0) return `expected ${expected[at]?.slice(0, 200)}, got ${got[at]?.slice(0, 200)}`;
  return got.length > expected.length ? `got more: ${got[expected.length]?.slice(0, 200)}` : undefined;
}

function judgeBroken({ id, record }: { readonly id: string; readonly record: unknown }): Case {
  if (brokenRules(record).length === 0) return { id, outcome: 'failed', why: 'our own rules let it pass' };
  return readOsv(JSON.stringify(record)).ok ? { id, outcome: 'failed', why: 'it was read' } : { id, outcome: 'passed' };
}

const judgeMember = (id: string, ids: ReadonlySet<string>): Case =>
  ids.has(id)
    ? { id: `group member ${id}`, outcome: 'passed' }
    : { id: `group member ${id}`, outcome: 'failed', why: 'it is not among the records read' };
