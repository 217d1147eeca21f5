// Quantities with an end: budgets and progress. The words carry it; the bar repeats them.
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { number } from './words.ts';

/** "2 of 2 this week": cells when there are few, a bar when there are many. */
export function Meter({
  value,
  of,
  label,
  tone,
}: {
  value: number;
  of: number;
  label: string;
  tone?: 'accent' | 'amber' | 'red' | 'green';
}) {
  const full = of > 0 ? Math.min(1, value / of) : 1;
  const cells = of > 0 && of <= 12;
  return (
    <div className="meter" data-tone={tone ?? (value >= of ? 'amber' : 'accent')}>
      <span className="meter-words num">{label}</span>
      <span className="meter-track" role="img" aria-label={label}>
        {cells ? (
          Array.from({ length: of }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cells of a bar
            <span key={i} className="meter-cell" data-on={i < value || undefined} />
          ))
        ) : (
          <span className="meter-fill" style={{ width: `${full * 100}%` }} />
        )}
      </span>
    </div>
  );
}

/** Long work: what is happening, how much is left, and a way to stop. `value` 0 to 1; null while not known. */
export function Progress({
  value,
  what,
  left,
  onStop,
  stopLabel = 'Stop',
}: {
  value: number | null;
  what: string;
  left?: ReactNode;
  onStop?: () => void;
  stopLabel?: string;
}) {
  const percent = value === null ? undefined : Math.floor(Math.max(0, Math.min(1, value)) * 100);
  return (
    <div className="progress">
      <div className="progress-words">
        <span>
          {what}
          {percent === undefined ? '' : `, ${number(percent)} %`}
        </span>
        {left ? <span className="muted">{left}</span> : null}
      </div>
      <progress aria-label={what} max={100} value={percent} />
      {onStop ? (
        <Button kind="quiet" icon="stop" onClick={onStop}>
          {stopLabel}
        </Button>
      ) : null}
    </div>
  );
}
