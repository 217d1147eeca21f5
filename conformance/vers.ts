// The official tests of version ranges (package-url's vers-spec): comparing, equality, native notations, text forms, containment.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  compareIn,
  parseVers,
  schemeOfVers,
  versContains,
  versFromNative,
  versText,
} from '../lib/src/version/index.ts';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';

const FOLDER = new URL('../../shared/data/vers-spec/tests/', import.meta.url);

export default async function run(): Promise<SuiteResult> {
  return judge('vers', existsSync(FOLDER) ? readdirSync(FOLDER).sort().flatMap(casesOf) : [NO_DATA]);
}

const NO_DATA: Case = { id: 'vers', outcome: 'skipped', why: 'the outside data (vers-spec) is not beside the project' };

/** One test of the suite, as its schema 0.2 has it; the input's fields depend on the type. */
interface VersTest {
  readonly test_type: 'comparison' | 'equality' | 'from_native' | 'validate' | 'parse' | 'containment';
  readonly input:
    | string
    | (Partial<Record<'input_scheme' | 'scheme' | 'native_range' | 'vers' | 'version', string>> & {
        readonly versions?: readonly string[];
      });
  readonly expected_output?: unknown;
  readonly expected_failure?: boolean;
}

function casesOf(file: string): readonly Case[] {
  const { tests } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as { tests: readonly VersTest[] }; // the suite's own shape
  const subject = file.replace(/[_-]test\.json$/, '');
  return tests.map((test, index) => {
    const id = `${subject}-${index + 1}`;
    const said = JSON.stringify(answer(test)) ?? 'nothing';
    const wanted = JSON.stringify(test.expected_failure ? REFUSED : test.expected_output);
    if (said === wanted) return { id, outcome: 'passed' };
    return { id, outcome: 'failed', why: `of ${JSON.stringify(test.input)} we make ${said}, not ${wanted}` };
  });
}

const REFUSED = 'a refusal';

function answer({ test_type, input }: VersTest): unknown {
  if (typeof input === 'string') return test_type === 'parse' ? parsed(input) : validated(input);
  const { input_scheme = '', scheme = '', native_range = '', vers = '', version = '', versions = [] } = input;
  switch (test_type) {
    case 'comparison':
      return sorted(input_scheme, versions);
    case 'equality':
      return compareIn(input_scheme, versions[0] ?? '', versions[1] ?? '') === 0;
    case 'from_native':
      return native(scheme, native_range);
    default:
      return contained(vers, version);
  }
}

/** undefined where one pair has no order: that would be no answer at all, whatever the list. */
function sorted(scheme: string, versions: readonly string[]): readonly string[] | undefined {
  let ordered = true;
  const result = [...versions].sort((a, b) => {
    const difference = compareIn(scheme, a, b);
    ordered &&= difference !== undefined;
    return difference ?? 0;
  });
  const canonical = schemeOfVers(scheme)?.canonical ?? String;
  return ordered ? result.map((version) => canonical(version)) : undefined;
}

function native(scheme: string, text: string): string {
  const read = versFromNative(scheme, text);
  return read.ok ? versText(read.value.range) : REFUSED;
}

function validated(text: string): string {
  const range = parseVers(text);
  return range.ok ? versText(range.value) : REFUSED;
}

/** Parsing is held to the letter. */
function parsed(text: string): unknown {
  const range = parseVers(text, '', 'to-the-letter');
  if (!range.ok) return REFUSED;
  const { scheme, constraints } = range.value;
  const pairs = constraints === '*' ? '*' : constraints.map(({ comparator, version }) => [comparator, version]);
  return { scheme, version_constraints: pairs };
}

function contained(text: string, version: string): unknown {
  const range = parseVers(text);
  return range.ok ? versContains(range.value, version) : REFUSED;
}
