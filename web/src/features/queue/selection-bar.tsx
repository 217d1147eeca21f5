// What can be done with the selected rows, at the foot of the screen while there are any.
import { Button, count } from '../../ui/index.ts';
import type { Verb } from '../vulnerability/verbs.tsx';

export function SelectionBar({
  n,
  onVerb,
  onAssign,
  onClear,
}: {
  n: number;
  onVerb: (verb: Verb) => void;
  onAssign: () => void;
  onClear: () => void;
}) {
  return (
    <section className="selection-bar no-print" aria-label="With the selected">
      <strong className="num">{count(n, 'vulnerability', 'vulnerabilities')} selected</strong>
      <Button kind="primary" keys="v" onClick={() => onVerb('validate')}>
        Validate or reject
      </Button>
      <Button keys="t" onClick={() => onVerb('tell')}>
        Tell
      </Button>
      <Button keys="h" onClick={() => onVerb('hold')}>
        Hold
      </Button>
      {n > 1 ? (
        <Button keys="m" onClick={() => onVerb('merge')}>
          Merge
        </Button>
      ) : null}
      <Button keys="a" onClick={onAssign}>
        Assign to me
      </Button>
      <Button kind="quiet" keys="Esc" onClick={onClear}>
        Clear
      </Button>
    </section>
  );
}
