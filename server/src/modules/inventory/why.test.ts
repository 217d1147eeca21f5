// The explanation of an exposure: every verdict in words that a person without a trade can follow, and as a line.
import { EXPOSURE_REASONS } from '@leadtime/lib/exposure';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bom, type Operators, operators } from '../../../test/operators.ts';
import { rangeInWords } from './why.ts';
import { versionLine } from './why-line.ts';
import { WHAT_SETTLES } from './why-words.ts';

let o: Operators;
beforeAll(async () => {
  o = await operators();
});
afterAll(() => o.t.close());

const why = async (advisory: string) => {
  const { items } = (await o.t.call(o.hospital, 'exposures.list', { query: { q: advisory } })).body;
  return (await o.t.call(o.hospital, 'exposures.read', { params: { id: items[0].id } })).body;
};
const texts = (body: { story: { text: string }[] }) => body.story.map((s) => s.text);

describe('why an exposure is one', () => {
  it('is told as what you run, what the advisory says, where yours lies, what mends it and how we know', async () => {
    await o.advise({
      id: 'WHY-1',
      package: 'left',
      introduced: '1.0.0',
      fixed: '1.2.5',
      aliases: ['CVE-2026-1000'],
      modified: '2026-11-20T10:00:00Z',
    });
    await o.send(o.hospital, 'ward', bom(['pkg:npm/left@1.2.3'], '2026-11-21T08:00:00Z'), { asset: 'ward-01' });
    const body = await why('WHY-1');
    expect(texts(body)).toEqual([
      'You run left 1.2.3 on ward-01. Your inventory “ward” of 21 Nov 2026 says so.',
      'Advisory WHY-1 (revision 1, published 20 Nov 2026) says that versions from 1.0.0 up to but not including 1.2.5 are affected.',
      'Yours, 1.2.3, is one of them.',
      'Fixed in 1.2.5: update to that version or a newer one.',
      'How we know: the package in your inventory and the one in the advisory have the same name. The match is exact.',
    ]);
    expect(body.line).toEqual({
      ticks: [
        { version: '1.0.0', says: 'first affected' },
        { version: '1.2.3', says: '' },
        { version: '1.2.5', says: 'fixed' },
      ],
      spans: [{ from: 0, fromIncluded: true, to: 2, toIncluded: false }],
      installed: 1,
    });
    expect(body).toMatchObject({
      settle: null,
      ranges: ['>= 1.0.0, < 1.2.5'],
      advisory: { aliases: ['CVE-2026-1000'] },
      asset: 'ward-01',
      statements: [],
      ended: null,
    });
  });

  it('says what would settle it where it is undetermined, and gives the version no place on the line', async () => {
    await o.advise({ id: 'WHY-2', package: 'right', introduced: '2.0.0', fixed: '3.0.0' });
    await o.send(o.hospital, 'lab', bom(['pkg:npm/right']), { asset: 'lab-01' });
    const body = await why('WHY-2');
    expect(texts(body)[0]).toBe(
      'You run right on lab-01. Your inventory “lab”, sent 22 Nov 2026, lists it without a version.',
    );
    expect(texts(body)[2]).toMatch(/^Whether yours is one of them, we cannot tell\. The inventory states no version/);
    expect(body.settle).toEqual({ code: 'settle', text: WHAT_SETTLES['version-missing'] });
    expect(body.line).toBeNull();
    expect(body.ranges).toEqual(['>= 2.0.0, < 3.0.0']);
  });

  it('shows the word of the operator beside the verdict, which it does not change', async () => {
    const { exposure } = await why('WHY-1');
    const answer = await o.t.call(o.hospital, 'duties.answer', {
      params: { id: exposure.dutyId },
      body: {
        state: 'not_affected',
        note: 'The plug-in is off.',
        justification: 'vulnerable_code_not_in_execute_path',
      },
    });
    expect(answer.status).toBe(200);
    const body = await why('WHY-1');
    expect(body.exposure.state).toBe('affected');
    expect(body.statements).toMatchObject([
      { status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path', contradicts: true },
    ]);
  });

  it('is nobody else’s: another operator gets the answer for what is not there', async () => {
    const { exposure } = await why('WHY-1');
    const answer = await o.t.call(o.bank, 'exposures.read', { params: { id: exposure.id } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'resource.not-found' } });
  });

  it('stays to be read after it has ended, with the reason', async () => {
    const { exposure } = await why('WHY-1');
    await o.send(o.hospital, 'ward', bom(['pkg:npm/left@1.2.5']), { asset: 'ward-01' });
    const { body } = await o.t.call(o.hospital, 'exposures.read', { params: { id: exposure.id } });
    expect(body.ended.why).toBe('your newest inventory does not list the component any more');
  });
});

describe('words', () => {
  it.each([
    [{ from: '0', to: { kind: 'fixed', version: '2' } }, 'versions before 2'],
    [{ from: '1', to: { kind: 'fixed', version: '2' } }, 'versions from 1 up to but not including 2'],
    [{ from: '1', to: { kind: 'last_affected', version: '2' } }, 'versions from 1 up to and including 2'],
    [{ from: '1', after: true, to: { kind: 'fixed', version: '2' } }, 'versions after 1 up to but not including 2'],
    [{ from: '1' }, 'versions from 1 on, with no end,'],
    [{ from: '0' }, 'all versions'],
    [{ from: '3', to: { kind: 'listed', version: '3' } }, 'version 3'],
  ] as const)('%j is "%s"', (range, text) => expect(rangeInWords(range)).toBe(text));

  it('tell for every reason of an undetermined verdict what settles it', () => {
    const settled = ['inside-interval', 'listed-version', 'all-versions', 'same-file', 'outside-intervals'];
    const noVerdict = ['no-advisory', 'no-identity', 'vendor-missing', 'purl-invalid'];
    expect(Object.keys(WHAT_SETTLES).sort()).toEqual(
      Object.keys(EXPOSURE_REASONS)
        .filter((code) => !settled.includes(code) && !noVerdict.includes(code))
        .sort(),
    );
  });
});

describe('the line of versions', () => {
  const base = { rule: 'r', advisory: 'A', revision: 'r', package: 'npm/a', via: 'package-url' } as const;
  it('draws the nearest ranges on both sides of a version that is not affected', () => {
    const line = versionLine(
      {
        ...base,
        version: { text: '2', key: '02' },
        below: { from: '0', lo: '', hi: '0100', to: { kind: 'last_affected', version: '1' } },
        above: { from: '3', lo: '03', hi: 'ff' },
      },
      'not_affected',
    );
    expect(line).toEqual({
      ticks: [
        { version: '1', says: 'last affected' },
        { version: '2', says: '' },
        { version: '3', says: 'first affected' },
      ],
      spans: [
        { from: null, fromIncluded: true, to: 0, toIncluded: true },
        { from: 2, fromIncluded: true, to: null, toIncluded: false },
      ],
      installed: 1,
    });
  });
  it('joins the installed version with a bound of the same version', () => {
    const line = versionLine(
      {
        ...base,
        version: { text: 'v1', key: '01' },
        interval: { from: '1', lo: '01', hi: '0100', to: { kind: 'listed', version: '1' } },
      },
      'affected',
    );
    expect(line?.ticks).toEqual([{ version: '1', says: 'affected' }]);
    expect(line?.installed).toBe(0);
  });
  it('is absent where all versions are affected: there is nothing to draw', () => {
    expect(
      versionLine(
        { ...base, version: { text: '1', key: '01' }, interval: { from: '0', lo: '', hi: 'ff' } },
        'affected',
      ),
    ).toBeNull();
  });
});
