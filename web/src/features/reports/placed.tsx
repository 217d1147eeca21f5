// Problems of an input, each at its place with what to do. All are counted; what is not listed is said.
import { PROBLEM_CODES, type ProblemCode } from '@leadtime/lib/kit';
import { A, Foreign, shownOf } from '../../ui/index.ts';

export interface Placed {
  readonly code: string;
  readonly path: string;
  readonly detail: string;
  readonly advice?: string;
}

export function PlacedProblems({ items, total, label }: { items: readonly Placed[]; total: number; label: string }) {
  if (total === 0) return null;
  return (
    <div className="stack">
      <table className="placed" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">What is wrong and what to do</th>
          </tr>
        </thead>
        <tbody>
          {items.map((p) => (
            <tr key={`${p.path} ${p.code} ${p.detail}`}>
              <td>
                <Foreign mono>{p.path || 'the whole file'}</Foreign>
              </td>
              <td>
                <Foreign>{p.detail.replace(/[.\s]+$/, '')}</Foreign>.{' '}
                <span className="muted">{p.advice ?? adviceOf(p.code)}</span>{' '}
                <A href={`/docs/errors#${p.code}`} className="mono">
                  {p.code}
                </A>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted num">{shownOf(items.length, total, 'problem')}</p>
    </div>
  );
}

const adviceOf = (code: string): string => PROBLEM_CODES[code as ProblemCode] ?? ''; // a code that is new here has no advice yet
