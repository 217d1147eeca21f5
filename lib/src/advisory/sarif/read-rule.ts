// One rule of a tool (reportingDescriptor, §3.49) as results need it.
import { oneLine } from '../report/text.ts';
import { child, member, type Node, numberOf, textOf, wordOf } from './fields.ts';
import { messageStrings } from './message.ts';
import { LEVELS, type Rule } from './run.ts';
import { aliasesOf, relationshipTargets, tagsOf, weaknessesOfProperties, weaknessId } from './weakness.ts';

/** A rule whose taxa are not looked up yet: taxonomies may stand after the rules. */
export interface RuleDraft extends Omit<Rule, 'weaknesses'> {
  readonly named: readonly string[];
  readonly targets: readonly Node[];
}

const MAX_TARGETS = 64;

export function readRule(rule: Node): RuleDraft {
  const id = textOf(rule, 'id');
  const name = textOf(rule, 'name');
  const configuration = child(rule, 'defaultConfiguration');
  const properties = child(rule, 'properties');
  const short = child(rule, 'shortDescription');
  const title = short && (textOf(short, 'text') ?? textOf(short, 'markdown'));
  return {
    id,
    guid: textOf(rule, 'guid'),
    name,
    title: title === undefined ? undefined : oneLine(title).slice(0, 500),
    messages: messageStrings(child(rule, 'messageStrings')),
    level: configuration && wordOf(configuration, 'level', LEVELS),
    rank: configuration && numberOf(configuration, 'rank'),
    score: scoreOf(properties),
    aliases: aliasesOf([id, name, ...tagsOf(properties)]),
    named: [
      ...weaknessesOfProperties(properties),
      ...((id && weaknessId(id, true)) ?? '').split(' ').filter((w) => w !== ''),
    ],
    targets: relationshipTargets(rule).slice(0, MAX_TARGETS),
  };
}

/** `security-severity`, a number from 0 to 10, written as text or number. */
export function scoreOf(properties: Node | undefined): number | undefined {
  const value = properties && member(properties, 'security-severity');
  if (value === undefined || value === '') return undefined;
  const score = typeof value === 'string' && /^\d{1,2}(\.\d{1,10})?$/.test(value.trim()) ? Number(value) : value;
  if (typeof score === 'number' && score >= 0 && score <= 10) return score;
  properties?.report('field.value', `${properties.path}/security-severity`, 'is not a number from 0 to 10');
  return undefined;
}

/** About how many characters a rule holds in memory. */
export const weightOfRule = (rule: RuleDraft): number =>
  200 +
  [rule.id, rule.guid, rule.name, rule.title].reduce((sum, text) => sum + (text?.length ?? 0), 0) +
  [...(rule.messages ?? [])].reduce((sum, [id, text]) => sum + id.length + text.length, 0) +
  200 * rule.targets.length;
