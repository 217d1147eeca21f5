// The documents of the specification against our verdict.
import { readCycloneDx, validateCycloneDx } from '../../lib/src/advisory/index.ts';
import type { Case } from '../../tools/measure.ts';
import { ABSENT, countComponents, type Sample, specSamples } from '../sbom/samples.ts';

export function judgeVerdicts(): readonly Case[] {
  const samples = specSamples();
  if (!samples) return [{ id: 'cyclonedx-spec', outcome: 'skipped', why: ABSENT }];
  return samples.map((sample) => {
    const why = isInvalid(sample) ? whyNotRefused(sample) : whyNotAccepted(sample);
    return why === undefined ? { id: sample.id, outcome: 'passed' } : { id: sample.id, outcome: 'failed', why };
  });
}

/** `informal-invalid-…`, `skip_invalid-…`: the specification's prose forbids it, its schema cannot tell. */
const isInvalid = ({ id }: Sample): boolean => /\/(?:informal-|skip_)?invalid-/.test(id);

function whyNotRefused({ bytes }: Sample): string | undefined {
  const verdict = validateCycloneDx(bytes);
  if (verdict.ok) return 'invalid, but judged valid';
  return verdict.problems.every(({ path, detail }) => /^(?:\/|$)/.test(path) && detail !== '')
    ? undefined
    : 'a problem without a place';
}

function whyNotAccepted(sample: Sample): string | undefined {
  const verdict = validateCycloneDx(sample.bytes);
  if (!verdict.ok) {
    const [first] = verdict.problems;
    return `valid, but judged invalid: ${first?.code} ${first?.path} ${first?.detail}`;
  }
  const read = readCycloneDx(sample.bytes);
  if (!read.ok) return 'valid, but not read';
  const expected = countComponents(sample);
  if (read.value.problemsTotal > 0) return `read with a problem: ${read.value.problems[0]?.detail}`;
  if (read.value.components.length !== expected) return `${read.value.components.length} components of ${expected}`;
  return undefined;
}
