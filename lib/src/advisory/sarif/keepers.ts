// What is kept of each part of a run in the first pass, by the pattern that delivers it.
import { pointer, quote } from '../../kit/index.ts';
import type { JsonValueEvent } from '../json-stream/index.ts';
import { child, entriesOf, listOf, type Node, nodeOf, type Report, textOf } from './fields.ts';
import { type MessageStrings, messageStrings } from './message.ts';
import { type RuleDraft, readRule, weightOfRule } from './read-rule.ts';
import type { ArtifactRef } from './run.ts';
import { parseAddress } from './uri.ts';

export interface ComponentDraft {
  name?: string;
  guid?: string;
  version?: string;
  semanticVersion?: string;
  fileVersion?: string;
  messages?: MessageStrings;
  readonly rules: RuleDraft[];
}

export interface RunDraft {
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

export const newDraft = (): RunDraft => ({
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

export const KEEPERS: Readonly<Record<string, Keeper>> = {
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
