// How to report, for somebody who has never been here.
import { LIMITS } from '@leadtime/contract';
import { useMay, useSession } from '../../app/session.tsx';
import { A, ButtonLink, bytes, Code, number, PageHead, Section } from '../../ui/index.ts';
import './public.css';

export default function HowToReportPage() {
  const { signedIn } = useSession();
  const may = useMay('report.submit');
  return (
    <>
      <PageHead
        title="How to report"
        size="decide"
        conclusion="Send what you found; you get a receipt at once and can follow what becomes of it"
        next={
          may ? (
            <ButtonLink kind="primary" href="/reports/new">
              Submit a report
            </ButtonLink>
          ) : signedIn ? undefined : (
            <ButtonLink kind="primary" href="/sign-in?to=/reports/new">
              Sign in to report
            </ButtonLink>
          )
        }
        why="One person with one bug and a lab with 500,000 findings use the same door."
      />
      <Section title="What to send">
        <ul className="plain-list">
          <li>
            <b>SARIF 2.1.0</b>, <b>OSV</b>, our own <b>Leadtime report</b>, or NDJSON of the last two: one finding a
            line.
          </li>
          <li>What you examined: a package URL and a version or commit.</li>
          <li>
            Where it is, and how it fails: the file, the stack, the input that shows it. A proof that runs is looked at
            first.
          </li>
          <li>
            Who found it: a person, a model, a harness. Say which model and how long prompts are kept. It changes how
            fast it must be fixed, not how it is ranked.
          </li>
          <li>A patch, if you have one.</li>
        </ul>
        <p className="muted">
          Up to {bytes(LIMITS.reportBytes)} and {number(LIMITS.reportFindings)} findings a file; attachments up to{' '}
          {bytes(LIMITS.attachmentBytes)} each.
        </p>
      </Section>
      <Section title="Check it first, offline">
        <Code label="command to check a report">leadtime report validate findings.sarif</Code>
        <Code label="command to send a report">{`leadtime report submit findings.sarif --url ${location.origin}`}</Code>
      </Section>
      <Section title="What happens then">
        <ol className="plain-list">
          <li>The bytes are stored by their digest, and you get a receipt that proves when.</li>
          <li>Findings are read. What cannot be read is named, with its place and what to do.</li>
          <li>
            The same bug told twice becomes one. Likeness only proposes; the same proof, or a person with a reason,
            decides. All finders keep their credit and their time.
          </li>
          <li>Somebody other than you reproduces it.</li>
          <li>The maintainer is told, at the pace the project has set. You see your place in line.</li>
          <li>It is fixed, published, and the operators that run it get a duty with a day.</li>
        </ol>
      </Section>
      <Section title="What you can count on">
        <ul className="plain-list">
          <li>Your report is seen by those who need it to have it fixed, and by nobody else.</li>
          <li>Proofs are encrypted where they lie, and never appear in a log.</li>
          <li>Nothing is turned away without a reason that you can read and answer.</li>
        </ul>
        <p>
          Mistakes in what you sent, by code: <A href="/docs/errors">the list of errors</A>. What this system leaves to
          others: <A href="/about">what it does not do</A>.
        </p>
      </Section>
    </>
  );
}
