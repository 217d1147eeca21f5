// The one page for a small operator: are we hit, how to look, do this, by when, if we cannot, whom to call, why. Plain words.
// What comes from others (names, addresses, advice) is put in as marked parts on lines of ours: it can neither start a line nor a section.
import type { Day } from '../kit/index.ts';
import { oneLine, type Tlp } from '../marking/index.ts';

export interface NoticeInput {
  /** Who sends the page. */
  readonly from: string;
  readonly madeOn: Day;
  readonly tlp: Tlp;
  /** What is at risk, in the operator's own words. */
  readonly products: readonly string[];
  readonly hit: 'yes' | 'no' | 'unknown';
  /** What the answer rests on, for instance the day of the inventory. */
  readonly inventoryOf?: Day;
  /** Steps to find out. */
  readonly look: readonly string[];
  /** Steps to take. */
  readonly act: readonly string[];
  readonly due: { readonly day: Day } | { readonly none: 'next-upgrade' | 'not-started' | 'unknown' };
  /** Steps for those who cannot patch. */
  readonly ifYouCannot: readonly string[];
  readonly contacts: readonly NoticeContact[];
  readonly attacks: 'yes' | 'no' | 'unknown';
  /** What an attacker could do, in one short sentence. */
  readonly harm?: string;
  readonly source: { readonly id: string; readonly url?: string };
}

export interface NoticeContact {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  readonly hours?: string;
}

/** Part of a line: `prose` is read and graded; a `name` (product, person, id, address, date) is neither ours to choose nor graded. */
export interface NoticePart {
  readonly kind: 'prose' | 'name';
  readonly text: string;
}
export type NoticeLine = readonly NoticePart[];

export interface NoticeSection {
  readonly id: 'hit' | 'look' | 'act' | 'due' | 'cannot' | 'call' | 'why' | 'source';
  readonly heading: string;
  readonly lines: readonly NoticeLine[];
  /** Steps are numbered, in order. */
  readonly steps: boolean;
}

export interface Notice {
  readonly tlp: Tlp;
  readonly title: NoticeLine;
  readonly sections: readonly NoticeSection[];
  /** The whole page as plain text, at most 70 lines. */
  readonly text: string;
}

const MAX_STEPS = 6;
const MAX_STEP = 220;
const MAX_PRODUCTS = 8;
const MAX_CONTACTS = 3;

/** The page. Every input is cut to what fits on one sheet, and says so where it was cut. */
export function noticeOf(input: NoticeInput): Notice {
  const title: NoticeLine = [prose('Security notice for '), ...productList(input.products, 2)];
  const sections = [
    hitSection(input),
    lookSection(input),
    actSection(input),
    dueSection(input),
    cannotSection(input),
    callSection(input),
    whySection(input),
    sourceSection(input),
  ].filter((section) => section !== undefined);
  return { tlp: input.tlp, title, sections, text: textOf(input, title, sections) };
}

/** What is graded: prose as it stands, each name as one word of one syllable, so that a long product name makes no page harder. */
export function gradedText(notice: Notice): string {
  const graded = (line: NoticeLine) => line.map((part) => (part.kind === 'prose' ? part.text : 'it')).join('');
  return [notice.title, ...notice.sections.flatMap((s) => [[prose(s.heading)], ...s.lines])].map(graded).join('\n');
}

/** A calendar day as people say it: Sunday, June 21, 2026. */
export function dayInWords(day: Day): string {
  const date = new Date(`${day}T00:00:00Z`);
  return `${WEEKDAYS[date.getUTCDay()]}, ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function hitSection(input: NoticeInput): NoticeSection {
  const products = productList(input.products, MAX_PRODUCTS);
  const since: NoticeLine = input.inventoryOf
    ? [prose(' This is from your list of '), name(dayInWords(input.inventoryOf)), prose('.')]
    : [];
  const answers: { readonly [hit in NoticeInput['hit']]: readonly NoticeLine[] } = {
    yes: [[prose('Yes. You use '), ...products, prose('. It has a hole that must be closed.'), ...since]],
    no: [
      [prose('No. Your list has no risky form of '), ...products, prose('.'), ...since],
      [prose('If your list is old or not complete, look again.')],
    ],
    unknown: [
      [prose('We do not know. You may use '), ...products, prose('. We could not tell which version.'), ...since],
      [prose('Do not wait for us. Look now, as shown below.')],
    ],
  };
  return { id: 'hit', heading: 'Are we hit?', lines: answers[input.hit], steps: false };
}

function lookSection(input: NoticeInput): NoticeSection {
  const none: NoticeLine[] = [[prose('Ask the firm that sold it or looks after it: which version do we have?')]];
  return stepSection('look', 'How to look', input.look, none);
}

function actSection(input: NoticeInput): NoticeSection {
  const none: NoticeLine[] = [[prose('There is no fix yet. We will send a new page when there is one.')]];
  if (input.hit === 'no') return stepSection('act', 'What to do', [], [[prose('Nothing now. Keep this page.')]]);
  return stepSection('act', 'Do this', input.act, none);
}

function dueSection(input: NoticeInput): NoticeSection | undefined {
  if (input.hit === 'no') return undefined;
  const line: NoticeLine =
    'day' in input.due
      ? [prose('Be done by '), name(dayInWords(input.due.day)), prose('. '), prose(weekendWarning(input.due.day))]
      : [prose(NO_DUE[input.due.none])];
  return { id: 'due', heading: 'By when', lines: [line], steps: false };
}

const NO_DUE = {
  'next-upgrade': 'No date is set. Do it the next time you update or rebuild it.',
  'not-started': 'No date is set yet. The clock starts when you find it on one of your machines.',
  unknown: 'We cannot tell you a date yet, as some facts are not known. Do it as soon as you can.',
};

/** The date does not move to Monday, and people would think that it does. */
function weekendWarning(day: Day): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6
    ? 'The date does not move, though it is on a weekend.'
    : 'The date does not move.';
}

function cannotSection(input: NoticeInput): NoticeSection | undefined {
  if (input.hit === 'no') return undefined;
  const none: NoticeLine[] = [
    [prose('Take it off the network if you can do so safely.')],
    [prose('If you cannot, call the number below and ask for help.')],
  ];
  return stepSection('cannot', 'If you cannot do it', input.ifYouCannot, none);
}

function callSection(input: NoticeInput): NoticeSection {
  const lines = input.contacts.slice(0, MAX_CONTACTS).map((contact): NoticeLine => {
    const ways = [contact.phone, contact.email, contact.hours].flatMap((way) => {
      const text = oneLine(way ?? '', 80);
      return text === '' ? [] : [prose(', '), name(text)];
    });
    return [name(oneLine(contact.name, 80) || 'unnamed'), ...ways];
  });
  const none: NoticeLine[] = [[prose('No contact is known. Ask whoever sent you this page.')]];
  return { id: 'call', heading: 'Who to call', lines: lines.length > 0 ? lines : none, steps: false };
}

function whySection(input: NoticeInput): NoticeSection {
  const harm = oneLine(input.harm ?? '', MAX_STEP);
  const attacks = {
    yes: 'Criminals use this hole now.',
    no: 'We know of no attack that uses this hole so far.',
    unknown: 'We do not know if it is used in attacks.',
  };
  const lines: NoticeLine[] = [[prose(attacks[input.attacks])]];
  if (harm !== '') lines.push([prose(sentence(harm))]);
  return { id: 'why', heading: 'Why', lines, steps: false };
}

function sourceSection(input: NoticeInput): NoticeSection {
  const url = oneLine(input.source.url ?? '', 200);
  const lines: NoticeLine[] = [
    [
      prose('Sent by '),
      name(oneLine(input.from, 80) || 'unnamed'),
      prose(' on '),
      name(dayInWords(input.madeOn)),
      prose('. Ask for '),
      name(oneLine(input.source.id, 80) || 'unnamed'),
      prose('.'),
    ],
  ];
  if (url !== '') lines.push([prose('Read more: '), name(url)]);
  return { id: 'source', heading: 'Where this comes from', lines, steps: false };
}

function stepSection(
  id: NoticeSection['id'],
  heading: string,
  steps: readonly string[],
  none: readonly NoticeLine[],
): NoticeSection {
  const clean = steps.map((step) => oneLine(step, MAX_STEP)).filter((step) => step !== '');
  if (clean.length === 0) return { id, heading, lines: none, steps: false };
  const lines: NoticeLine[] = clean.slice(0, MAX_STEPS).map((step) => [prose(sentence(step))]);
  if (clean.length > MAX_STEPS) lines.push([prose(`There are ${clean.length - MAX_STEPS} more steps. Ask for them.`)]);
  return { id, heading, lines, steps: true };
}

function productList(products: readonly string[], max: number): NoticePart[] {
  const names = [...new Set(products.map((product) => oneLine(product, 80)))].filter((product) => product !== '');
  if (names.length === 0) return [prose('a product that we cannot name')];
  const shown = names.slice(0, max);
  const more = names.length - shown.length;
  const parts = shown.flatMap((product, i) => {
    const joint = i === 0 ? '' : i === shown.length - 1 && more === 0 ? ' and ' : ', ';
    return joint === '' ? [name(product)] : [prose(joint), name(product)];
  });
  return more > 0 ? [...parts, prose(` and ${more} more`)] : parts;
}

function textOf(input: NoticeInput, title: NoticeLine, sections: readonly NoticeSection[]): string {
  const plain = (line: NoticeLine) => line.map((part) => part.text).join('');
  const body = sections.flatMap((section) => [
    '',
    section.heading.toUpperCase(),
    ...section.lines.map((line, i) => (section.steps ? `  ${i + 1}. ${plain(line)}` : `  ${plain(line)}`)),
  ]);
  return [input.tlp, '', plain(title), ...body, '', input.tlp, ''].join('\n');
}

const prose = (text: string): NoticePart => ({ kind: 'prose', text });
const name = (text: string): NoticePart => ({ kind: 'name', text });

const sentence = (text: string): string => (/[.!?…:]$/.test(text) ? text : `${text}.`);
