// leadtime match: an inventory held against advisories on this machine, by the matcher that the server uses (DESIGN law 11).
//
// Most of the time that somebody waits for it is Node loading source, so what one question does not need is loaded where it is needed:
// readers of records, VEX, writers, text. match-loads.test.ts keeps that.
import type { Inventory } from '@leadtime/lib/advisory';
import type { Exposed } from '@leadtime/lib/exposure';
import { identify, matchInventory } from '@leadtime/lib/exposure/ask.ts';
import { instantOf, parseInstant } from '@leadtime/lib/kit';
import type { Exit, Input, Run } from '../command.ts';
import { Failure } from '../failure.ts';
import { type Advisories, askIndex } from '../match/advisories.ts';
import { type Annotations, annotate, vexOf, vexSummary } from '../match/annotate.ts';
import type { DocumentFormat, FORMATS } from '../match/documents.ts';
import { isIndexFile } from '../match/index-file.ts';
import { readInventoryFile } from '../match/inventory-file.ts';
import { conclusionOf, countStates, type Judged, judge } from '../match/verdicts.ts';
import type { VexFiles } from '../match/vex-files.ts';
import { VERSION } from '../run.ts';
import { jsonLine, visible } from '../terminal.ts';
import type { World } from '../world.ts';

const MAX_AGE_HOURS = 48;

export const run: Run = async (input, world) => {
  const file = input.text('sbom') ?? input.arg(0);
  if (file === '') throw new Failure(2, 'INVENTORY is missing: name its file, or give it with --sbom.');
  const places = input.texts('advisories');
  if (places.length === 0)
    throw new Failure(
      2,
      '--advisories is missing: a folder, .json, .ndjson, .tar or .zip (.gz too) of OSV, CSAF 2.0 or CVE records, or an index that `leadtime index build` wrote.',
    );
  const format = formatOf(input);
  const vexFiles = await vexOf(input.texts('vex'));
  const inventory = await readInventoryFile(file);
  const advisories = await advisoriesFor(inventory, places, input, world);
  try {
    return await say({ file, format, inventory, vexFiles, advisories }, input, world);
  } finally {
    advisories.close();
  }
};

interface Question {
  readonly file: string;
  readonly format: Format;
  readonly inventory: Inventory;
  readonly vexFiles: VexFiles;
  readonly advisories: Advisories;
}

async function say(question: Question, input: Input, world: World): Promise<Exit> {
  const { file, format, inventory, vexFiles, advisories } = question;
  if (advisories.read === 0)
    throw new Failure(2, 'No advisory could be read', {
      problems: advisories.problems,
      total: advisories.problemsTotal,
    });
  const asOf = instantOf(Date.parse(parseInstant(input.text('as-of') ?? '') ?? instantOf(advisories.newest)));
  const maxAgeHours = input.number('max-age') ?? MAX_AGE_HOURS;
  const age = world.now() - Date.parse(asOf);
  const stale = age > maxAgeHours * 3_600_000;
  const judged = matchInventory(advisories.index, inventory.components).map(({ component, verdict }) =>
    judge(component, verdict, stale),
  );
  const namesOf = (id: string): readonly string[] => [id, ...(advisories.known(id)?.aliases ?? [])];
  const annotations = await annotate(judged, inventory, vexFiles, namesOf);
  if (format !== 'table' && format !== 'json') {
    const exposed = judged.flatMap(({ component, matches }) =>
      matches.map((match): Exposed => {
        const [known, vex] = [advisories.known(match.evidence.advisory), annotations.get(match)];
        return { component, match, ...(known ? { known } : {}), ...(vex ? { vex } : {}) };
      }),
    );
    await printDocument(format, exposed, { input, world, file });
    return exposed.some(({ match }) => match.state === 'affected') ? 1 : 0;
  }
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
      packages: advisories.packages(),
      problems: advisories.problems,
      problemsTotal: advisories.problemsTotal,
    },
    vex: vexSummary(vexFiles, annotations),
    counts,
    components: listed.map((one) => jsonOf(one, annotations)),
  };
  await world.out(
    format === 'json'
      ? `${jsonLine(json)}\n`
      : (await import('../match/text.ts')).textOf({
          conclusion,
          counts,
          listed,
          inventory,
          advisories,
          asOf,
          annotations,
          vexFiles,
          columns: world.columns,
          packages: advisories.packages(),
        }),
  );
  return counts.affected > 0 ? 1 : 0;
}

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
  const [{ sizeOf }, { readAdvisories }, { progress }] = await Promise.all([
    import('../match/advisory-records.ts'),
    import('../match/read-advisories.ts'),
    import('../progress.ts'),
  ]);
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

type Format = (typeof FORMATS)[number];

function formatOf(input: Input): Format {
  const format = input.text('format') as Format | undefined; // one of its choices
  if (format !== undefined && format !== 'json' && input.flag('json'))
    throw new Failure(2, `--json and --format ${format} ask for two different outputs.`);
  return input.flag('json') ? 'json' : (format ?? 'table');
}

interface Printing {
  readonly input: Input;
  readonly world: World;
  readonly file: string;
}

/** Only the document goes to standard output. */
async function printDocument(
  format: DocumentFormat,
  exposed: readonly Exposed[],
  { input, world, file }: Printing,
): Promise<void> {
  const { documentOf } = await import('../match/documents.ts'); // writers are loaded where they are used: a match starts faster without
  const made = documentOf(format, exposed, {
    file,
    toolVersion: VERSION,
    author: input.text('author') ?? 'Not named (made by leadtime match)',
    namespace: input.text('namespace') ?? 'https://not-named.invalid',
    at: instantOf(world.now()),
  });
  if (!made) return world.err('Nothing is exposed: there is nothing to state, and no document was written.\n');
  for (const reason of made.lost) world.err(`Not said in ${format}: ${visible(reason)}\n`);
  await world.out(`${jsonLine(made.document)}\n`);
}

function jsonOf({ component, state, reason, matches }: Judged, annotations: Annotations) {
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
    matches: matches.map((found) => {
      const { evidence, fixedIn, ...match } = found;
      const vex = annotations.get(found) ?? null;
      return { advisory: evidence.advisory, ...match, fixedIn: fixedIn ?? null, vex, evidence };
    }),
  };
}
