// Nothing is lost: as many packages and files as a count of the text finds that shares nothing with our reader.
import { readSpdx } from '../../lib/src/advisory/index.ts';
import type { Case } from '../../tools/measure.ts';
import { ABSENT, type Sample } from '../sbom/samples.ts';
import { documents, imageDocuments, isTagValue } from './documents.ts';

export function judgeWhole(): readonly Case[] {
  const samples = [...(documents() ?? []), ...(imageDocuments() ?? [])];
  if (samples.length === 0) return [{ id: 'whole documents', outcome: 'skipped', why: ABSENT }];
  return samples.map((sample) => {
    const id = `whole ${sample.id}`;
    const read = readSpdx(sample.bytes);
    if (!read.ok) return { id, outcome: 'failed', why: `not read: ${read.problems[0]?.detail}` };
    const { components } = read.value;
    const expected = count(sample);
    if (components.length === expected) return { id, outcome: 'passed' };
    return { id, outcome: 'failed', why: `${components.length} components of ${expected}` };
  });
}

function count(sample: Sample): number {
  const text = Buffer.from(sample.bytes).toString('utf8');
  if (isTagValue(sample)) {
    const plain = text.replace(/<text>[\s\S]*?<\/text>/g, '');
    return [...plain.matchAll(/^(?:PackageName|FileName):/gm)].length;
  }
  const document = JSON.parse(text) as Document;
  const graph = document['@graph'];
  if (!graph) return (document.packages?.length ?? 0) + (document.files?.length ?? 0);
  return graph.filter(({ type }) =>
    /^(?:software_Package|software_File|ai_AIPackage|dataset_DatasetPackage)$/.test(type),
  ).length;
}

interface Document {
  readonly packages?: readonly unknown[];
  readonly files?: readonly unknown[];
  readonly '@graph'?: readonly { readonly type: string }[];
}
