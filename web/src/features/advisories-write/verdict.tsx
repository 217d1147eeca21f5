import type { Answer } from '@leadtime/contract';
import { count, Foreign, Icon } from '../../ui/index.ts';

type Validation = Answer<'advisories.preview'>['validation'];

/** The CSAF validator's word: passed, or each failed test with its place. */
export function Verdict({ validation, onField }: { validation: Validation; onField?: (path: string) => void }) {
  if (validation.length === 0)
    return (
      <p className="verdict" data-tone="green">
        <Icon name="check" /> <strong>Valid CSAF 2.0.</strong> All mandatory tests passed.
      </p>
    );
  return (
    <div className="verdict" data-tone="red">
      <p>
        <Icon name="stop" /> <strong>{count(validation.length, 'test')} failed.</strong> It cannot leave until each is
        mended.
      </p>
      <ul>
        {validation.map((v) => (
          <li key={`${v.test} ${v.path} ${v.text}`}>
            <Foreign>{v.text}</Foreign>{' '}
            <span className="muted">
              {v.test} at <code>{v.path || '/'}</code>
            </span>
            {onField ? (
              <>
                {' '}
                <button type="button" className="link-button" onClick={() => onField(v.path)}>
                  Go there
                </button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
