// The exposures as a document of a standard, for another machine: SARIF, or VEX in one of its three formats.
import { writeCsafVex } from '@leadtime/lib/advisory/csaf';
import { writeCycloneDxVex } from '@leadtime/lib/advisory/cyclonedx/write-vex.ts';
import { writeOpenVex } from '@leadtime/lib/advisory/openvex';
import { type Exposed, exposuresAsSarif, exposuresAsStatements } from '@leadtime/lib/exposure/answers';
import { canonicalJson, sha256 } from '@leadtime/lib/kit';
import { score } from '@leadtime/lib/triage/cvss.ts';
import { Failure } from '../failure.ts';

export const FORMATS = ['table', 'json', 'sarif', 'csaf-vex', 'openvex', 'cyclonedx-vex'] as const;
export type DocumentFormat = Exclude<(typeof FORMATS)[number], 'table' | 'json'>;

export interface DocumentOptions {
  readonly file: string;
  readonly toolVersion: string;
  /** Who says it. */
  readonly author: string;
  /** Web address of the author, CSAF's publisher namespace. */
  readonly namespace: string;
  /** Instant of the match. */
  readonly at: string;
}

export interface Made {
  readonly document: object;
  /** What the format could not say, in words. */
  readonly lost: readonly string[];
}

/** undefined: nothing is exposed, and a VEX document without statements is none. Throws Failure 2 where the format refuses. */
export function documentOf(
  format: DocumentFormat,
  exposed: readonly Exposed[],
  options: DocumentOptions,
): Made | undefined {
  const { file, toolVersion, author, namespace, at } = options;
  if (format === 'sarif') return { document: exposuresAsSarif(exposed.map(scored), { toolVersion, file }), lost: [] };
  const statements = exposuresAsStatements(exposed, { author, at });
  if (statements.length === 0) return undefined;
  const digest = Buffer.from(sha256(canonicalJson({ statements, file }))).toString('hex');
  const id = format === 'csaf-vex' ? `MATCH-${digest.slice(0, 16).toUpperCase()}` : `urn:uuid:${uuidOf(digest)}`;
  const vex = { id, author, issued: at, tooling: `leadtime ${toolVersion}`, statements };
  const title = `Exposure of ${file.split(/[\\/]/).at(-1) ?? file}`;
  const written =
    format === 'csaf-vex'
      ? writeCsafVex(vex, { publisher: { category: 'user', namespace }, title })
      : format === 'openvex'
        ? writeOpenVex(vex)
        : writeCycloneDxVex(vex);
  if (!written.ok) throw new Failure(2, `The document (${format}) cannot be written`, written);
  const { document, lost } = written.value;
  return { document, lost: [...new Set(lost.map(({ reason }) => reason))] };
}

/** With the score of the worst vector, by which SARIF's readers sort. */
function scored(one: Exposed): Exposed {
  if (!one.known?.vectors) return one;
  const scores = one.known.vectors.flatMap((vector) => {
    const read = score(vector);
    return read.ok ? [read.value.base] : [];
  });
  return scores.length === 0 ? one : { ...one, known: { ...one.known, score: Math.max(...scores) } };
}

/** RFC 9562 §5.8: the same content has the same name. */
const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
