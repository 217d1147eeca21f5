import type { Answer } from '@leadtime/contract';
import { A, count, number } from '../../ui/index.ts';
import './inventories.css';

type Inventory = Answer<'inventories.list'>['items'][number];

/** Matched, undetermined and unmatched as one bar of all components; each part opens its list. */
export function MatchBar({ inv }: { inv: Inventory }) {
  const known = Math.max(0, inv.components - inv.affected - inv.undetermined - inv.unmatched);
  const parts = [
    { name: 'affected', n: inv.affected, state: 'affected' },
    { name: 'compared, nothing known', n: known, state: 'no_advisory' },
    { name: 'undetermined', n: inv.undetermined, state: 'undetermined' },
    { name: 'could not be matched', n: inv.unmatched, state: 'cannot_match' },
  ];
  return (
    <div className="match">
      {inv.matchedAt === null ? (
        <p className="muted">Being compared with all advisories now: these counts are not whole yet.</p>
      ) : null}
      <div className="match-bar" aria-hidden="true">
        {parts.map((p) => (p.n > 0 ? <span key={p.state} data-part={p.state} style={{ flexGrow: p.n }} /> : null))}
      </div>
      <ul className="match-words num">
        {parts.map((p) => (
          <li key={p.state} data-part={p.state}>
            <A href={`/inventories/${inv.id}?state=${p.state}`}>
              {number(p.n)} {p.name}
            </A>
          </li>
        ))}
        <li className="muted">
          of {count(inv.components, 'component')} on {count(inv.assets, 'asset')}
        </li>
      </ul>
    </div>
  );
}
