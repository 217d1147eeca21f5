// What VEX says of the matches of one inventory: beside them, never in their place.
import type { Inventory } from '@leadtime/lib/advisory';
import type { Match, VexAnnotation } from '@leadtime/lib/exposure';
import type { Judged } from './verdicts.ts';
import type { VexFiles } from './vex-files.ts';

export type Annotations = ReadonlyMap<Match, VexAnnotation>;

export const NO_VEX: VexFiles = { documents: [], problems: [], problemsTotal: 0 };

/** Throws Failure 2 for a file that cannot be read. */
export const vexOf = async (files: readonly string[]): Promise<VexFiles> =>
  files.length === 0 ? NO_VEX : (await import('./vex-files.ts')).readVexFiles(files);

/** `namesOf`: what an advisory is called by whom, as evidence names it. */
export async function annotate(
  judged: readonly Judged[],
  { subject, components }: Inventory,
  { documents }: VexFiles,
  namesOf: (advisory: string) => Iterable<string>,
): Promise<Annotations> {
  const annotations = new Map<Match, VexAnnotation>();
  if (documents.length === 0) return annotations;
  const { vexAnnotator } = await import('@leadtime/lib/exposure/vex');
  const byOrdinal = new Map(components.map((component) => [component.ordinal, component]));
  const annotator = vexAnnotator(documents, { ...(subject ? { subject } : {}), byOrdinal });
  for (const { component, matches } of judged)
    for (const match of matches) {
      const said = annotator.annotate(component, namesOf(match.evidence.advisory), match);
      if (said) annotations.set(match, said);
    }
  return annotations;
}

export const vexSummary = ({ documents, problems, problemsTotal }: VexFiles, annotations: Annotations) => ({
  documents: documents.length,
  statements: documents.reduce((sum, { statements }) => sum + statements.length, 0),
  exposures: annotations.size,
  contradictions: [...annotations.values()].filter(({ contradictions }) => contradictions.length > 0).length,
  problems,
  problemsTotal,
});
