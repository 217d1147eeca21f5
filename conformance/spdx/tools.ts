// Several tools listed one image. They disagree on what to look at; where two of them listed the packages of its distribution, they
// must give the same packages, or our reading of one of the two is wrong.
import { type Component, readSpdx } from '../../lib/src/advisory/index.ts';
import type { Case } from '../../tools/measure.ts';
import { ABSENT, type Sample } from '../sbom/samples.ts';
import { imageDocuments } from './documents.ts';

/** What two tools have in common, of all that either has. */
const LEAST_SHARE = 0.9;

export function judgeTools(): readonly Case[] {
  const samples = imageDocuments();
  if (!samples) return [{ id: 'tools', outcome: 'skipped', why: ABSENT }];
  const images = Map.groupBy(samples, ({ id }) => id.replace(/^spdx-[a-z]+-/, ''));
  return [...images].flatMap(([image, documents]) => pairs(documents).flatMap(([a, b]) => reconcile(image, a, b)));
}

function pairs<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b] as const));
}

const toolOf = ({ id }: Sample): string => /^spdx-([a-z]+)-/.exec(id)?.[1] ?? '';

function reconcile(image: string, a: Sample, b: Sample): readonly Case[] {
  const [one, other] = [distributionPackages(a), distributionPackages(b)];
  if (one.size === 0 || other.size === 0) return [];
  const only = [...one].filter((text) => !other.has(text));
  const onlyOther = [...other].filter((text) => !one.has(text));
  const shared = one.size - only.length;
  const share = shared / (shared + only.length + onlyOther.length);
  const id = `${toolOf(a)} and ${toolOf(b)} on ${image.replace(/-sha256.*/, '')}`;
  if (share >= LEAST_SHARE) return [{ id, outcome: 'passed' }];
  const why = `${shared} of ${one.size} and ${other.size} packages agree; only ${toolOf(a)}: ${only[0]}; only ${toolOf(b)}: ${onlyOther[0]}`;
  return [{ id, outcome: 'failed', why }];
}

function distributionPackages({ bytes }: Sample): ReadonlySet<string> {
  const read = readSpdx(bytes);
  return new Set(read.ok ? read.value.components.flatMap(distributionPackage) : []);
}

/** Name and version as in the package URL: `deb/libssl3@3.0.11-1`. Vendors and architectures are told differently by each tool. */
function distributionPackage({ purl }: Component): string[] {
  const [, type, name, version] = /^pkg:(deb|apk|rpm)\/(?:[^/]+\/)?([^/@?]+)@([^?#]+)/.exec(purl ?? '') ?? [];
  return type === undefined ? [] : [`${type}/${name}@${version?.replace(/^\d+(?::|%3A)/, '')}`];
}
