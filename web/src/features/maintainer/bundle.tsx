// The bundle on one page: what it is, how to see it, a patch to start from, why several reports are one bug, whom to thank.
import type { CaseView } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import { A, Code, Foreign, ForeignBlock, Loaded, number, Section } from '../../ui/index.ts';
import { Attachments } from '../vulnerability/findings.tsx';

export function Bundle({ view }: { view: CaseView }) {
  const { bundle } = view;
  return (
    <div className="stack bundle">
      <Section title="In short">
        <ForeignBlock>{bundle.summary}</ForeignBlock>
      </Section>
      <Section title="How to reproduce">
        {bundle.howToReproduce ? (
          <>
            <Code label="steps to reproduce">{bundle.howToReproduce}</Code>
            <p className="muted">It comes from the finders. Run it only where it can do no harm.</p>
          </>
        ) : (
          <p className="muted">unknown: no finder has given steps. Ask in the thread below.</p>
        )}
        <Attached id={view.vulnerability.id} />
      </Section>
      <Section title="A patch to start from">
        {bundle.patch ? (
          <>
            <Code label="proposed patch" lines>
              {bundle.patch}
            </Code>
            <p className="muted">Proposed, not tested by us. Review it as you would any other.</p>
          </>
        ) : (
          <p className="muted">Nobody has proposed one.</p>
        )}
      </Section>
      <Section
        title="Why this is one bug"
        count={bundle.mergedReports > 1 ? `${number(bundle.mergedReports)} reports` : undefined}
      >
        {bundle.whyOneBug.length === 0 ? (
          <p className="muted">
            {bundle.mergedReports > 1 ? 'No reason is recorded: ask in the thread.' : 'There is one report.'}
          </p>
        ) : (
          <ul className="reasons">
            {bundle.whyOneBug.map((why) => (
              <li key={why}>
                <Foreign>{why}</Foreign>
              </li>
            ))}
          </ul>
        )}
        <p className="muted">
          If you see two bugs, say so in the thread: a coordinator can split them, and nothing is lost.
        </p>
      </Section>
      <Section title="Credit">
        {bundle.credits.length === 0 ? (
          <p className="muted">The finders asked for none.</p>
        ) : (
          <p>
            {bundle.credits.map((c, i) => (
              <span key={c}>
                {i > 0 ? ', ' : ''}
                <Foreign>{c}</Foreign>
              </span>
            ))}
          </p>
        )}
      </Section>
    </div>
  );
}

/** Proofs, traces and patches as they came: downloads only, and hostile until looked at. */
function Attached({ id }: { id: string }) {
  const query = useApi('vulnerabilities.findings', { params: { id }, query: { limit: 50 } });
  return (
    <Loaded query={query} what="What was attached" lines={2}>
      {(page) => {
        const findings = page.items.filter((f) => f.attachments.length > 0);
        return (
          <div className="stack">
            {findings.length === 0 ? (
              <p className="muted">Nothing is attached.</p>
            ) : (
              <>
                {findings.map((f) => (
                  <Attachments key={f.id} finding={f} />
                ))}
                <p className="muted">Treat proofs as hostile: run them only in a sandbox.</p>
              </>
            )}
            <p>
              <A href={`/vulnerabilities/${id}`}>All the evidence: findings as they came, side by side</A>
            </p>
          </div>
        );
      }}
    </Loaded>
  );
}
