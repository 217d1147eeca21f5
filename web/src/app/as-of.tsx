// How old what we know is: the oldest outside feed, in words; each of them on demand.
import { Icon, Menu, relative, Time, useNow } from '../ui/index.ts';
import { useSession } from './session.tsx';

export function AsOf() {
  const { feeds } = useSession().instance;
  const now = useNow();
  if (feeds.length === 0) return null;
  const read = feeds.flatMap((f) => (f.asOf ? [Date.parse(f.asOf)] : []));
  const missing = feeds.filter((f) => !f.asOf);
  const stale = feeds.some((f) => f.stale);
  const words = read.length === 0 ? 'no feed read yet' : `as of ${relative(Math.min(...read), now)}`;
  return (
    <Menu
      label={stale ? 'How old the data is; some feeds are old' : 'How old the data is'}
      button={
        <span className="as-of" data-stale={stale || undefined}>
          <Icon name={stale ? 'warning' : 'clock'} size={14} />
          <span>{stale ? `${words}, old` : words}</span>
        </span>
      }
    >
      <div className="menu-text">
        <h2>How old the data is</h2>
        <ul className="feed-ages">
          {feeds.map((f) => (
            <li key={f.source}>
              <strong>{f.source}</strong> {f.asOf ? <Time at={f.asOf} /> : <span className="muted">never read</span>}
              {f.stale ? <span className="tone-amber"> · past its maximum age</span> : null}
            </li>
          ))}
        </ul>
        <p className="muted">
          {stale || missing.length > 0
            ? 'Past a feed’s maximum age, “not affected” is shown as undetermined.'
            : 'All feeds are within their maximum age.'}
        </p>
      </div>
    </Menu>
  );
}
