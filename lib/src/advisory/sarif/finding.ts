// One SARIF result as a finding claim.
import type {
  CrashClaim,
  DiscoveryClaim,
  FindingClaim,
  FingerprintClaim,
  ReportedContext,
  TargetClaim,
} from '../finding-model.ts';
import { cutText, oneLine } from '../report/text.ts';
import type { Disposition } from './disposition.ts';
import { child, children, entriesOf, integerOf, listOf, type Node, numberOf, textOf } from './fields.ts';
import { framesOf, locationsOf, revisionOf } from './locations.ts';
import { messageText, withoutLinks } from './message.ts';
import type { SarifLimits, SarifOptions } from './options.ts';
import { type RuleReference, ruleOfResult } from './rule-lookup.ts';
import type { Revision, Rule, Run } from './run.ts';
import { severityOf } from './severity.ts';
import { aliasesOf, sortedWeaknesses, weaknessesOfProperties, weaknessesOfTaxa, weaknessId } from './weakness.ts';

export interface FindingContext {
  readonly run: Run;
  readonly options: SarifOptions;
  readonly limits: SarifLimits;
  readonly ordinal: number;
}

const MAX_TITLE = 200;
const MAX_RULE_ID = 256;
const MAX_SCHEME = 256;
const MAX_FINGERPRINT = 1_024;

/** The claim, or undefined where the result says nothing: no message, no rule. */
export function findingOf(
  result: Node,
  disposition: Exclude<Disposition, { drop: string }>,
  context: FindingContext,
): FindingClaim | undefined {
  const { run, limits, options, ordinal } = context;
  const reference = ruleOfResult(result, run);
  const { rule } = reference;
  const message = messageOf(result, reference, run);
  const title = titleOf(message, reference);
  if (title === undefined) {
    result.report('field.missing', `${result.path}/message`, 'the result has neither a message nor a rule');
    return undefined;
  }
  const locations = locationsOf(result, run, limits);
  const { level, score } = severityOf(result, rule, run);
  const frames = framesOf(result, run);
  const properties = child(result, 'properties');
  return {
    ordinal,
    path: result.path,
    title,
    description: limited(message ?? '', result, limits),
    ...(reference.id === undefined || reference.id === ''
      ? {}
      : { ruleId: oneLine(reference.id).slice(0, MAX_RULE_ID) }),
    target: targetOf(revisionOf(run, locations.baseIds), options.target),
    locations: locations.claims,
    weaknesses: sortedWeaknesses([
      ...(rule?.weaknesses ?? []),
      ...weaknessesOfTaxa(children(result, 'taxa').slice(0, limits.maxList), run.taxonomies),
      ...weaknessesOfProperties(properties),
      ...(reference.id && weaknessId(reference.id, true) ? [weaknessId(reference.id, true) ?? ''] : []),
    ]).slice(0, limits.maxList),
    aliases: [...new Set([...(rule?.aliases ?? []), ...aliasesOf([reference.id])])].sort().slice(0, limits.maxList),
    fingerprints: fingerprintsOf(result, limits),
    ...(frames.length === 0 ? {} : { crash: { detector: 'unknown', kind: 'unknown', frames } satisfies CrashClaim }),
    severity: { level, vectors: [] },
    attachments: [],
    discovery: discoveryOf(run, options.discovery),
    finders: options.finders ?? [],
    ...reportedOf(result, disposition, rule, score),
  };
}

function messageOf(result: Node, { rule, component }: RuleReference, run: Run): string | undefined {
  return messageText(child(result, 'message'), [rule?.messages, component.messages, run.driver.messages])?.trim();
}

/** What the rule is called and what the result says, whichever there is: `SQL injection: user input reaches query()`. */
function titleOf(message: string | undefined, { id, rule }: RuleReference): string | undefined {
  const said = message === undefined ? '' : firstSentence(oneLine(withoutLinks(message)));
  const named = oneLine(rule?.title ?? '').replace(/\.$/, '');
  const title =
    named === '' || said.toLowerCase().includes(named.toLowerCase()) ? said : said === '' ? named : `${named}: ${said}`;
  const whole = title !== '' ? title : oneLine(rule?.name ?? id ?? '');
  return whole === '' ? undefined : cutText(whole, MAX_TITLE);
}

function firstSentence(text: string): string {
  const end = /[.!?](?=\s)/.exec(text.slice(0, 2 * MAX_TITLE));
  return end && end.index > 10 ? text.slice(0, end.index) : text.replace(/\.$/, '');
}

function limited(text: string, result: Node, limits: SarifLimits): string {
  if (text.length > limits.maxText)
    result.report(
      'field.too-long',
      `${result.path}/message`,
      `${text.length} characters, the first ${limits.maxText} are kept`,
    );
  return cutText(text, limits.maxText);
}

/** The log's own revision; the caller's word for what it does not say. */
function targetOf(revision: Revision | undefined, stated: TargetClaim | undefined): TargetClaim {
  return {
    ...stated,
    ...(revision?.repository === undefined ? {} : { repository: revision.repository }),
    ...(revision?.commit === undefined ? {} : { commit: revision.commit }),
  };
}

function discoveryOf(run: Run, stated: Partial<DiscoveryClaim> = {}): DiscoveryClaim {
  const name = run.driver.name === undefined ? '' : oneLine(run.driver.name).slice(0, 256);
  const version = run.driver.version === undefined ? '' : oneLine(run.driver.version).slice(0, 128);
  const runId = run.runId ?? stated.runId;
  return {
    ...stated,
    by: stated.by ?? 'tool',
    promptRetention: stated.promptRetention ?? 'unknown',
    ...(name === '' ? {} : { tool: { name, ...(version === '' ? {} : { version }) } }),
    ...(runId === undefined ? {} : { runId }),
  };
}

/** `fingerprints` identify by the tool's own word, as `correlationGuid` does (§3.27.4, §3.27.16); `partialFingerprints` contribute. */
function fingerprintsOf(result: Node, limits: SarifLimits): readonly FingerprintClaim[] {
  const guid = textOf(result, 'correlationGuid');
  const claims: FingerprintClaim[] = guid
    ? [{ kind: 'full', scheme: 'sarif/correlationGuid', value: guid.toLowerCase() }]
    : [];
  for (const kind of ['full', 'partial'] as const) {
    const node = child(result, kind === 'full' ? 'fingerprints' : 'partialFingerprints');
    for (const [scheme] of node ? entriesOf(node) : []) {
      const value = node && textOf(node, scheme);
      if (value === undefined || value === '') continue;
      if (scheme.length > MAX_SCHEME || value.length > MAX_FINGERPRINT)
        result.report(
          'field.too-long',
          node?.path ?? result.path,
          `a fingerprint of more than ${MAX_FINGERPRINT} characters is left out`,
        );
      else if (claims.length >= limits.maxList) {
        result.report('field.too-many', node?.path ?? result.path, `more than ${limits.maxList} fingerprints`);
        break;
      } else claims.push({ kind, scheme: oneLine(scheme), value });
    }
  }
  return claims.map((claim) => ({ ...claim, value: claim.value.slice(0, MAX_FINGERPRINT) }));
}

function reportedOf(
  result: Node,
  { kind, baseline }: { kind?: ReportedContext['kind']; baseline?: ReportedContext['baseline'] },
  rule: Rule | undefined,
  score: number | undefined,
): { reported?: ReportedContext } {
  const rank = numberOf(result, 'rank') ?? rule?.rank;
  const occurrences = integerOf(result, 'occurrenceCount', 1);
  const codeFlows = listOf(result, 'codeFlows').length;
  const fixes = listOf(result, 'fixes').length;
  const reported: ReportedContext = {
    ...(kind === undefined ? {} : { kind }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(rank === undefined || rank < 0 || rank > 100 ? {} : { rank }),
    ...(score === undefined ? {} : { score }),
    ...(occurrences === undefined ? {} : { occurrences }),
    ...(codeFlows === 0 ? {} : { codeFlows }),
    ...(fixes === 0 ? {} : { fixes }),
  };
  return Object.keys(reported).length === 0 ? {} : { reported };
}
