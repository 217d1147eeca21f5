// The first pass: gathers what results refer to, wherever in its run it stands, and refuses a log that is no SARIF 2.1.0.
// Everything gathered counts towards one limit; past it, results are read without what they refer to, and that is said.
import { pointer, quote } from '../../kit/index.ts';
import { compilePlan, type JsonEvent, type JsonValueEvent, type PlanNode } from '../json-stream/index.ts';
import { stripCredentials } from '../report/text.ts';
import {
  child,
  children,
  entriesOf,
  integerOf,
  listOf,
  type Node,
  nodeOf,
  type Report,
  textOf,
  wordOf,
} from './fields.ts';
import { type MessageStrings, messageStrings } from './message.ts';
import type { SarifLimits } from './options.ts';
import { type RuleDraft, readRule, weightOfRule } from './read-rule.ts';
import { ruleOfReference } from './rule-lookup.ts';
import {
  type ArtifactRef,
  type Component,
  EMPTY_COMPONENT,
  LEVELS,
  type Level,
  type Revision,
  type Rule,
  type Run,
} from './run.ts';
import { joinAddress, parseAddress } from './uri.ts';
import { type Taxonomy, weaknessesOfTaxa } from './weakness.ts';

export interface ContextReader {
  take(event: JsonEvent): void;
  /** The runs by position; undefined where the log is refused. */
  finish(): readonly Run[] | undefined;
}

const SMALL = 64 * 1024;

export const contextPlan = (limits: SarifLimits): PlanNode =>
  compilePlan({
    '/version': SMALL,
    '/runs/*/tool/driver/name': SMALL,
    '/runs/*/tool/driver/guid': SMALL,
    '/runs/*/tool/driver/version': SMALL,
    '/runs/*/tool/driver/semanticVersion': SMALL,
    '/runs/*/tool/driver/dottedQuadFileVersion': SMALL,
    '/runs/*/tool/driver/globalMessageStrings': limits.maxElementBytes,
    '/runs/*/tool/driver/rules/*': limits.maxElementBytes,
    '/runs/*/tool/extensions/*/name': SMALL,
    '/runs/*/tool/extensions/*/guid': SMALL,
    '/runs/*/tool/extensions/*/globalMessageStrings': limits.maxElementBytes,
    '/runs/*/tool/extensions/*/rules/*': limits.maxElementBytes,
    '/runs/*/taxonomies/*/name': SMALL,
    '/runs/*/taxonomies/*/guid': SMALL,
    '/runs/*/taxonomies/*/taxa/*': limits.maxElementBytes,
    '/runs/*/artifacts/*/location': SMALL,
    '/runs/*/logicalLocations/*': limits.maxElementBytes,
    '/runs/*/originalUriBaseIds': limits.maxElementBytes,
    '/runs/*/versionControlProvenance/*': SMALL,
    '/runs/*/invocations/*/ruleConfigurationOverrides': limits.maxElementBytes,
    '/runs/*/automationDetails': SMALL,
    '/runs/*/externalPropertyFileReferences': limits.maxElementBytes,
    '/inlineExternalProperties/*/guid': SMALL,
  });

export function contextReader(limits: SarifLimits, report: Report): ContextReader {
  const runs: RunDraft[] = [];
  let version: unknown;
  let hasRuns = false;
  let refused = false;
  let room = limits.maxContext;

  return { take, finish };

  function take(event: JsonEvent): void {
    if (event.kind === 'problem') {
      report(event.problem.code, event.problem.path, event.problem.detail);
      refused ||= event.fatal || event.problem.code === 'json.duplicate-key'; // whose second value would count is anyone's guess
    } else if (event.kind === 'mismatch') {
      const needed = event.path === '' || event.path === '/runs';
      if (needed || event.found !== 'null')
        report('field.type', event.path, `expected an ${event.expected} but found ${event.found}`);
      refused ||= needed;
    } else if (event.kind === 'container') {
      hasRuns ||= event.path === '/runs';
      if (event.pattern === '/runs/*') runAt(event.indices);
      if (event.pattern === '/inlineExternalProperties' && event.length > 0)
        report('field.value', event.path, 'external properties inside the log are not read: put them into their runs');
    } else if (event.pattern === '/version') version = event.value;
    else takeValue(event);
  }

  function takeValue(event: JsonValueEvent): void {
    const run = runAt(event.indices);
    const keep = KEEPERS[event.pattern];
    if (!run || !keep || room < 0) return;
    room -= keep(run, event, report);
    if (room < 0)
      report(
        'field.too-many',
        event.path,
        `rules, artifacts and the like hold more than ${limits.maxContext} characters: what follows is not looked up`,
      );
  }

  function runAt([index = 0]: readonly number[]): RunDraft | undefined {
    if (index >= limits.maxRuns) {
      if (!refused) report('field.too-many', '/runs', `more than ${limits.maxRuns} runs`);
      refused = true;
      return undefined;
    }
    while (runs.length <= index) runs.push(newDraft());
    return runs[index];
  }

  function finish(): readonly Run[] | undefined {
    if (refused) return undefined;
    if (version === undefined) report('field.missing', '/version', 'the log does not say which SARIF it is');
    else if (version !== '2.1.0') report('field.value', '/version', `only SARIF 2.1.0 is read, not ${quote(version)}`);
    if (!hasRuns) report('field.missing', '/runs', 'the log has no runs');
    return version === '2.1.0' && hasRuns ? runs.map((draft) => finishRun(draft, report)) : undefined;
  }
}

interface ComponentDraft {
  name?: string;
  guid?: string;
  version?: string;
  semanticVersion?: string;
  fileVersion?: string;
  messages?: MessageStrings;
  readonly rules: RuleDraft[];
}

interface RunDraft {
  readonly driver: ComponentDraft;
  readonly extensions: ComponentDraft[];
  readonly taxonomies: { name: string; guid: string | undefined; taxa: (string | undefined)[] }[];
  readonly artifacts: (ArtifactRef | undefined)[];
  readonly symbols: (string | undefined)[];
  readonly bases: Map<string, ArtifactRef>;
  readonly revisions: { node: Node }[];
  readonly overrides: { invocation: number; node: Node }[];
  runId?: string;
}

const newDraft = (): RunDraft => ({
  driver: { rules: [] },
  extensions: [],
  taxonomies: [],
  artifacts: [],
  symbols: [],
  bases: new Map(),
  revisions: [],
  overrides: [],
});

/** Keeps one value; gives about how many characters it holds. */
type Keeper = (run: RunDraft, event: JsonValueEvent, report: Report) => number;

const KEEPERS: Readonly<Record<string, Keeper>> = {
  '/runs/*/tool/driver/name': text((run, value) => {
    run.driver.name = value;
  }),
  '/runs/*/tool/driver/guid': text((run, value) => {
    run.driver.guid = value;
  }),
  '/runs/*/tool/driver/version': text((run, value) => {
    run.driver.version = value;
  }),
  '/runs/*/tool/driver/semanticVersion': text((run, value) => {
    run.driver.semanticVersion = value;
  }),
  '/runs/*/tool/driver/dottedQuadFileVersion': text((run, value) => {
    run.driver.fileVersion = value;
  }),
  '/runs/*/tool/driver/globalMessageStrings': object((run, node, event) => {
    const strings = messageStrings(node);
    if (strings) run.driver.messages = strings;
    return event.bytes;
  }),
  '/runs/*/tool/driver/rules/*': object((run, node, event) => keepRule(run.driver, node, event.indices[1])),
  '/runs/*/tool/extensions/*/name': text((run, value, event) => {
    extensionAt(run, event.indices[1]).name = value;
  }),
  '/runs/*/tool/extensions/*/guid': text((run, value, event) => {
    extensionAt(run, event.indices[1]).guid = value;
  }),
  '/runs/*/tool/extensions/*/globalMessageStrings': object((run, node, event) => {
    const strings = messageStrings(node);
    if (strings) extensionAt(run, event.indices[1]).messages = strings;
    return event.bytes;
  }),
  '/runs/*/tool/extensions/*/rules/*': object((run, node, event) =>
    keepRule(extensionAt(run, event.indices[1]), node, event.indices[2]),
  ),
  '/runs/*/taxonomies/*/name': text((run, value, event) => {
    taxonomyAt(run, event.indices[1]).name = value;
  }),
  '/runs/*/taxonomies/*/guid': text((run, value, event) => {
    taxonomyAt(run, event.indices[1]).guid = value;
  }),
  '/runs/*/taxonomies/*/taxa/*': object((run, node, event) => {
    const id = textOf(node, 'id');
    taxonomyAt(run, event.indices[1]).taxa[event.indices[2] ?? 0] = id;
    return 16 + (id?.length ?? 0);
  }),
  '/runs/*/artifacts/*/location': object((run, node, event) => {
    const artifact = artifactRef(node);
    run.artifacts[event.indices[1] ?? 0] = artifact;
    return 32 + weightOfRef(artifact);
  }),
  '/runs/*/logicalLocations/*': object((run, node, event) => {
    const symbol = symbolOf(node);
    run.symbols[event.indices[1] ?? 0] = symbol;
    return 16 + (symbol?.length ?? 0);
  }),
  '/runs/*/originalUriBaseIds': object((run, node) => {
    let weight = 0;
    for (const [id] of entriesOf(node)) {
      const location = child(node, id);
      if (!location) continue;
      const reference = artifactRef(location);
      run.bases.set(id, reference);
      const fault = baseFault(reference);
      if (fault !== undefined)
        location.report('field.value', pointer(location.path, 'uri'), `${quote(reference.uri)} ${fault}`);
      weight += 64 + id.length + weightOfRef(reference);
    }
    return weight;
  }),
  '/runs/*/versionControlProvenance/*': object((run, node, event) => {
    run.revisions.push({ node });
    return 200 + event.bytes;
  }),
  '/runs/*/invocations/*/ruleConfigurationOverrides': (run, event, report) => {
    const path = event.path.slice(0, event.path.lastIndexOf('/'));
    const node = nodeOf({ overrides: event.value }, path, report);
    if (node) run.overrides.push({ invocation: event.indices[1] ?? 0, node });
    return 200 + 2 * event.bytes;
  },
  '/runs/*/automationDetails': object((run, node, event) => {
    const id = textOf(node, 'guid') ?? textOf(node, 'id');
    if (id !== undefined) run.runId = id.slice(0, 256);
    return event.bytes;
  }),
  '/runs/*/externalPropertyFileReferences': object((_, node) => {
    if (listOf(node, 'results').length > 0)
      node.report(
        'reference.dangling',
        `${node.path}/results`,
        'the results stand in other files: send them inside the log',
      );
    return 0;
  }),
};

function text(set: (run: RunDraft, value: string, event: JsonValueEvent) => void): Keeper {
  return (run, event, report) => {
    const holder = nodeOf({ value: event.value }, event.path, report);
    const value = holder && typeof event.value === 'string' ? textOf(holder, 'value') : undefined;
    if (value !== undefined) set(run, value, event);
    else if (event.value !== null)
      report('field.type', event.path, `expected a string but found ${quote(event.value)}`);
    return 32 + (value?.length ?? 0);
  };
}

function object(keep: (run: RunDraft, node: Node, event: JsonValueEvent) => number): Keeper {
  return (run, event, report) => {
    const node = event.value === null ? undefined : nodeOf(event.value, event.path, report);
    return node ? keep(run, node, event) : 0;
  };
}

function keepRule(component: ComponentDraft, node: Node, index = 0): number {
  const rule = readRule(node);
  component.rules[index] = rule;
  return weightOfRule(rule);
}

function extensionAt(run: RunDraft, index = 0): ComponentDraft {
  const extension = run.extensions[index] ?? { rules: [] };
  run.extensions[index] = extension;
  return extension;
}

function taxonomyAt(run: RunDraft, index = 0): RunDraft['taxonomies'][number] {
  const taxonomy = run.taxonomies[index] ?? { name: '', guid: undefined, taxa: [] };
  run.taxonomies[index] = taxonomy;
  return taxonomy;
}

export const artifactRef = (location: Node): ArtifactRef => ({
  uri: textOf(location, 'uri'),
  baseId: textOf(location, 'uriBaseId'),
});

export const symbolOf = (logical: Node): string | undefined =>
  (textOf(logical, 'fullyQualifiedName') ?? textOf(logical, 'name') ?? textOf(logical, 'decoratedName'))?.slice(0, 512);

/** What §3.14.14 asks of a base address. It is used as well as it can be all the same. */
function baseFault({ uri, baseId }: ArtifactRef): string | undefined {
  if (uri === undefined) return undefined;
  const address = parseAddress(uri);
  if (typeof address === 'string') return address;
  if (address.absolute && baseId !== undefined) return 'is absolute and yet has a uriBaseId';
  if (!address.absolute && baseId === undefined) return 'is not absolute and has no uriBaseId';
  return uri.endsWith('/') ? undefined : 'does not end in a slash';
}

const weightOfRef = ({ uri, baseId }: ArtifactRef): number => (uri?.length ?? 0) + (baseId?.length ?? 0);

function finishRun(draft: RunDraft, report: Report): Run {
  const taxonomies: Taxonomy[] = Array.from(draft.taxonomies, (t) => t ?? { name: '', guid: undefined, taxa: [] });
  const run: Run = {
    driver: finishComponent(draft.driver, taxonomies),
    extensions: Array.from(draft.extensions, (e) => (e ? finishComponent(e, taxonomies) : EMPTY_COMPONENT)),
    taxonomies,
    artifacts: draft.artifacts,
    symbols: draft.symbols,
    bases: draft.bases,
    revisions: draft.revisions.map(({ node }) => readRevision({ ...node, report }, draft.bases)),
    overrides: [],
    runId: draft.runId,
  };
  const overrides: ReadonlyMap<Rule, Level>[] = [];
  for (const { invocation, node } of draft.overrides) overrides[invocation] = readOverrides({ ...node, report }, run);
  return { ...run, overrides };
}

function finishComponent(draft: ComponentDraft, taxonomies: readonly Taxonomy[]): Component {
  const rules = Array.from(draft.rules, (rule): Rule | undefined => {
    if (!rule) return undefined;
    const { named, targets, ...rest } = rule;
    return { ...rest, weaknesses: [...named, ...weaknessesOfTaxa(targets, taxonomies)] };
  });
  const ruleOf = new Map<string, Rule>();
  for (const rule of rules) if (rule?.id !== undefined && !ruleOf.has(rule.id)) ruleOf.set(rule.id, rule);
  return {
    name: draft.name,
    guid: draft.guid,
    version: draft.semanticVersion ?? draft.version ?? draft.fileVersion,
    rules,
    ruleOf,
    messages: draft.messages,
  };
}

function readRevision(node: Node, bases: ReadonlyMap<string, ArtifactRef>): Revision {
  const repository = textOf(node, 'repositoryUri');
  const revision = textOf(node, 'revisionId');
  const commit = revision !== undefined && /^[0-9a-f]{7,64}$/i.test(revision) ? revision.toLowerCase() : undefined;
  if (repository !== undefined && !/^([a-z][a-z0-9+.-]*:\/\/|[^\s/@]+@[^\s/:]+:)/i.test(repository))
    node.report('field.value', `${node.path}/repositoryUri`, `${quote(repository)} is not an absolute address`);
  const mapped = child(node, 'mappedTo');
  const { uri, baseId } = mapped ? artifactRef(mapped) : { uri: undefined, baseId: undefined };
  const base = baseId === undefined ? undefined : bases.get(baseId)?.uri;
  const address = parseAddress(uri ?? base ?? '');
  const joined =
    uri !== undefined && base !== undefined && typeof address !== 'string' ? joinTo(base, address) : address;
  return {
    repository:
      repository === undefined || repository === '' ? undefined : stripCredentials(repository).slice(0, 2_048),
    commit,
    baseId,
    root: typeof joined !== 'string' && joined.absolute ? joined : undefined,
  };
}

function joinTo(
  base: string,
  address: Exclude<ReturnType<typeof parseAddress>, string>,
): ReturnType<typeof parseAddress> {
  const parsed = parseAddress(base);
  return typeof parsed === 'string' ? parsed : joinAddress(parsed, address);
}

function readOverrides(node: Node, run: Run): ReadonlyMap<Rule, Level> {
  const levels = new Map<Rule, Level>();
  for (const override of children(node, 'overrides')) {
    const configuration = child(override, 'configuration');
    const descriptor = child(override, 'descriptor');
    const rule = descriptor && ruleOfReference(descriptor, run);
    const level = configuration && wordOf(configuration, 'level', LEVELS);
    if (rule && level) levels.set(rule, level);
    else if (descriptor && !rule && integerOf(descriptor, 'index') !== undefined)
      override.report('reference.dangling', descriptor.path, 'the override names a rule that the tool does not have');
  }
  return levels;
}
