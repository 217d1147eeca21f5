// Walks the components of a document in its order: those of the subject first, then the list, a nested one right after what holds it.
import { pointer, quote } from '../../kit/index.ts';
import { type Fields, own } from '../fields.ts';
import type { Component } from '../inventory-model.ts';
import { readComponent } from './component.ts';
import { CYCLONEDX_LIMITS, type Reading } from './reading.ts';

export interface Components {
  readonly subject?: Component;
  readonly components: readonly Component[];
}

const SUBJECT = '/metadata/component';

/** undefined, and a problem, when there are more than the limit. */
export function readComponents(bom: Fields, metadata: Fields | undefined, reading: Reading): Components | undefined {
  const { read, problems } = reading;
  const components: Component[] = [];
  const refs = new Set<string>();
  const stack: Waiting[] = [];
  const given = metadata && own(metadata, 'component');
  const root = given === undefined ? undefined : read.object(given, SUBJECT);
  const subject = root && readComponent(root, { path: SUBJECT, ordinal: -1, within: undefined }, reading);
  if (subject?.bomRef !== undefined) refs.add(subject.bomRef);
  push(bom, '', undefined);
  if (root) push(root, SUBJECT, undefined);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (components.length + stack.length >= CYCLONEDX_LIMITS.components) {
      problems.add('field.too-many', '/components', `More than ${CYCLONEDX_LIMITS.components} components.`);
      return undefined;
    }
    const fields = read.object(next.value, next.path);
    if (!fields) continue;
    const component = readComponent(fields, { ...next, ordinal: components.length }, reading);
    const { bomRef } = component;
    if (bomRef !== undefined) {
      const known = refs.size;
      if (refs.add(bomRef).size === known)
        problems.add('field.value', pointer(next.path, 'bom-ref'), `The reference ${quote(bomRef)} stands twice.`);
    }
    components.push(component);
    push(fields, next.path, component.ordinal);
  }
  return { components, ...(subject === undefined ? {} : { subject }) };

  function push(holder: Fields, path: string, within: number | undefined): void {
    const nested = own(holder, 'components');
    if (nested === undefined) return;
    if (!Array.isArray(nested)) {
      problems.add('field.type', pointer(path, 'components'), `A list is expected, not ${quote(nested)}.`);
      return;
    }
    for (let i = nested.length - 1; i >= 0; i -= 1)
      stack.push({ value: nested[i], path: `${path}/components/${i}`, within });
  }
}

interface Waiting {
  readonly value: unknown;
  readonly path: string;
  readonly within: number | undefined;
}
