import { advisoryDraft } from '@leadtime/contract';
import { describe, expect, it } from 'vitest';
import { affectedInWords, bodyOf, fieldsOf, NO_PACKAGE } from './draft.ts';
import { fieldFor } from './go-to-field.ts';

const draft = advisoryDraft.parse({
  title: 'Heap overflow',
  summary: 'A crafted image writes past a buffer.',
  details: 'The length is checked too early.\n\nTwo lines.',
  tlp: 'TLP:GREEN',
  affected: [{ ecosystem: 'npm', name: 'libtessera', introduced: '1.0.0', fixed: '2.4.1', versions: ['0.9', '0.9.1'] }],
  cve: 'CVE-2026-41007',
  weaknesses: ['CWE-122', 'CWE-787'],
  vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H'],
  mitigation: 'Refuse large images.',
  plain: { what: 'It can crash.', howToLook: 'Open Help.', ifYouCannot: 'Do not open pictures.' },
  references: ['https://libtessera.example/7'],
  credits: ['Lab Alder', 'R. Okafor'],
});

describe('the draft in the editor', () => {
  it('is what it was after a round through the fields', () => {
    expect(advisoryDraft.parse(bodyOf(fieldsOf(draft)))).toEqual(draft);
  });
  it('leaves empty optional fields out', () => {
    const body = bodyOf({ ...fieldsOf(draft), cve: ' ', mitigation: '', what: '', howToLook: '', ifYouCannot: '' });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['cve']));
    expect('plain' in body || 'mitigation' in body).toBe(false);
  });
  it('says in words which versions are hit', () => {
    expect(affectedInWords({ ...NO_PACKAGE, name: 'x', fixed: '2' })).toBe('x before 2');
    expect(affectedInWords({ ...NO_PACKAGE, name: 'x', introduced: '1', lastAffected: '1.9' })).toBe(
      'x from 1 up to and with 1.9',
    );
    expect(affectedInWords(NO_PACKAGE)).toBe('a package in all versions, no fix known');
  });
});

it('a failed CSAF test leads to the field that fills its place', () => {
  expect(fieldFor('/vulnerabilities/0/remediations')).toBe('mitigation');
  expect(fieldFor('/document/distribution/tlp/label')).toBe('tlp');
  expect(fieldFor('/nowhere')).toBe('title');
});
