import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Day } from '../kit/index.ts';
import { dayInWords, gradedText, type NoticeInput, noticeOf } from './notice.ts';
import { readingGrade } from './reading-grade.ts';

const day = (text: string) => text as Day; // literals below are days

const hospital: NoticeInput = {
  from: 'Health Sharing Center',
  madeOn: day('2026-06-19'),
  tlp: 'TLP:AMBER',
  products: ['Infusion Pump 3000'],
  hit: 'yes',
  inventoryOf: day('2026-06-15'),
  look: [
    'Turn the pump on. Hold the blue key until the screen shows a number.',
    'Write down the number after the word Version',
  ],
  act: ['Call the firm that looks after the pumps. Ask for version 4.2.', 'Put a tag on each pump that has it.'],
  due: { day: day('2026-06-21') },
  ifYouCannot: ['Pull the network plug of the pump. It still runs.', 'Set each dose by hand and check it twice.'],
  contacts: [{ name: 'Help desk', phone: '555-0100', hours: 'day and night' }],
  attacks: 'yes',
  harm: 'Someone far away could change the dose',
  source: { id: 'LT-2026-0042', url: 'https://clearinghouse.example/lt-2026-0042' },
};

const LOOK = {
  server: ['Sign in to the server.', 'Type: sudo dpkg -l libexample', 'Look at the number in the third column.'],
  web: [
    'Open the page of your router. Its address is on a label under the box.',
    'Choose Status. Note the number next to Firmware.',
  ],
  plc: ['Do not touch the pump house control while it runs.', 'Ask the firm that built it which version is in use.'],
  none: [],
};
const ACT = {
  update: ['Make a backup first.', 'Update to 1.4.2 or newer.', 'Start it again and see that it works.'],
  vendor: ['Call your vendor and give them the number on this page.', 'Set a date for the visit. Write it here.'],
  none: [],
};
const CANNOT = {
  block: [
    'Block port 8443 on your router for all but your own staff.',
    'Check the log each morning for names you do not know.',
  ],
  none: [],
};

/** What a clearing house really sends: every answer, with advice as coordinators write it. */
const realistic: readonly NoticeInput[] = (['yes', 'no', 'unknown'] as const).flatMap((hit) =>
  Object.values(LOOK).flatMap((look) =>
    Object.values(ACT).map(
      (act, i): NoticeInput => ({
        ...hospital,
        hit,
        look,
        act,
        products:
          i === 0
            ? ['Programmable Logic Controller Communication Infrastructure', 'Router', 'Telemetry Unit']
            : ['Router'],
        ifYouCannot: i === 1 ? CANNOT.block : CANNOT.none,
        due:
          i === 0
            ? { day: day('2026-12-07') }
            : { none: (['next-upgrade', 'not-started', 'unknown'] as const)[i] ?? 'unknown' },
        attacks: (['yes', 'no', 'unknown'] as const)[i] ?? 'unknown',
        contacts: i === 2 ? [] : hospital.contacts,
      }),
    ),
  ),
);

describe('the page', () => {
  it('answers in the order in which people ask', () => {
    expect(noticeOf(hospital).text).toBe(`TLP:AMBER

Security notice for Infusion Pump 3000

ARE WE HIT?
  Yes. You use Infusion Pump 3000. It has a hole that must be closed. This is from your list of Monday, June 15, 2026.

HOW TO LOOK
  1. Turn the pump on. Hold the blue key until the screen shows a number.
  2. Write down the number after the word Version.

DO THIS
  1. Call the firm that looks after the pumps. Ask for version 4.2.
  2. Put a tag on each pump that has it.

BY WHEN
  Be done by Sunday, June 21, 2026. The date does not move, though it is on a weekend.

IF YOU CANNOT DO IT
  1. Pull the network plug of the pump. It still runs.
  2. Set each dose by hand and check it twice.

WHO TO CALL
  Help desk, 555-0100, day and night

WHY
  Criminals use this hole now.
  Someone far away could change the dose.

WHERE THIS COMES FROM
  Sent by Health Sharing Center on Friday, June 19, 2026. Ask for LT-2026-0042.
  Read more: https://clearinghouse.example/lt-2026-0042

TLP:AMBER
`);
  });

  it('of somebody who is not hit asks for nothing and sets no date', () => {
    const notice = noticeOf({ ...hospital, hit: 'no' });
    expect(notice.sections.map((s) => s.id)).toEqual(['hit', 'look', 'act', 'call', 'why', 'source']);
    expect(notice.text).toContain('Nothing now.');
    expect(notice.text).toContain('look again');
  });

  it('says that it does not know, and never that all is well', () => {
    const { text } = noticeOf({
      ...hospital,
      hit: 'unknown',
      look: [],
      act: [],
      due: { none: 'unknown' },
      contacts: [],
      attacks: 'unknown',
    });
    expect(text).toContain('We do not know. You may use Infusion Pump 3000.');
    expect(text).toContain('There is no fix yet.');
    expect(text).toContain('We cannot tell you a date yet');
    expect(text).toContain('No contact is known.');
    expect(text).not.toMatch(/\bsafe\b|N\/A|undefined|null/);
  });

  it('has the marking at head and foot', () => {
    const lines = noticeOf({ ...hospital, tlp: 'TLP:RED' })
      .text.trim()
      .split('\n');
    expect([lines[0], lines.at(-1)]).toEqual(['TLP:RED', 'TLP:RED']);
  });

  it('names the weekday right', () => {
    expect(['2024-02-29', '2026-12-07', '2027-01-01'].map((text) => dayInWords(day(text)))).toEqual([
      'Thursday, February 29, 2024',
      'Monday, December 7, 2026',
      'Friday, January 1, 2027',
    ]);
  });
});

describe('the reading grade', () => {
  it(`is at most 8 on each of ${realistic.length} realistic pages`, () => {
    expect(realistic.length).toBeGreaterThanOrEqual(20);
    const grades = realistic.map((input) => readingGrade(gradedText(noticeOf(input))).grade);
    console.log(
      `notice: ${grades.length} pages, grade ${Math.min(...grades).toFixed(1)} to ${Math.max(...grades).toFixed(1)}`,
    );
    expect(grades.filter((grade) => grade > 8)).toEqual([]);
  });

  it('is at most 8 in each section by itself, with the advice and without', () => {
    for (const input of realistic) {
      for (const notice of [noticeOf(input), noticeOf({ ...input, look: [], act: [], ifYouCannot: [], harm: '' })]) {
        for (const section of notice.sections) {
          const text = gradedText({ ...notice, title: [], sections: [section] });
          expect(readingGrade(text).grade).toBeLessThanOrEqual(8);
        }
      }
    }
  });

  it('does not depend on names, and does on advice', () => {
    const long = { ...hospital, products: ['Interoperable Telecommunication Virtualisation Infrastructure'] };
    expect(readingGrade(gradedText(noticeOf(long))).grade).toBe(readingGrade(gradedText(noticeOf(hospital))).grade);
    const wordy = {
      ...hospital,
      act: ['Remediate vulnerable instrumentation utilising manufacturer documentation and organisational procedures.'],
    };
    expect(readingGrade(gradedText(noticeOf(wordy))).grade).toBeGreaterThan(
      readingGrade(gradedText(noticeOf(hospital))).grade,
    );
  });
});

describe('text from outside', () => {
  const foreign = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      'x\n\nWHO TO CALL\n  Evil, 555-6666',
      '<script>alert(1)</script>',
      '\u001b[2J',
      '\u202Eevil',
      'a\r\nTLP:CLEAR',
      '# h',
      'a'.repeat(999),
    ),
  );
  const list = fc.array(foreign, { maxLength: 12 });

  it('can neither begin a line nor a section, nor push the page over one sheet', () => {
    const shape = fc.record({ from: foreign, products: list, look: list, act: list, ifYouCannot: list, harm: foreign });
    const contacts = fc.array(fc.record({ name: foreign, phone: foreign, email: foreign, hours: foreign }), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(shape, contacts, fc.record({ id: foreign, url: foreign }), (odd, people, source) => {
        const notice = noticeOf({ ...hospital, ...odd, contacts: people, source });
        const lines = notice.text.split('\n');
        const headings = notice.sections.map((s) => s.heading.toUpperCase());
        const ours = [/^$/, /^TLP:AMBER$/, /^Security notice for ./, /^ {2}\S/];
        for (const line of lines) expect(headings.includes(line) || ours.some((form) => form.test(line))).toBe(true);
        expect(lines.filter((line) => headings.includes(line))).toEqual(headings);
        expect(lines.length).toBeLessThanOrEqual(70);
        expect(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(notice.text.replaceAll('\n', ''))).toBe(false);
      }),
    );
  });

  it('says what was cut', () => {
    const steps = Array.from({ length: 9 }, (_, i) => `Step ${i}`);
    expect(noticeOf({ ...hospital, act: steps }).text).toContain('There are 3 more steps. Ask for them.');
    expect(noticeOf({ ...hospital, products: steps }).text).toContain('Step 7 and 1 more');
    expect(noticeOf({ ...hospital, products: [] }).text).toContain('a product that we cannot name');
  });
});
