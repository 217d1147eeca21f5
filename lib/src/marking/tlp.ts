// TLP 2.0 (FIRST, August 2022): five labels in one order. A sharing courtesy: it is no classification and no access control.
// What cannot be read is the most restrictive, and stops an export.
import { failed, ok, quote, type Result } from '../kit/index.ts';

/** From open to closed. */
export const TLP_LABELS = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'] as const;
export type Tlp = (typeof TLP_LABELS)[number];

export interface TlpMeaning {
  readonly label: Tlp;
  /** Who may have it, in plain words. */
  readonly text: string;
  /** Foreground on black, as the standard asks; never colour alone. */
  readonly colour: string;
  /** STIX 2.1 marking definition of TLP 2.0. */
  readonly stix: string;
}

export const TLP_MEANINGS: readonly TlpMeaning[] = [
  {
    label: 'TLP:CLEAR',
    text: 'May be shared with everyone.',
    colour: '#FFFFFF',
    stix: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  },
  {
    label: 'TLP:GREEN',
    text: 'May be shared within the community, not in public.',
    colour: '#33FF00',
    stix: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  },
  {
    label: 'TLP:AMBER',
    text: 'May be shared within the organisation and with its clients, with those who need to know.',
    colour: '#FFC000',
    stix: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  },
  {
    label: 'TLP:AMBER+STRICT',
    text: 'May be shared within the organisation only, with those who need to know.',
    colour: '#FFC000',
    stix: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  },
  {
    label: 'TLP:RED',
    text: 'For the named recipients only.',
    colour: '#FF2B2B',
    stix: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
  },
];

/** A label from text. Case, a missing `TLP:` and blanks are forgiven; `WHITE` is TLP 1.0 for CLEAR. */
export function parseTlp(text: string, path = ''): Result<Tlp> {
  const folded = text.length > 40 ? '' : text.toUpperCase().replace(/\s+/g, '');
  const name = folded.startsWith('TLP:') ? folded : `TLP:${folded}`;
  const label = TLP_LABELS.find((known) => known === (name === 'TLP:WHITE' ? 'TLP:CLEAR' : name));
  if (label) return ok(label);
  const detail = `${quote(text)} is none of ${TLP_LABELS.join(', ')}`;
  return failed([{ code: 'field.value', path, detail }]);
}

export const tlpRank = (tlp: Tlp): number => TLP_LABELS.indexOf(tlp);

/** For `Array.prototype.sort`: open first. */
export const compareTlp = (a: Tlp, b: Tlp): number => tlpRank(a) - tlpRank(b);

/** The label of a whole: the most restrictive of its parts. Nothing marked is CLEAR only because nothing is in it. */
export const rollUp = (parts: readonly Tlp[]): Tlp =>
  parts.reduce<Tlp>((whole, part) => (tlpRank(part) > tlpRank(whole) ? part : whole), 'TLP:CLEAR');

/** The same for labels as text: what cannot be read counts as RED, and `unread` stops an export until somebody looks. */
export function rollUpText(parts: readonly string[]): { readonly tlp: Tlp; readonly unread: readonly string[] } {
  const read = parts.map((part) => ({ part, result: parseTlp(part) }));
  return {
    tlp: rollUp(read.map(({ result }) => (result.ok ? result.value : 'TLP:RED'))),
    unread: read.flatMap(({ part, result }) => (result.ok ? [] : [part.slice(0, 80)])),
  };
}

/** Whether something of this label may go to an audience that is cleared up to another. */
export const withinTlp = (label: Tlp, ceiling: Tlp): boolean => tlpRank(label) <= tlpRank(ceiling);

export type Csaf20Tlp = 'WHITE' | 'GREEN' | 'AMBER' | 'RED';

/** CSAF 2.0 knows TLP 1.0 only (§3.2.1.5.2.1): CLEAR is WHITE; AMBER+STRICT has no equal and is refused, never lowered. */
export function toCsaf20Tlp(tlp: Tlp, path = '/tlp'): Result<Csaf20Tlp> {
  if (tlp === 'TLP:AMBER+STRICT') {
    const detail = 'CSAF 2.0 cannot say TLP:AMBER+STRICT. A person must choose another label, or another format.';
    return failed([{ code: 'field.value', path, detail }]);
  }
  const labels = { 'TLP:CLEAR': 'WHITE', 'TLP:GREEN': 'GREEN', 'TLP:AMBER': 'AMBER', 'TLP:RED': 'RED' } as const;
  return ok(labels[tlp]);
}

export const stixOfTlp = (tlp: Tlp): string => meaningOf(tlp).stix;

export function tlpOfStix(id: string, path = ''): Result<Tlp> {
  const found = TLP_MEANINGS.find((meaning) => meaning.stix === id);
  if (found) return ok(found.label);
  return failed([{ code: 'field.value', path, detail: `${quote(id)} is no marking definition of TLP 2.0` }]);
}

export function meaningOf(tlp: Tlp): TlpMeaning {
  const found = TLP_MEANINGS.find((meaning) => meaning.label === tlp);
  if (!found) throw new Error(`no meaning for ${tlp}`); // the test of this file proves the table complete
  return found;
}
