import { describe, expect, it } from 'vitest';
import { holdReader, mutants } from './mutate.ts';

const CORPUS = ['{"a":[1,2,{"b":"c"}]}', 'x,y\n1,2\n'];

describe('damage to inputs', () => {
  it('is the same from the same seed, and another from another', () => {
    const damage = (seed: number) =>
      [...mutants(CORPUS, { runs: 50, seed })].map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(damage(7)).toEqual(damage(7));
    expect(damage(7)).not.toEqual(damage(8));
    expect(new Set(damage(7)).size).toBeGreaterThan(40);
  });

  it('shows up a reader that throws, one that is silent and one that is slow', () => {
    const broken = (read: Parameters<typeof holdReader>[0], limitMs = 2_000) =>
      holdReader(read, CORPUS, { runs: 20, limitMs }).broken;
    expect(broken(() => ({ accepted: false, problems: 1 }))).toEqual([]);
    expect(broken(() => ({ accepted: false, problems: 0 }))[0]).toMatch(/^refused without a problem/);
    expect(broken(() => ({ accepted: true, problems: 0 }), -1)[0]).toMatch(/^took/);
    const thrower = () => {
      throw new Error('boom');
    };
    expect(broken(thrower)[0]).toMatch(/^threw Error: boom/);
  });
});
