// Today's flow: what came in and what became of it.
import { memo } from 'react';
import { useApi } from '../../app/api.ts';
import { number, Time } from '../../ui/index.ts';

const PARTS = [
  ['in', 'in'],
  ['merged', 'merged'],
  ['validated', 'validated'],
  ['rejected', 'rejected'],
  ['told', 'told'],
] as const;

export const Flow = memo(function Flow() {
  const { data } = useApi('vulnerabilities.flow', { every: 30_000 });
  if (!data) return <div className="flow" aria-hidden="true" />;
  const most = Math.max(1, ...PARTS.map(([key]) => data[key]));
  return (
    <section className="flow" aria-label="Today’s flow">
      <dl>
        {PARTS.map(([key, label]) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd className="num">{number(data[key])}</dd>
            <span className="flow-bar" aria-hidden="true">
              <span style={{ width: `${(data[key] / most) * 100}%` }} />
            </span>
          </div>
        ))}
      </dl>
      <p className="muted">
        since <Time at={data.since} />
      </p>
    </section>
  );
});
