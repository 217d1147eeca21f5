// A run as results need it, from what the first pass kept: taxa, overrides and revisions are looked up now that all is there.
import { quote } from '../../kit/index.ts';
import { stripCredentials } from '../report/text.ts';
import { child, children, integerOf, type Node, type Report, textOf, wordOf } from './fields.ts';
import { artifactRef, type ComponentDraft, type RunDraft } from './keepers.ts';
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

export function finishRun(draft: RunDraft, report: Report): Run {
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
