// Finds the rule that a result or an override names: by index, by id, in the driver or in an extension (§3.27.5 to §3.27.7, §3.52).
import { quote } from '../../kit/index.ts';
import { child, integerOf, type Node, textOf } from './fields.ts';
import type { Component, Rule, Run } from './run.ts';

export interface RuleReference {
  /** As stated, or the rule's own. */
  readonly id: string | undefined;
  readonly rule: Rule | undefined;
  readonly component: Component;
}

/** @param result an object with `ruleId`, `ruleIndex` and `rule`. */
export function ruleOfResult(result: Node, run: Run): RuleReference {
  const reference = child(result, 'rule');
  const component = (reference && componentOf(reference, run)) ?? run.driver;
  const stated = statedId(result, reference);
  const index = integerOf(result, 'ruleIndex') ?? (reference && integerOf(reference, 'index'));
  const guid = reference && textOf(reference, 'guid');
  const byIndex = index === undefined ? undefined : component.rules[index];
  if (index !== undefined && !byIndex)
    result.report('reference.dangling', `${result.path}/ruleIndex`, `the tool has no rule number ${index}`);
  if (byIndex && (stated === undefined || isUnder(stated, byIndex.id)))
    return { id: stated ?? byIndex.id, rule: byIndex, component };
  if (byIndex)
    result.report('field.value', `${result.path}/ruleId`, `is not the id of rule number ${index}: the id is followed`);
  if (stated === undefined && guid === undefined) return { id: undefined, rule: undefined, component };
  const found = [component, run.driver, ...run.extensions]
    .map((c) => ({
      component: c,
      rule: ruleById(c, stated) ?? c.rules.find((r) => r?.guid !== undefined && r.guid === guid),
    }))
    .find((candidate) => candidate.rule);
  return { id: stated ?? found?.rule?.id, rule: found?.rule, component: found?.component ?? component };
}

function statedId(result: Node, reference: Node | undefined): string | undefined {
  const own = textOf(result, 'ruleId');
  const referred = reference && textOf(reference, 'id');
  if (own !== undefined && referred !== undefined && own !== referred)
    result.report(
      'field.value',
      `${result.path}/rule/id`,
      `${quote(referred)} is not the ruleId ${quote(own)}, which is followed`,
    );
  return own ?? referred;
}

/** The rule that a reportingDescriptorReference names. */
export function ruleOfReference(reference: Node, run: Run): Rule | undefined {
  const component = componentOf(reference, run) ?? run.driver;
  const index = integerOf(reference, 'index');
  return (index === undefined ? undefined : component.rules[index]) ?? ruleById(component, textOf(reference, 'id'));
}

/** The component that a toolComponentReference names (§3.54); undefined where there is none, the driver then. */
function componentOf(reference: Node, run: Run): Component | undefined {
  const wanted = child(reference, 'toolComponent');
  if (!wanted) return undefined;
  const index = integerOf(wanted, 'index');
  const name = textOf(wanted, 'name');
  const guid = textOf(wanted, 'guid');
  const all = [run.driver, ...run.extensions];
  const found =
    index === undefined
      ? all.find((c) => (guid !== undefined && c.guid === guid) || (name !== undefined && c.name === name))
      : run.extensions[index];
  if (!found) wanted.report('reference.dangling', wanted.path, 'the run has no such tool component');
  return found;
}

/** By id, then by the ids above it: `CA1000/1` is a finer name of `CA1000` (§3.5.4). */
function ruleById(component: Component, id: string | undefined): Rule | undefined {
  for (
    let name = id;
    name !== undefined && name !== '';
    name = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : undefined
  ) {
    const rule = component.ruleOf.get(name);
    if (rule) return rule;
  }
  return undefined;
}

const isUnder = (stated: string, id: string | undefined): boolean =>
  id === undefined || stated === id || stated.startsWith(`${id}/`);
