// How far the findings of a report got: in words, largest step first. Nothing is hidden: what is left waits.
import type { ReportStatus } from '@leadtime/contract';
import { number } from '../../ui/index.ts';

type Outcomes = ReportStatus['outcomes'];
const STEPS: readonly (readonly [keyof Outcomes, string])[] = [
  ['published', 'published'],
  ['fixed', 'fixed'],
  ['told', 'told'],
  ['validated', 'validated'],
  ['new', 'new'],
  ['duplicate', 'known already'],
  ['rejected', 'rejected'],
];

export function Outcomes({
  outcomes,
  findings,
  short = false,
}: {
  outcomes: Outcomes;
  findings: number;
  short?: boolean;
}) {
  if (findings === 0) return <span className="muted">nothing read from it yet</span>;
  const shown = STEPS.filter(([step]) => outcomes[step] > 0).slice(0, short ? 3 : undefined);
  if (shown.length === 0) return <span className="muted">waits for triage</span>;
  return (
    <span className="outcomes num">
      {shown.map(([step, word]) => (
        <span key={step} data-step={step}>
          <b>{number(outcomes[step])}</b> {word}
        </span>
      ))}
    </span>
  );
}
