// What a match says to a person: the conclusion, what is affected and what cannot be told with the reason of each, what VEX says of them, and
// last what nothing reaches.
import type { Component, Inventory } from '@leadtime/lib/advisory';
import { problemLines } from '../failure.ts';
import { count, table, thousands, visible } from '../terminal.ts';
import type { Advisories } from './advisories.ts';
import type { Annotations } from './annotate.ts';
import type { Counts, Judged } from './verdicts.ts';
import type { VexFiles } from './vex-files.ts';

export interface Shown {
  readonly conclusion: string;
  readonly counts: Counts;
  readonly listed: readonly Judged[];
  readonly inventory: Inventory;
  readonly advisories: Advisories;
  readonly annotations: Annotations;
  readonly vexFiles: VexFiles;
  readonly asOf: string;
  readonly columns: number | undefined;
  readonly packages: number;
}

export function textOf(s: Shown): string {
  const of = (state: string): readonly Judged[] => s.listed.filter((judged) => judged.state === state);
  const { counts, advisories, inventory } = s;
  const section = (
    title: string,
    rows: readonly (readonly (string | undefined)[])[],
    head: readonly string[],
  ): string[] =>
    rows.length === 0
      ? []
      : [
          `\n${title}\n${table(
            head.map((name) => ({ title: name })),
            rows,
            s.columns,
          )}`,
        ];
  const reached = (state: 'affected' | 'undetermined') =>
    of(state).flatMap(({ component, matches, reason }) =>
      matches.length === 0
        ? [[labelOf(component), component.version, '', '', reason.text]]
        : matches
            .filter((match) => match.state === state)
            .map((match) => [
              labelOf(component),
              component.version,
              `${match.evidence.advisory}${match.informational ? ' (informs only)' : ''}`,
              state === 'affected' ? (match.fixedIn ?? 'none known') : '',
              match.reason.text,
            ]),
    );
  const withoutFix = (rows: readonly (readonly (string | undefined)[])[]) => rows.map(([a, b, c, , e]) => [a, b, c, e]);
  const plain = (state: string) =>
    of(state).map(({ component, reason }) => [labelOf(component), component.version, reason.text]);
  return [
    `${s.conclusion}\n`,
    ...section(`AFFECTED (${counts.affected})`, reached('affected'), [
      'component',
      'version',
      'advisory',
      'fixed in',
      'why',
    ]),
    ...section(`UNDETERMINED (${counts.undetermined})`, withoutFix(reached('undetermined')), [
      'component',
      'version',
      'advisory',
      'why',
    ]),
    ...section(`SAID BY VEX (${s.annotations.size}; nothing was left out for it)`, vexRows(s), [
      'component',
      'advisory',
      'match',
      'says',
      'because',
      'author',
      'date',
      'document',
    ]),
    ...contradictions(s),
    ...section(`COULD NOT BE MATCHED (${counts.cannot_match})`, plain('cannot_match'), ['component', 'version', 'why']),
    ...section(`Not affected (${counts.not_affected})`, plain('not_affected'), ['component', 'version', 'why']),
    ...section(`No advisory (${counts.no_advisory})`, plain('no_advisory'), ['component', 'version', 'why']),
    '\n',
    `${count(counts.not_affected, 'component')} not affected; ${thousands(counts.no_advisory)} that no advisory names, which is not the same as safe.\n`,
    `${count(advisories.read, 'advisory', 'advisories')} read (${advisories.withdrawn} withdrawn, ${advisories.refused} could not be read), as of ${s.asOf}; ${count(s.packages, 'package')} of yours named.\n`,
    ...about('Not read of the inventory', inventory.problems, inventory.problemsTotal),
    ...about('Not read of the advisories', advisories.problems, advisories.problemsTotal),
    ...about('Not read of the VEX documents', s.vexFiles.problems, s.vexFiles.problemsTotal),
  ].join('');
}

const annotated = ({ listed, annotations }: Shown) =>
  listed.flatMap(({ component, matches }) =>
    matches.flatMap((match) => {
      const said = annotations.get(match);
      return said ? [{ component, match, said }] : [];
    }),
  );

const vexRows = (s: Shown): readonly (readonly (string | undefined)[])[] =>
  annotated(s).flatMap(({ component, match, said }) =>
    said.notes.map(({ status, justification, impact, author, at, document, certain }) => [
      labelOf(component),
      match.evidence.advisory,
      match.state.replaceAll('_', ' '),
      `${status.replaceAll('_', ' ')}${certain ? '' : ', perhaps'}`,
      justification ?? impact,
      author,
      at?.slice(0, 10),
      document.id,
    ]),
  );

function contradictions(s: Shown): readonly string[] {
  const lines = annotated(s).flatMap(({ component, match, said }) =>
    said.contradictions.map(
      ({ text }) => `  ${labelOf(component)}, ${visible(match.evidence.advisory)}: ${visible(text)}\n`,
    ),
  );
  return lines.length === 0 ? [] : [`\nCONTRADICTIONS (${lines.length})\n`, ...lines];
}

const about = (title: string, problems: Parameters<typeof problemLines>[0], total: number): string[] =>
  total === 0
    ? []
    : [`\n${title} (${count(total, 'problem')})\n`, ...problemLines(problems, total).map((line) => `${line}\n`)];

function labelOf(component: Component): string {
  const { name, vendor, group, purl, asset } = component;
  const what =
    purl === undefined && vendor !== undefined ? `${vendor} ${name}` : group === undefined ? name : `${group}/${name}`;
  return visible(asset?.name === undefined ? what : `${what} (${asset.name})`);
}
