// One document in several spellings gives the same components: JSON and tag-value of one version, and SPDX 3.0 beside SPDX 2.
import { type Component, readSpdx } from '../../lib/src/advisory/index.ts';
import type { Case } from '../../tools/measure.ts';
import { ABSENT, type Sample } from '../sbom/samples.ts';
import { documents, isTagValue } from './documents.ts';

export function judgeSpellings(): readonly Case[] {
  const samples = documents();
  if (!samples) return [{ id: 'spellings', outcome: 'skipped', why: ABSENT }];
  return [...tagValueAndJson(samples), ...acrossVersions(samples)];
}

/** `SPDXTagExample-v2.3.spdx` and `SPDXJSONExample-v2.3.spdx.json`: also what they say of each other, by their ids. */
function tagValueAndJson(samples: readonly Sample[]): readonly Case[] {
  return samples.filter(isTagValue).flatMap((tagValue) => {
    const name = /SPDXTagExample-(v2\.\d)\.spdx$/.exec(tagValue.id)?.[1];
    const json = samples.find(({ id }) => name !== undefined && id.endsWith(`SPDXJSONExample-${name}.spdx.json`));
    if (!json) return [];
    const tell = (component: Component): string => [component.bomRef, identity(component)].join(' ');
    return [compare({ id: `${tagValue.id} = json`, one: tagValue, other: json, tell, moreFiles: false })];
  });
}

/**
 * `…/spdx2.3/x.spdx.json` and `…/spdx3.0/x.spdx3.json`: ids differ, what is identified does not. SPDX 3 may list more files: the one as
 * which a package is distributed is an element of its own.
 */
function acrossVersions(samples: readonly Sample[]): readonly Case[] {
  return samples
    .filter(({ id }) => id.includes('/spdx3.0/'))
    .flatMap((newer) => {
      const older = samples.find(({ id }) => /\/spdx2\.\d\//.test(id) && plain(id) === plain(newer.id));
      return older
        ? [
            compare({
              id: `${newer.id} = ${/spdx2\.\d/.exec(older.id)?.[0]}`,
              one: newer,
              other: older,
              tell: identity,
              moreFiles: true,
            }),
          ]
        : [];
    });
}

const plain = (id: string): string => id.replace(/\/spdx\d\.\d\//, '/').replace(/(?:\.spdx3?)?(?:\.json)?$/, '');

interface Pair {
  readonly id: string;
  readonly one: Sample;
  readonly other: Sample;
  readonly tell: (component: Component) => string;
  readonly moreFiles: boolean;
}

function compare({ id, one, other, tell, moreFiles }: Pair): Case {
  const [a, b] = [told(one, tell), told(other, tell)];
  const missing = b.filter((text) => !a.includes(text));
  const more = a.filter((text) => !b.includes(text) && !(moreFiles && text.startsWith('file ')));
  if (missing.length + more.length === 0) return { id, outcome: 'passed' };
  return { id, outcome: 'failed', why: `only in the other: ${missing.join(' | ')}; only here: ${more.join(' | ')}` };
}

function told(sample: Sample, tell: (component: Component) => string): readonly string[] {
  const read = readSpdx(sample.bytes);
  return read.ok ? read.value.components.map(tell).sort() : ['(not read)'];
}

function identity({ kind, name, version, purl, cpe, hashes }: Component): string {
  const digests = hashes.map((hash) => `${hash.algorithm}=${hash.value}`).sort();
  return [kind === 'file' ? 'file' : 'package', name.replace(/^\.?\//, ''), version, purl, cpe, ...digests].join(' ');
}
