// What one round says: first the conclusion, what is new, what is due, how old the feed is, and exactly what was sent.
import { COUNTS } from '@leadtime/lib/watch';
import { problemLines } from '../failure.ts';
import type { Counts } from '../match/verdicts.ts';
import { count, durationText, table, visible } from '../terminal.ts';
import type { SentCounts } from './counts.ts';
import { type Duty, type News, openDuties } from './duties.ts';
import type { Look } from './look.ts';
import type { Pulled } from './pull.ts';

export interface Round {
  readonly conclusion: string;
  readonly counts: Counts;
  readonly pulled: Pulled;
  readonly advisories: number;
  /** Sentences on what is too old. */
  readonly old: readonly string[];
  readonly vex: Look['vex'];
  readonly news: readonly News[];
  readonly duties: readonly Duty[];
  readonly sent: SentCounts | undefined;
  /** Why nothing was sent. */
  readonly notSent: string | undefined;
  readonly folder: string;
  readonly now: number;
  readonly columns: number | undefined;
  readonly showCounts: boolean;
}

export function roundText(r: Round): string {
  const { pulled, duties, news } = r;
  const open = openDuties(duties);
  const offline =
    pulled.offline === undefined
      ? []
      : [
          `Offline (${visible(pulled.offline)}): this is what was pulled ${ago(r)}. What was published since is not in it.\n`,
        ];
  const contact = pulled.firstContact
    ? [
        `First contact with ${visible(pulled.pin.url)}: its key is ${visible(pulled.pin.key)}. It is kept here; compare it with what its people tell you.\n`,
      ]
    : [];
  return [
    ...contact,
    ...offline,
    `${r.conclusion}\n`,
    ...r.old.map((sentence) => `${sentence}\n`),
    news.length === 0
      ? 'Nothing new since last time.\n'
      : `\nNEW (${news.length})\n${table(
          [{ title: 'what' }, { title: 'advisory' }, { title: 'where' }, { title: 'due' }, { title: 'why' }],
          news.map(({ kind, duty, text }) => [kind, shortName(duty.advisory), duty.asset, duty.dueText, text]),
          r.columns,
        )}`,
    ...(open.length === 0
      ? []
      : [
          `\nTO DO (${open.length})\n${table(
            [
              { title: 'due' },
              { title: 'component' },
              { title: 'version' },
              { title: 'fixed in' },
              { title: 'asset' },
              { title: 'advisory' },
              { title: 'id', whole: true },
            ],
            open.map((d) => [
              dueCell(d),
              d.component,
              d.version,
              d.fixedIn ?? 'none known',
              d.asset,
              shortName(d.advisory),
              d.id,
            ]),
            r.columns,
          )}`,
        ]),
    ...saidByVex(open, r),
    ...(r.vex.problemsTotal === 0
      ? []
      : [
          `\nNot read of the VEX documents (${count(r.vex.problemsTotal, 'problem')})\n`,
          ...problemLines(r.vex.problems, r.vex.problemsTotal).map((line) => `${line}\n`),
        ]),
    `\n${count(r.advisories, 'advisory', 'advisories')} in the feed, pulled ${ago(r)}. Duties: ${visible(r.folder)}/duties.txt\n`,
    ...sentText(r),
  ].join('');
}

/** What VEX says of what is to do; nothing is left out for it. */
function saidByVex(open: readonly Duty[], { columns }: Round): readonly string[] {
  const rows = open.flatMap((d) =>
    (d.vex?.notes ?? []).map((n) => [
      d.component,
      shortName(d.advisory),
      d.exposure,
      statusText(n),
      n.because ?? undefined,
      n.author,
      n.document,
    ]),
  );
  const contradicted = open.flatMap((d) =>
    (d.vex?.contradictions ?? []).map(
      (text) => `  ${visible(d.component)}, ${visible(shortName(d.advisory))}: ${visible(text)}\n`,
    ),
  );
  if (rows.length === 0) return [];
  const titles = ['component', 'advisory', 'match', 'says', 'because', 'author', 'document'];
  return [
    `\nSAID BY VEX (${rows.length}; nothing was left out for it)\n${table(
      titles.map((title) => ({ title })),
      rows,
      columns,
    )}`,
    ...(contradicted.length === 0 ? [] : [`\nCONTRADICTIONS (${contradicted.length})\n`, ...contradicted]),
  ];
}

type Note = NonNullable<Duty['vex']>['notes'][number];
const statusText = ({ status, certain }: Note): string => `${status.replaceAll('_', ' ')}${certain ? '' : ', perhaps'}`;

/** As a line of duties.txt. */
const vexLine = (n: Note): string =>
  `  VEX: ${visible(n.author)} says ${statusText(n)}${n.because === null ? '' : ` (${visible(n.because)})`}, in ${visible(n.document)}\n`;

const ago = ({ pulled, now }: Round): string =>
  pulled.store.at === undefined ? 'never' : `${durationText(now - Date.parse(pulled.store.at))} ago`;

function sentText({ sent, notSent, showCounts }: Round): readonly string[] {
  if (sent === undefined) return [`${notSent ?? 'Nothing was sent.'}\n`];
  const lines = sent.lines.split('\n').length - 1;
  const said = `Sent: numbers of ${count(lines, 'advisory', 'advisories')} (${COUNTS.join(', ')}), and nothing else.`;
  if (!showCounts) return [`${said} See them with --show-counts.\n`];
  return [`${said}\n`, `${visibleLines(sent.note)}${visibleLines(sent.lines)}`];
}

const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

export const dueCell = (d: Duty): string =>
  d.state === 'mitigated' && d.until !== null ? `stop-gap to ${d.until}` : d.dueText;
/** Without where it comes from. */
export const shortName = (advisory: string): string => advisory.slice(advisory.indexOf('/') + 1);

export const roundJson = (r: Round) => ({
  conclusion: r.conclusion,
  counts: r.counts,
  feed: {
    url: r.pulled.pin.url,
    key: r.pulled.pin.key,
    at: r.pulled.store.at ?? null,
    offline: r.pulled.offline ?? null,
    fresh: r.pulled.fresh,
    advisories: r.advisories,
    outside: r.pulled.store.cursor('outside').sequence,
    ours: r.pulled.store.cursor('ours').sequence,
    old: r.old,
  },
  vex: r.vex,
  news: r.news.map(({ kind, duty, text }) => ({ kind, id: duty.id, advisory: shortName(duty.advisory), text })),
  duties: r.duties,
  sent: r.sent ? { note: r.sent.note, lines: r.sent.lines, kept: r.sent.kept, dropped: r.sent.dropped } : null,
  notSent: r.notSent ?? null,
});

/** For people: the same as duties.json, to read and to print. */
export function dutiesText(duties: readonly Duty[], at: string): string {
  const section = (title: string, list: readonly Duty[]): string =>
    list.length === 0
      ? ''
      : `\n${title} (${list.length})\n${list
          .map(
            (d) =>
              `\n${d.id}  ${visible(dueCell(d))}\n  ${visible(shortName(d.advisory))}: ${visible(d.title)}\n  ${visible(d.component)} ${visible(d.version ?? '')} on ${visible(d.asset)}; fixed in ${visible(d.fixedIn ?? 'no known version')}\n  ${visible(d.why)}\n${d.rule.basis.map((text) => `  ${visible(text)}\n`).join('')}${(d.vex?.notes ?? []).map(vexLine).join('')}${(d.vex?.contradictions ?? []).map((text) => `  Contradiction: ${visible(text)}\n`).join('')}${d.note === null ? '' : `  Answer: ${visible(d.note)}\n`}${d.endedWhy === null ? '' : `  Ended: ${d.endedWhy}\n`}`,
          )
          .join('')}`;
  const open = openDuties(duties);
  const rest = duties.filter((d) => !open.includes(d));
  return `Duties as of ${at}. Answer one with: leadtime watch answer ID STATE\n${section('TO DO', open)}${section('DONE OR ENDED', rest)}`;
}
