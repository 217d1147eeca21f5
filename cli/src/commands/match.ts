// leadtime match: an inventory held against advisories on this machine, by the matcher that the server uses (DESIGN law 11).
import { type Component, type Inventory, OSV_WRITTEN_VERSION } from '@leadtime/lib/advisory';
import { identify, type Match, matchInventory } from '@leadtime/lib/exposure';
import { instantOf, parseInstant } from '@leadtime/lib/kit';
import { answer } from '../answer.ts';
import type { Input, Run } from '../command.ts';
import { Failure, problemLines } from '../failure.ts';
import { type Advisories, askIndex, readAdvisories } from '../match/advisories.ts';
import { sizeOf } from '../match/advisory-records.ts';
import { isIndexFile } from '../match/index-file.ts';
import { readInventoryFile } from '../match/inventory-file.ts';
import { type Counts, conclusionOf, countStates, type Judged, judge } from '../match/verdicts.ts';
import { progress } from '../progress.ts';
import { count, table, visible } from '../terminal.ts';
import type { World } from '../world.ts';

const MAX_AGE_HOURS = 48;

export const run: Run = async (input, world) => {
  const file = input.text('sbom') ?? input.arg(0);
  if (file === '') throw new Failure(2, 'INVENTORY is missing: name its file, or give it with --sbom.');
  const places = input.texts('advisories');
  if (places.length === 0)
    throw new Failure(
      2,
      `--advisories is missing: a folder, .json, .ndjson or .zip of OSV ${OSV_WRITTEN_VERSION}, CSAF 2.0 or CVE records, or an index that \`leadtime index build\` wrote.`,
    );
  const inventory = await readInventoryFile(file);
  const advisories = await advisoriesFor(inventory, places, input, world);
  if (advisories.read === 0)
    throw new Failure(2, 'No advisory could be read', {
      problems: advisories.problems,
      total: advisories.problemsTotal,
    });

  const asOf = instantOf(Date.parse(parseInstant(input.text('as-of') ?? '') ?? instantOf(advisories.newest)));
  const maxAgeHours = input.number('max-age') ?? MAX_AGE_HOURS;
  const age = world.now() - Date.parse(asOf);
  const stale = age > maxAgeHours * 3_600_000;
  const { index } = advisories;
  const judged = matchInventory(index, inventory.components).map(({ component, verdict }) =>
    judge(component, verdict, stale),
  );
  advisories.close();
  const counts = countStates(judged);
  const conclusion = conclusionOf(counts, { refused: advisories.refused, stale, age });
  const listed = input.flag('all') ? judged : judged.filter(({ state }) => OPEN.has(state));
  const json = {
    conclusion,
    asOf,
    maxAgeHours,
    stale,
    inventory: {
      file,
      format: inventory.format,
      components: inventory.components.length,
      problems: inventory.problems,
      problemsTotal: inventory.problemsTotal,
    },
    advisories: {
      read: advisories.read,
      withdrawn: advisories.withdrawn,
      refused: advisories.refused,
      packages: index.packages,
      problems: advisories.problems,
      problemsTotal: advisories.problemsTotal,
    },
    counts,
    components: listed.map(jsonOf),
  };
  await answer(input, world, json, () =>
    textOf({
      conclusion,
      counts,
      listed,
      inventory,
      advisories,
      asOf,
      columns: world.columns,
      packages: index.packages,
    }),
  );
  return counts.affected > 0 ? 1 : 0;
};

/** An index is asked alone: what it was built from is known to be the newest of each name only within it. */
async function advisoriesFor(
  inventory: Inventory,
  places: readonly string[],
  input: Input,
  world: World,
): Promise<Advisories> {
  const [first = ''] = places;
  if (places.some(isIndexFile)) {
    if (places.length > 1)
      throw new Failure(2, 'An index is asked alone: put all advisories into it with `leadtime index build`.');
    return askIndex(first);
  }
  const wanted = new Set(
    inventory.components.flatMap((component) => identify(component).keys.map((key) => key.package)),
  );
  const sizes = await Promise.all(places.map(sizeOf));
  const shown = progress(
    world,
    input,
    'reading advisories',
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const options = { signal: world.signal, onBytes: shown.at, now: world.now() };
  return readAdvisories(places, wanted, options).finally(shown.end);
}

const OPEN: ReadonlySet<string> = new Set(['affected', 'undetermined', 'cannot_match']);

function jsonOf({ component, state, reason, matches }: Judged) {
  const { ordinal, path, name, version, purl, vendor, asset } = component;
  return {
    ordinal,
    path,
    name,
    version: version ?? null,
    purl: purl ?? null,
    vendor: vendor ?? null,
    asset: asset?.name ?? null,
    state,
    reason,
    matches: matches.map(({ evidence, fixedIn, ...match }: Match) => ({
      advisory: evidence.advisory,
      ...match,
      fixedIn: fixedIn ?? null,
      evidence,
    })),
  };
}

interface Shown {
  readonly conclusion: string;
  readonly counts: Counts;
  readonly listed: readonly Judged[];
  readonly inventory: Inventory;
  readonly advisories: Advisories;
  readonly asOf: string;
  readonly columns: number | undefined;
  readonly packages: number;
}

function textOf(s: Shown): string {
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
    ...section(`COULD NOT BE MATCHED (${counts.cannot_match})`, plain('cannot_match'), ['component', 'version', 'why']),
    ...section(`Not affected (${counts.not_affected})`, plain('not_affected'), ['component', 'version', 'why']),
    ...section(`No advisory (${counts.no_advisory})`, plain('no_advisory'), ['component', 'version', 'why']),
    '\n',
    `${count(counts.not_affected, 'component')} not affected; ${counts.no_advisory.toLocaleString('en-US')} that no advisory names, which is not the same as safe.\n`,
    `${count(advisories.read, 'advisory', 'advisories')} read (${advisories.withdrawn} withdrawn, ${advisories.refused} could not be read), as of ${s.asOf}; ${count(s.packages, 'package')} of yours named.\n`,
    ...about('Not read of the inventory', inventory.problems, inventory.problemsTotal),
    ...about('Not read of the advisories', advisories.problems, advisories.problemsTotal),
  ].join('');
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
