// Duties in the order of their days: do this, by when, why you. The clerk's list on Today, and the list of all duties.
import type { Duty } from '@leadtime/contract';
import { A, DueDay, Foreign, Icon, StateTag } from '../../ui/index.ts';
import { Whose } from './party-bar.tsx';

export function Agenda({ duties, label }: { duties: readonly Duty[]; label: string }) {
  return (
    <ol className="agenda" aria-label={label}>
      {duties.map((duty) => (
        <AgendaItem key={duty.id} duty={duty} />
      ))}
    </ol>
  );
}

function AgendaItem({ duty }: { duty: Duty }) {
  return (
    <li className="agenda-item" data-overdue={duty.overdue || undefined} data-state={duty.state}>
      <div className="agenda-when">
        {duty.overdue ? <StateTag state="overdue" /> : null}
        {duty.due ? <DueDay day={duty.due} /> : <span>{duty.dueText}</span>}
      </div>
      <div className="agenda-what">
        <h3>
          <A href={`/duties/${duty.id}`} data-row>
            <Foreign>{duty.doThis}</Foreign>
          </A>
        </h3>
        <p className="agenda-why">
          <Foreign>{duty.why}</Foreign>
        </p>
        <p className="agenda-facts">
          <Whose party={duty.party} />
          {duty.asset ? (
            <span>
              On <Foreign>{duty.asset}</Foreign>
            </span>
          ) : (
            <span className="muted">unknown asset: the inventory does not name one</span>
          )}
          {duty.advisory.kev ? (
            <span className="agenda-kev">
              <Icon name="bolt" size={14} /> attacks are known
            </span>
          ) : null}
          {duty.needsForensics ? <span>look for a break-in first</span> : null}
          {duty.exposureState === 'undetermined' ? (
            <StateTag state="undetermined" label="May not be hit: check" />
          ) : null}
          {duty.state === 'open' ? null : <StateTag state={duty.state} />}
        </p>
      </div>
      <div className="agenda-go no-print">
        <A href={`/duties/${duty.id}/notice`} className="agenda-sheet">
          <Icon name="print" size={14} /> One page
        </A>
      </div>
    </li>
  );
}
