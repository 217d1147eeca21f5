// The official tests of package URLs (ECMA-427): parse, build, validate to canonical form, for the specification and every type.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { makePurl, type PurlParts, parsePurl } from '../lib/src/version/index.ts';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';

const FOLDER = new URL('../../shared/data/purl-spec/tests/', import.meta.url);

export default async function run(): Promise<SuiteResult> {
  return judge('purl', existsSync(FOLDER) ? files().flatMap(casesOf) : [NO_DATA]);
}

const NO_DATA: Case = { id: 'purl', outcome: 'skipped', why: 'the outside data (purl-spec) is not beside the project' };

/** One test of the suite, as its schema 0.2 has it. */
interface PurlTest {
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly input: unknown;
  readonly expected_output?: unknown;
  readonly expected_failure?: boolean;
}

const files = (): readonly string[] => [
  'spec/specification-test.json',
  ...readdirSync(new URL('types/', FOLDER))
    .sort()
    .map((name) => `types/${name}`),
];

function casesOf(file: string): readonly Case[] {
  const { tests } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as { tests: readonly PurlTest[] }; // the suite's own shape
  const subject = /([^/]+)-test\.json$/.exec(file)?.[1] ?? file;
  return tests.map((test, index) => {
    const id = `${subject}-${index + 1} ${test.test_type}`;
    const said = answer(test);
    const wanted = expectation(test);
    if (said === wanted) return { id, outcome: 'passed' };
    return { id, outcome: 'failed', why: `of ${JSON.stringify(test.input)} we make ${said}, not ${wanted}` };
  });
}

const REFUSED = 'a refusal';

/** Parsing is held to the letter; validating asks for the canonical form of what may not be canonical. */
function answer({ test_type, input }: PurlTest): string {
  const made =
    test_type === 'build'
      ? makePurl(partsOf(input))
      : parsePurl(String(input), '', test_type === 'parse' ? 'to-the-letter' : 'as-meant');
  if (!made.ok) return REFUSED;
  const again = parsePurl(made.value.text);
  if (!again.ok || again.value.text !== made.value.text) return `${made.value.text}, which does not come back`;
  return test_type === 'parse' ? shown(made.value) : made.value.text;
}

function expectation({ test_type, expected_output, expected_failure }: PurlTest): string {
  if (expected_failure) return REFUSED;
  return test_type === 'parse' ? shown(partsOf(expected_output)) : String(expected_output);
}

/** The suite's parts: null where we have none. */
function partsOf(from: unknown): PurlParts {
  const given = from as Partial<Record<keyof PurlParts, string | null>> & {
    qualifiers?: Record<string, string> | null;
  }; // by the suite's schema
  const { type, namespace, name, version, qualifiers, subpath } = given;
  return {
    type: type ?? '',
    name: name ?? '',
    qualifiers: qualifiers ?? {},
    ...(namespace ? { namespace } : {}),
    ...(version ? { version } : {}),
    ...(subpath ? { subpath } : {}),
  };
}

const shown = ({ type, namespace, name, version, qualifiers, subpath }: PurlParts): string =>
  JSON.stringify([type, namespace, name, version, Object.entries(qualifiers).sort(), subpath]);
