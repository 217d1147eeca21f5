import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeReturn } from './safe-return.ts';

it('goes back to a page of this app with its filters', () => {
  expect(safeReturn('/queue?view=kev&q=a')).toBe('/queue?view=kev&q=a');
});
it.each([
  '//evil.example',
  'https://evil.example',
  '/\\evil.example',
  '/sign-in',
  '/sign-in?to=/x',
  '/api/v1/session',
  '/\t/evil',
  '',
  undefined,
])('does not follow %j', (to) => {
  expect(safeReturn(to)).toBeUndefined();
});
it('never leaves this host, whatever the link says', () => {
  fc.assert(
    fc.property(
      fc.string().map((s) => `/${s}`),
      (to) => {
        const safe = safeReturn(to);
        if (safe !== undefined) expect(new URL(safe, 'https://here.example').host).toBe('here.example');
      },
    ),
    { numRuns: 2_000 },
  );
});
