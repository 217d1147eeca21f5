// The eight hops of the stream as a line in time, with what happened between them, by whom and why.
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { A } from './link.tsx';
import { Foreign } from './text.tsx';
import { Time } from './time.tsx';

export interface TimelineItem {
  readonly at: string;
  /** 1 to 8 where it is a hop of the tour. */
  readonly hop: number | null;
  readonly text: string;
  readonly by: string | null;
  readonly reasons: readonly { readonly text: string }[];
  /** Ledger entry that proves it. */
  readonly entryId: string | null;
  readonly action?: ReactNode;
  readonly undone?: boolean;
}

export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className="timeline">
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a record in order; entries have no id of their own
        <li key={`${item.at}-${i}`} data-hop={item.hop ?? undefined} data-undone={item.undone || undefined}>
          <span className="timeline-mark" aria-hidden="true">
            {item.hop ?? ''}
          </span>
          <div className="timeline-what">
            <p>
              {item.hop ? <span className="sr-only">Hop {item.hop} of 8. </span> : null}
              <Foreign>{item.text}</Foreign>
            </p>
            <Why reasons={item.reasons} />
            <p className="timeline-when">
              <Time at={item.at} />
              {item.by ? (
                <>
                  {' · '}
                  <Foreign>{item.by}</Foreign>
                </>
              ) : null}
              {item.entryId ? (
                <>
                  {' · '}
                  <A href={`/ledger/entries/${item.entryId}`} className="proof-link">
                    <Icon name="ledger" size={12} /> proof
                  </A>
                </>
              ) : null}
            </p>
          </div>
          {item.action}
        </li>
      ))}
    </ol>
  );
}

/** One or two reasons stand there; more are behind a fold. */
function Why({ reasons }: Pick<TimelineItem, 'reasons'>) {
  const lines = reasons.map((reason) => (
    <p key={reason.text} className="timeline-why">
      Why: <Foreign>{reason.text}</Foreign>
    </p>
  ));
  if (lines.length <= 2) return lines;
  return (
    <details>
      <summary className="muted">Why: {lines.length} reasons</summary>
      {lines}
    </details>
  );
}
