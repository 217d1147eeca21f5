import { expect, it } from 'vitest';
import run from './purl.ts';

it('passes all 586 official tests of package URLs', async (context) => {
  const { total, passed, skips = [], failures } = await run();
  if (skips[0] !== undefined) context.skip(skips[0]);
  expect(failures).toEqual([]);
  expect([passed, total]).toEqual([586, 586]);
});
