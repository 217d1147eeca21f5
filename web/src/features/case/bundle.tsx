// The hand-off on one page: what it is, how to see it, a patch, why several reports are one bug, whom to thank.
import type { CaseView } from '@leadtime/contract';
import { Code, count, Foreign, ForeignBlock, listed, Section } from '../../ui/index.ts';

export function Bundle({ view }: { view: CaseView }) {
  const { bundle } = view;
  return (
    <Section title="What the maintainer was handed" count={`${count(bundle.mergedReports, 'report')} in one`}>
      <div className="panel stack">
        <ForeignBlock>{bundle.summary}</ForeignBlock>
        <h3>See it happen</h3>
        {bundle.howToReproduce ? (
          <Code label="how to reproduce">{bundle.howToReproduce}</Code>
        ) : (
          <p className="muted">No report says how. The proof, if any, is with the evidence.</p>
        )}
        <h3>A candidate patch</h3>
        {bundle.patch ? (
          <Code label="patch" lines>
            {bundle.patch}
          </Code>
        ) : (
          <p className="muted">None was sent.</p>
        )}
        {bundle.whyOneBug.length > 0 ? (
          <>
            <h3>Why this is one bug</h3>
            <ul className="reasons">
              {bundle.whyOneBug.map((w) => (
                <li key={w}>
                  <Foreign>{w}</Foreign>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <p className="muted">
          {bundle.credits.length > 0 ? (
            <>
              Found by <Foreign>{listed(bundle.credits)}</Foreign>.
            </>
          ) : (
            'Who found it is not shown to your party.'
          )}
        </p>
      </div>
    </Section>
  );
}
