// Why one advisory reaches one component, or does not, told to somebody who is no specialist: what you run, what the advisory says,
// what mends it, how we know, and where we do not know, what would settle it.
import type { exposureWhy, Reason } from '@leadtime/contract';
import { type Evidence, type IntervalEvidence, rangeText, type Tier } from '@leadtime/lib/exposure';
import { dayOf, millisOf } from '@leadtime/lib/kit';
import type { z } from 'zod';
import type { ExposureRow } from './store.ts';
import { exposureOf, labelOf } from './views.ts';
import { versionLine } from './why-line.ts';
import type { RangeRow, StatementRow, WhyRow } from './why-store.ts';
import { HOW_SURE, HOW_WE_KNOW, type SettleCode, WHAT_SETTLES, WHY_ENDED } from './why-words.ts';

export interface WhyFacts {
  readonly row: ExposureRow;
  readonly more: WhyRow;
  /** What the advisory says of the package today, by the order of versions. */
  readonly ranges: readonly RangeRow[];
  readonly statements: readonly StatementRow[];
}

const SHOWN_RANGES = 50;

export function whyOf({ row, more, ranges, statements }: WhyFacts): z.input<typeof exposureWhy> {
  const evidence = row.evidence as unknown as Evidence; // written by match in this shape
  const told: Told = { row, more, evidence, reason: row.reason as Reason, ranges }; // written by match in this shape
  return {
    exposure: exposureOf(row, more),
    asset: more.asset,
    inventory:
      more.inventory_id === null || row.inventory === null || more.inventory_as_of === null
        ? null
        : { id: more.inventory_id, name: row.inventory, asOf: more.inventory_as_of, dated: more.dated ?? false },
    advisory: {
      aliases: more.aliases ?? [],
      revision: more.revision,
      publishedAt: more.published_at,
      modifiedAt: more.modified_at,
    },
    story: [run(told), claim(told), place(told), mend(told), howWeKnow(told)].filter((r) => r !== undefined),
    settle: settle(told),
    line: versionLine(evidence, row.state),
    ranges: ranges.slice(0, SHOWN_RANGES).map(rangeOf),
    rangesTotal: ranges.length,
    statements: statements.map((s) => ({
      by: s.by_name,
      at: s.at,
      status: s.state === 'mitigated' ? 'affected' : s.state,
      justification: s.justification,
      text: s.note,
      contradicts: s.state === 'not_affected' && row.state === 'affected',
    })),
    ended: more.ended_at === null ? null : { at: more.ended_at, why: WHY_ENDED[more.ended_why ?? 'component-gone'] },
  };
}

interface Told {
  readonly row: ExposureRow;
  readonly more: WhyRow;
  readonly evidence: Evidence;
  readonly reason: Reason;
  readonly ranges: readonly RangeRow[];
}

function run({ row, more }: Told): Reason {
  const what = row.version === null ? labelOf(row) : withVersion(labelOf(row), row.version);
  const others = more.assets > 1 ? `, and on ${more.assets - 1} more` : '';
  const line = row.line === null ? '' : ` in row ${row.line}`;
  const says = row.version === null ? `lists it${line} without a version` : `says so${line}`;
  const list = row.inventory === null ? '' : ` Your inventory “${row.inventory}”${ofDay(more)} ${says}.`;
  return { code: 'run', text: `You run ${what} on ${more.asset ?? 'an asset that has no name'}${others}.${list}` };
}

const withVersion = (label: string, version: string): string =>
  label.endsWith(version) ? label : `${label} ${version}`;

const ofDay = ({ inventory_as_of, dated }: WhyRow): string =>
  inventory_as_of === null ? '' : `${dated ? ' of' : ', sent'} ${words(inventory_as_of)}${dated ? '' : ','}`;

function claim({ row, more, evidence, ranges }: Told): Reason {
  if (row.public_id === null)
    return {
      code: 'claim',
      text: 'The advisory is not shared with your party any more, so what it says is not shown.',
    };
  const when = [
    more.revision === null || more.revision < 1 ? undefined : `revision ${more.revision}`,
    more.published_at === null ? undefined : `published ${words(more.published_at)}`,
    more.modified_at === null || sameDay(more.modified_at, more.published_at)
      ? undefined
      : `changed ${words(more.modified_at)}`,
  ].filter((w) => w !== undefined);
  return {
    code: 'claim',
    text: `Advisory ${row.public_id}${when.length > 0 ? ` (${when.join(', ')})` : ''} ${says(evidence, ranges)}`,
  };
}

/** What the advisory says, by the range that decided; else by all its ranges where they are few. */
function says(evidence: Evidence, ranges: readonly RangeRow[]): string {
  const near = [evidence.below, evidence.interval, evidence.above].filter((i) => i !== undefined);
  const told = near.length > 0 ? near : ranges.length <= 3 ? ranges.map(intervalOf) : [];
  if (told.length === 0) return 'names this package, and gives no range of versions that can be compared.';
  const others = ranges.length - told.length;
  const more =
    others > 0 ? ` It names ${others} more ${others === 1 ? 'range' : 'ranges'} that yours is not near.` : '';
  return `says that ${told.map(rangeInWords).join(', and ')} ${told.length === 1 && told[0]?.to?.kind === 'listed' ? 'is' : 'are'} affected.${near.length > 0 ? more : ''}`;
}

/** "versions from 1.0.0 up to but not including 1.2.5" */
export function rangeInWords({ from, after, to }: Pick<IntervalEvidence, 'from' | 'after' | 'to'>): string {
  if (to?.kind === 'listed' && to.version === from) return `version ${from}`;
  const start = from === '0' ? '' : ` ${after ? 'after' : 'from'} ${from}`;
  if (!to) return start === '' ? 'all versions' : `versions${start}${after ? '' : ' on'}, with no end,`;
  if (to.kind === 'last_affected' || to.kind === 'listed') return `versions${start} up to and including ${to.version}`;
  return start === '' ? `versions before ${to.version}` : `versions${start} up to but not including ${to.version}`;
}

function place({ row, reason }: Told): Reason {
  const yours = row.version ?? 'without a version';
  if (row.state === 'undetermined')
    return { code: 'place', text: `Whether yours is one of them, we cannot tell. ${reason.text}` };
  if (row.state === 'not_affected')
    return { code: 'place', text: `Yours, ${yours}, is not one of them: you need do nothing about this one.` };
  return {
    code: 'place',
    text:
      reason.code === 'all-versions' || reason.code === 'same-file'
        ? 'So yours is affected, too.'
        : `Yours, ${yours}, is one of them.`,
  };
}

function mend({ row }: Told): Reason | undefined {
  if (row.state !== 'affected') return undefined;
  if (row.informational)
    return {
      code: 'informational',
      text: 'The advisory only informs (that something is not maintained, for example), so it sets no duty.',
    };
  return {
    code: 'mend',
    text:
      row.fixed_in === null
        ? 'It names no fixed version. Keep it away from networks that it does not need, and ask its maker for a fix.'
        : `Fixed in ${row.fixed_in}: update to that version or a newer one.`,
  };
}

const howWeKnow = ({ row, evidence }: Told): Reason => ({
  code: 'how',
  text: `How we know: ${HOW_WE_KNOW[evidence.via]}. ${HOW_SURE[row.tier as Tier]}`, // written by match from a Tier
});

/** What would settle what is undetermined. */
function settle({ row, reason }: Told): Reason | null {
  if (row.state !== 'undetermined') return null;
  const known = Object.hasOwn(WHAT_SETTLES, reason.code) ? WHAT_SETTLES[reason.code as SettleCode] : undefined; // looked up
  return {
    code: 'settle',
    text: known ?? 'Ask the maker whether your version is affected, and write the answer into the duty.',
  };
}

const rangeOf = (r: RangeRow): string => rangeText(intervalOf(r));

const intervalOf = (r: RangeRow): Pick<IntervalEvidence, 'from' | 'to'> => ({
  from: r.opens,
  ...(r.closes === null || r.closes_kind === null ? {} : { to: { kind: r.closes_kind, version: r.closes } }),
});

const words = (instant: string): string => DAY.format(millisOf(instant));
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const sameDay = (a: string, b: string | null): boolean => b !== null && dayOf(a) === dayOf(b);
