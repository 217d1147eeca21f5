import { ROLES } from '@leadtime/contract';
import { describe, expect, it } from 'vitest';
import { homeOf, mayVisit, PLACES, problemsOfPlaces, railOf } from './routes.ts';

describe('the table of places', () => {
  it('names no address twice and binds no letter twice for one role', () => {
    expect(problemsOfPlaces()).toEqual([]);
  });
  it('finds what is wrong when there is something', () => {
    const [first] = PLACES;
    expect(first && problemsOfPlaces([first, { ...first }])).toContain(`${first?.path} stands twice`);
  });
  it('gives every role a first page that it may visit', () => {
    for (const role of ROLES) {
      const home = PLACES.find((p) => p.path === homeOf(role));
      expect(home && mayVisit(home, role), role).toBe(true);
    }
    expect(homeOf(undefined)).toBe('/sign-in');
  });
  it('shows in the rail only what the role may visit', () => {
    for (const role of [undefined, ...ROLES]) expect(railOf(role).every((p) => mayVisit(p, role))).toBe(true);
  });
});
