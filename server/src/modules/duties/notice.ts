// The one page for a duty, in plain words: lib/notice writes it, this brings together what it rests on.
import { type Answer, advisoryDraft } from '@leadtime/contract';
import { rangeText } from '@leadtime/lib/exposure';
import { type Day, dayOf } from '@leadtime/lib/kit';
import { parseTlp, type Tlp } from '@leadtime/lib/marking';
import { gradedText, type Notice, type NoticeInput, noticeOf, readingGrade } from '@leadtime/lib/notice';
import { notFound } from '../../edge/refusal.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DutyRecord } from './plan.ts';
import * as store from './store.ts';
import { HIDDEN_TITLE } from './views.ts';

export async function noticeFor(tx: Tx, id: string): Promise<Answer<'duties.notice'>> {
  const duty = await tx.maybe(store.DUTY, [id]);
  if (!duty) throw notFound();
  const facts = await tx.one(store.NOTICE_FACTS, [id]);
  const input = inputOf(duty, facts, tx.now);
  const notice = noticeOf(input);
  return {
    title: duty.title === null ? HIDDEN_TITLE : plain(notice.title),
    tlp: notice.tlp,
    forParty: duty.party_name ?? 'a party',
    madeAt: tx.now,
    asOf: facts.as_of ?? duty.detected_at,
    grade: Math.round(readingGrade(gradedText(notice)).grade * 10) / 10,
    sections: notice.sections.map((s) => ({ heading: s.heading, lines: s.lines.map(plain) })),
  };
}

const plain = (line: Notice['title']): string => line.map((part) => part.text).join('');

type Facts = (typeof store.NOTICE_FACTS)['row'] & object;

function inputOf(duty: store.DutyRow, facts: Facts, now: string): NoticeInput {
  const advice = adviceOf(facts);
  return {
    from: facts.from_name,
    madeOn: dayOf(now),
    tlp: atLeastAmber(duty.tlp),
    products: [[duty.component, duty.version, duty.asset && `(${duty.asset})`].filter(Boolean).join(' ')],
    hit: hitOf(duty),
    ...(facts.inventory_as_of === null ? {} : { inventoryOf: dayOf(facts.inventory_as_of) }),
    look: advice?.look ?? lookSteps(duty, facts),
    act: actSteps(duty),
    due: dueOf(duty),
    ifYouCannot: advice?.ifYouCannot ?? [],
    contacts: [...facts.helpers, facts.from_name].map((name) => ({ name })),
    attacks:
      duty.kev_at !== null || facts.exploitation === 'active'
        ? 'yes'
        : facts.exploitation === 'none'
          ? 'no'
          : 'unknown',
    ...(advice?.harm ? { harm: advice.harm } : {}),
    source: { id: duty.public_id ?? 'an advisory that is not shared any more' },
  };
}

/** The page says what somebody runs and that it has a hole: it is for that party, whatever the advisory's own marking. */
function atLeastAmber(tlp: string | null): Tlp {
  const read = parseTlp(tlp ?? '');
  const label = read.ok ? read.value : 'TLP:RED';
  return label === 'TLP:CLEAR' || label === 'TLP:GREEN' ? 'TLP:AMBER' : label;
}

const hitOf = (d: DutyRecord): NoticeInput['hit'] =>
  d.ended_at !== null || d.state === 'not_affected' || d.exposure_state === 'not_affected'
    ? 'no'
    : d.exposure_state === 'undetermined'
      ? 'unknown'
      : 'yes';

/** What the coordinators wrote for people without staff, where the advisory is of ours. */
function adviceOf({ source, record }: Facts): { look: string[]; ifYouCannot: string[]; harm: string } | undefined {
  if (source !== 'ours') return undefined;
  const draft = advisoryDraft.safeParse(record);
  const words = draft.success ? draft.data.plain : undefined;
  return words && { look: steps(words.howToLook), ifYouCannot: steps(words.ifYouCannot), harm: words.what };
}

/** Sentences as steps: one thing to do on each line. */
const steps = (text: string): string[] =>
  text
    .slice(0, 2_000)
    .split(/(?<=[.!?])\s+|\n+/)
    .map((step) => step.trim())
    .filter((step) => step !== '');

function lookSteps(duty: DutyRecord, { opens, closes, closes_kind }: Facts): string[] {
  const kind =
    closes_kind === 'fixed' || closes_kind === 'last_affected' || closes_kind === 'limit' || closes_kind === 'listed'
      ? closes_kind
      : undefined;
  const range =
    opens === null
      ? undefined
      : rangeText({ from: opens, ...(closes !== null && kind ? { to: { kind, version: closes } } : {}) });
  const product = duty.package.startsWith('product/');
  return [
    product ? 'Find the device or program on your list.' : 'Ask who looks after the system to open its list of parts.',
    product
      ? 'Look for its version on the screen, in its menu, or on its label.'
      : 'Find the part that is named above, and its version.',
    ...(range === undefined
      ? []
      : [range === 'all versions' ? 'Each version has the hole.' : `These versions have the hole: ${range}.`]),
  ];
}

const actSteps = (duty: DutyRecord): string[] => [
  ...(duty.forensic ? ['First save the logs. Someone may have been in, and the update can wipe the traces.'] : []),
  ...(duty.exposure_state === 'undetermined'
    ? ['Find out which version you have.', 'If it is one of those above, do the rest of this page.']
    : []),
  ...(duty.fixed_in === null
    ? []
    : [`Update it to version ${duty.fixed_in} or newer.`, 'See that it works, and write down the day.']),
];

function dueOf(duty: DutyRecord): NoticeInput['due'] {
  if (duty.due !== null) return { day: duty.due as Day }; // a date column
  return {
    none:
      duty.decision.clock === 'no-date'
        ? 'next-upgrade'
        : duty.decision.clock === 'not-started'
          ? 'not-started'
          : 'unknown',
  };
}
