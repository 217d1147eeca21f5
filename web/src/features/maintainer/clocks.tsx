// The clocks of a case, and what its maintainer has said of each product.
import type { CaseView } from '@leadtime/contract';
import { Foreign, Section, StateTag, Time } from '../../ui/index.ts';

export function Clocks({ view }: { view: CaseView }) {
  return (
    <Section title="Clocks">
      <ul className="clock-list">
        {view.clocks.map((c) => (
          <li key={c.name}>
            <div className="cluster spread">
              <b>{c.name}</b>
              <StateTag state={c.state} quiet />
            </div>
            {c.due ? <Time at={c.due} zone={c.zone} /> : <span className="muted">no time set</span>}
            <p className="muted">
              <Foreign>{c.why}</Foreign>
            </p>
          </li>
        ))}
      </ul>
      <p className="muted">Attacks, or a leak, can end an embargo early.</p>
    </Section>
  );
}

export function Products({ view }: { view: CaseView }) {
  return (
    <Section title="Your word, per product">
      {view.vendorStatuses.length === 0 ? (
        <p className="muted">You have said nothing yet. Not answered is shown as such.</p>
      ) : (
        <ul className="clock-list">
          {view.vendorStatuses.map((s) => (
            <li key={s.product}>
              <div className="cluster spread">
                <b>
                  <Foreign>{s.product}</Foreign>
                </b>
                <StateTag state={s.status} quiet />
              </div>
              {s.justification ? (
                <p className="muted">
                  <Foreign>{s.justification}</Foreign>
                </p>
              ) : null}
              {s.fixedVersion ? (
                <p>
                  Fixed in <Foreign mono>{s.fixedVersion}</Foreign>
                </p>
              ) : null}
              {s.by && s.at ? (
                <p className="muted">
                  <Foreign>{s.by}</Foreign>, <Time at={s.at} />
                </p>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
