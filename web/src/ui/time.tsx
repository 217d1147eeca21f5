// A point in time: relative to read, exact with its zone on hover, on focus and on paper.
import { createContext, useContext } from 'react';
import { useNow } from './now.tsx';
import { dayAndHour, dayInWords, dueInWords, exact, relative, span } from './words.ts';

/** True inside rows of a table: there the row has the focus, and times are not stops of their own. */
export const InRow = createContext(false);

export interface TimeProps {
  /** RFC 3339 instant. */
  readonly at: string;
  /** IANA zone in which it was set; the reader's own zone otherwise. */
  readonly zone?: string | null;
  /** "3 d" instead of "3 days ago". */
  readonly short?: boolean;
}

export function Time({ at, zone, short = false }: TimeProps) {
  const now = useNow();
  const inRow = useContext(InRow);
  const millis = Date.parse(at);
  if (Number.isNaN(millis)) return <span className="muted">unknown time</span>;
  const full = exact(millis, zone ?? undefined);
  // On paper a row has room for a day and an hour; outside of tables all of it is printed.
  const text = short ? span(millis - now) : relative(millis, now);
  return (
    <time className="time" dateTime={at} tabIndex={inRow ? undefined : 0} title={inRow ? full : undefined}>
      <span className="time-relative">{text}</span>
      <span className="time-exact">{inRow ? dayAndHour(full) : full}</span>
    </time>
  );
}

/** A calendar day that something is due: "due in 3 days", with the day itself beside it. */
export function DueDay({ day }: { day: string }) {
  const now = useNow();
  const words = dueInWords(day, now);
  const tone = words.startsWith('overdue') ? 'red' : words === 'due today' ? 'amber' : undefined;
  return (
    <span className="due" data-tone={tone}>
      {words} <span className="muted nowrap">{dayInWords(day)}</span>
    </span>
  );
}
