import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareTlp,
  meaningOf,
  parseTlp,
  rollUp,
  rollUpText,
  stixOfTlp,
  TLP_LABELS,
  TLP_MEANINGS,
  tlpOfStix,
  tlpRank,
  toCsaf20Tlp,
  withinTlp,
} from './tlp.ts';

const label = fc.constantFrom(...TLP_LABELS);
const labels = fc.array(label, { maxLength: 8 });

describe('the labels', () => {
  it('are exactly those of TLP 2.0, from open to closed', () => {
    expect(TLP_LABELS).toEqual(['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED']);
    expect([...TLP_LABELS].reverse().sort(compareTlp)).toEqual(TLP_LABELS);
  });

  it('each have a meaning and their own STIX marking', () => {
    expect(TLP_MEANINGS.map((m) => m.label)).toEqual(TLP_LABELS);
    expect(new Set(TLP_MEANINGS.map((m) => m.stix)).size).toBe(5);
    for (const tlp of TLP_LABELS) expect(tlpOfStix(stixOfTlp(tlp))).toEqual({ ok: true, value: tlp });
    for (const tlp of TLP_LABELS) expect(meaningOf(tlp).text.length).toBeGreaterThan(10);
    expect(tlpOfStix('marking-definition--0').ok).toBe(false);
  });
});

describe('parseTlp', () => {
  it.each([
    ['TLP:RED', 'TLP:RED'],
    ['tlp:amber+strict', 'TLP:AMBER+STRICT'],
    ['Amber + Strict', 'TLP:AMBER+STRICT'],
    ['WHITE', 'TLP:CLEAR'],
    ['TLP:WHITE', 'TLP:CLEAR'],
    [' green ', 'TLP:GREEN'],
  ])('reads %j as %s', (text, value) => expect(parseTlp(text)).toEqual({ ok: true, value }));

  it.each(['', 'TLP', 'TLP:', 'TLP:ORANGE', 'AMBERSTRICT', 'TLP:TLP:RED', 'constructor', 'R'.repeat(99)])(
    'refuses %.20j',
    (text) =>
      expect(parseTlp(text, '/x')).toMatchObject({ ok: false, problems: [{ code: 'field.value', path: '/x' }] }),
  );

  it('undoes the printing of every label', () => {
    fc.assert(
      fc.property(label, (tlp) => {
        expect(parseTlp(tlp)).toEqual({ ok: true, value: tlp });
      }),
    );
  });
});

describe('rollUp', () => {
  it('is the most restrictive of its parts, in any order, once or twice', () => {
    fc.assert(
      fc.property(labels, labels, (a, b) => {
        const whole = rollUp([...a, ...b]);
        for (const part of a) expect(tlpRank(whole)).toBeGreaterThanOrEqual(tlpRank(part));
        expect(whole).toBe(rollUp([...b, ...a]));
        expect(whole).toBe(rollUp([rollUp(a), rollUp(b)]));
        expect(whole).toBe(rollUp([whole, whole]));
        if (a.length + b.length > 0) expect([...a, ...b]).toContain(whole);
      }),
    );
  });

  it('takes what it cannot read as RED and says so', () => {
    expect(rollUpText(['TLP:GREEN', 'NOFORN'])).toEqual({ tlp: 'TLP:RED', unread: ['NOFORN'] });
    expect(rollUpText(['green', 'AMBER'])).toEqual({ tlp: 'TLP:AMBER', unread: [] });
  });

  it('a part is always within its whole', () => {
    fc.assert(
      fc.property(labels, (some) => {
        expect(some.every((part) => withinTlp(part, rollUp(some)))).toBe(true);
      }),
    );
  });
});

describe('case 14: CSAF 2.0', () => {
  it('refuses AMBER+STRICT with a reason and never lowers it', () => {
    const refused = toCsaf20Tlp('TLP:AMBER+STRICT');
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'field.value', path: '/tlp' }] });
  });

  it('writes the others in TLP 1.0', () => {
    const rest = TLP_LABELS.filter((tlp) => tlp !== 'TLP:AMBER+STRICT');
    expect(rest.map((tlp) => toCsaf20Tlp(tlp))).toEqual(
      ['WHITE', 'GREEN', 'AMBER', 'RED'].map((value) => ({ ok: true, value })),
    );
  });
});
