// Pages of a long answer: where we are, before, next. Absent when all is shown.
import './inventories.css';
import { Button, number } from '../../ui/index.ts';

export function Pager({
  offset,
  limit,
  total,
  onGo,
}: {
  offset: number;
  limit: number;
  total: number;
  onGo: (offset: number) => void;
}) {
  if (total <= limit) return null;
  const last = Math.min(offset + limit, total);
  return (
    <nav className="cluster pager no-print" aria-label="Pages">
      <Button icon="left" disabled={offset === 0} onClick={() => onGo(Math.max(0, offset - limit))}>
        Before
      </Button>
      <span className="num">
        {number(offset + 1)} to {number(last)} of {number(total)}
      </span>
      <Button disabled={last >= total} onClick={() => onGo(offset + limit)}>
        Next
      </Button>
    </nav>
  );
}
