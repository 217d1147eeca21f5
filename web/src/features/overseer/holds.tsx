// What holds back telling, and who owns it. Every hold has an owner and an end; the old ones stand out.
import type { Answer } from '@leadtime/contract';
import { Foreign, Icon, number, Section, sentence, spaced, Time } from '../../ui/index.ts';
import './overseer.css';

type HoldsSummary = Answer<'measures.holds'>;

export function Holds({ holds }: { holds: HoldsSummary }) {
  const rows = holds.items.toSorted((a, b) => b.count - a.count);
  const top = Math.max(1, ...rows.map((r) => r.count));
  return (
    <Section
      title="What is held back, and by whom"
      count={number(holds.total)}
      lead="A vendor is told as soon as something is validated or exploited. Each other wait is a hold with an owner, a reason and an end."
    >
      {rows.length === 0 ? (
        <p>Nothing is held back. Everything validated was told.</p>
      ) : (
        <table className="holds">
          <thead>
            <tr>
              <th scope="col">Why</th>
              <th scope="col">Owner</th>
              <th scope="col">Held</th>
              <th scope="col">Oldest</th>
              <th scope="col">Ends soon</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.kind + r.owner}>
                <td data-label="Why">
                  <span>
                    <Icon name="hold" size={14} /> {sentence(spaced(r.kind))}
                  </span>
                </td>
                <td data-label="Owner">
                  <Foreign>{r.owner}</Foreign>
                </td>
                <td data-label="Held" className="num">
                  <span
                    className="holds-bar"
                    style={{ inlineSize: `${Math.max(2, (r.count / top) * 100)}%` }}
                    aria-hidden="true"
                  />
                  <b>{number(r.count)}</b>
                </td>
                <td data-label="Oldest">
                  {r.oldestSince ? <Time at={r.oldestSince} /> : <span className="muted">unknown</span>}
                </td>
                <td data-label="Ends soon" className="num">
                  {r.expiringSoon > 0 ? number(r.expiringSoon) : <span className="muted">none</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="muted">
        As of <Time at={holds.asOf} />.
      </p>
    </Section>
  );
}
