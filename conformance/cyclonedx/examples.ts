// Whole documents that others made: as many components as an independent count finds, and XML tells the same as JSON beside it.
import { type Inventory, readCycloneDx } from '../../lib/src/advisory/index.ts';
import type { Case } from '../../tools/measure.ts';
import { ABSENT, countComponents, exampleSamples, type Sample } from '../sbom/samples.ts';

export function judgeExamples(): readonly Case[] {
  const samples = exampleSamples();
  if (!samples) return [{ id: 'cyclonedx-bom-examples', outcome: 'skipped', why: ABSENT }];
  const counts = samples.map((sample) => verdict(sample.id, whyNotWhole(sample)));
  const twins = samples
    .filter(({ id }) => id.endsWith('.xml'))
    .flatMap((xml) => {
      const json = samples.find(({ id }) => id === xml.id.replace(/xml$/, 'json'));
      return json ? [verdict(`${xml.id} = json`, whyNotTheSame(xml, json))] : [];
    });
  return [...counts, ...twins];
}

const verdict = (id: string, why: string | undefined): Case =>
  why === undefined ? { id, outcome: 'passed' } : { id, outcome: 'failed', why };

function whyNotWhole(sample: Sample): string | undefined {
  const read = readCycloneDx(sample.bytes);
  if (!read.ok) return `not read: ${read.problems[0]?.code} ${read.problems[0]?.path} ${read.problems[0]?.detail}`;
  const expected = countComponents(sample);
  const { length } = read.value.components;
  return length === expected ? undefined : `${length} components of ${expected}`;
}

function whyNotTheSame(xml: Sample, json: Sample): string | undefined {
  const [a, b] = [identities(xml), identities(json)];
  const missing = b.filter((one) => !a.includes(one));
  const extra = a.filter((one) => !b.includes(one));
  return missing.length + extra.length === 0
    ? undefined
    : `${missing.length} only in JSON (${missing[0] ?? '-'}), ${extra.length} only in XML (${extra[0] ?? '-'})`;
}

/** Of each component what it is told by, in the order of the document's text. */
function identities(sample: Sample): readonly string[] {
  const read = readCycloneDx(sample.bytes);
  if (!read.ok) return ['(not read)'];
  return read.value.components.map(identity).sort();
}

function identity({ kind, group, name, version, purl, cpe, hashes }: Inventory['components'][number]): string {
  const digests = hashes.map((hash) => `${hash.algorithm}=${hash.value}`).sort();
  return [kind, group, name, version, purl, cpe, ...digests].join(' ');
}
