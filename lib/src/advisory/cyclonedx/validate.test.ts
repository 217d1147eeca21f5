// What the strict verdict finds that the reader does not need. One line: the part that is wrong, and where the problem is placed.
import { expect, it } from 'vitest';
import { validateCycloneDx } from './index.ts';

const component = (more: object): object => ({ components: [{ type: 'library', name: 'x', ...more }] });
const places = (more: object, specVersion = '1.6'): string[] => {
  const verdict = validateCycloneDx({ bomFormat: 'CycloneDX', specVersion, ...more });
  return verdict.ok ? [] : verdict.problems.map(({ code, path }) => `${code} ${path}`);
};

it.each([
  [component({ swid: { name: 'x' } }), 'field.missing /components/0/swid/tagId'],
  [component({ licenses: [{ license: { id: 'Apache-2' } }] }), 'field.value /components/0/licenses/0/license/id'],
  [component({ licenses: [{ license: {} }] }), 'field.missing /components/0/licenses/0/license'],
  [component({ licenses: [{ license: { id: 'MIT', name: 'MIT' } }] }), 'field.value /components/0/licenses/0/license'],
  [component({ licenses: [{}] }), 'field.missing /components/0/licenses/0'],
  [
    component({ licenses: [{ license: { id: 'MIT', text: { content: 'x', encoding: 'base85' } } }] }),
    'field.value /components/0/licenses/0/license/text/encoding',
  ],
  [component({ pedigree: { patches: [{ type: 'foo' }] } }), 'field.value /components/0/pedigree/patches/0/type'],
  [
    component({ pedigree: { patches: [{ type: 'backport', resolves: [{ type: 'foo' }] }] } }),
    'field.value /components/0/pedigree/patches/0/resolves/0/type',
  ],
  [component({ properties: [{ value: 'x' }] }), 'field.missing /components/0/properties/0/name'],
  [component({ colour: 'red' }), 'field.unknown /components/0/colour'],
  [component({ 'a/b': 1 }), 'field.unknown /components/0/a~1b'],
  [{ dependencies: [{ ref: '' }] }, 'field.missing /dependencies/0/ref'],
  [{ dependencies: [{ dependsOn: [] }] }, 'field.missing /dependencies/0/ref'],
  [{ services: [{ name: 's', data: [{ flow: 'up', classification: 'x' }] }] }, 'field.value /services/0/data/0/flow'],
  [{ metadata: { distribution: 'x' } }, 'field.unknown /metadata/distribution'],
  [{ version: 0 }, 'field.value /version'],
])('%j: %s', (part, problem) => {
  expect(places(part)).toEqual([problem]);
});

it('knows what a version allows', () => {
  const mixed = component({ licenses: [{ license: { id: 'MIT' } }, { expression: 'MIT OR ISC' }] });
  expect(places(mixed, '1.6')).toEqual(['field.value /components/0/licenses/1']);
  expect(places(mixed, '1.7')).toEqual([]);
  expect(places({ metadata: { custom: 1 } }, '1.3')).toEqual([]);
  const citation = { timestamp: '2026-01-01T00:00:00Z', pointers: ['/components/0'] };
  expect(places({ citations: [citation] }, '1.7')).toEqual(['field.missing /citations/0']);
  expect(places({ citations: [{ ...citation, attributedTo: 'me' }] }, '1.7')).toEqual([]);
});

it('passes a document that the reader takes without a problem', () => {
  expect(places(component({ version: '1', licenses: [{ expression: 'MIT' }], scope: 'optional' }))).toEqual([]);
});
