// What this system does not do. Short, and meant.
import { useSession } from '../../app/session.tsx';
import { A, PageHead, Section } from '../../ui/index.ts';
import './public.css';

const NOT: readonly (readonly [string, string])[] = [
  [
    'It does not approve, license or stop a model.',
    'No page, address or field here says yes or no to a release. Pre-release access is voluntary; an authority’s decision can be recorded, with its name, and is never made here.',
  ],
  [
    'It does not tell the public about a flaw before its day.',
    'Counts are public, content is not. When attacks are known or a secret is out, a coordinator can move the day, and the record says why.',
  ],
  [
    'It does not keep flaws from the vendor.',
    'A vendor is told as soon as a flaw is validated or exploited. Each other wait is a hold with an owner, a reason and an end, and holds are counted in public.',
  ],
  [
    'It does not say that you are safe.',
    'Not known to be affected is not the same as safe. What could not be matched is shown as large as what could. When data is old, “not affected” becomes “undetermined”.',
  ],
  [
    'It does not run strangers’ proofs.',
    'Nothing in this version runs them. They are kept encrypted and handed out as downloads. People reproduce them elsewhere and record what came of it; a finding that nobody has tried says so.',
  ],
  [
    'It does not merge by likeness.',
    'Two reports become one because they carry the same proof, the same identifier or the same tool’s own fingerprint for the same target, or because a person with a reason says so. Each merge can be taken back or split again.',
  ],
  [
    'It does not need your inventory to leave your house.',
    'The command line compares it with advisories on your own machine (leadtime match). Duties with a day are kept only for an inventory that you send here; it is seen by you and by those you name.',
  ],
  [
    'It does not classify information.',
    'Markings here are handling labels kept by ordinary access control. Do not enter classified information.',
  ],
  [
    'It gives no legal protection.',
    'TLP is a courtesy of sharing. Nothing here says that a submission is exempt from disclosure or shielded from liability.',
  ],
  [
    'It loads nothing from elsewhere.',
    'No page of it asks another server for anything, and it calls only the addresses that its operator has listed.',
  ],
];

export default function AboutPage() {
  const { instance } = useSession();
  return (
    <>
      <PageHead
        title="What this system does not do"
        size="decide"
        conclusion="What this system does not do"
        why={`${instance.name} runs Leadtime ${instance.version}, open software that anybody can run and read. It measures one thing above all: how much of what a model can find was closed before that model was out.`}
      />
      <dl className="about-list">
        {NOT.map(([what, how]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
      <Section title="See for yourself">
        <p>
          <A href="/scoreboard">The scoreboard</A>, <A href="/advisories">the advisories</A>,{' '}
          <A href="/ledger">the ledger and how to check it</A>, <a href="/api/v1/openapi.json">the API</a>,{' '}
          <A href="/docs/errors">the errors</A>.
        </p>
      </Section>
    </>
  );
}
