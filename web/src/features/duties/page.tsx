// One duty: do this, by when, why you; answer it in a few keys; both clocks; the rule's row with its inputs; history.
import type { Duty } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import {
  A,
  Button,
  ButtonLink,
  Crumbs,
  DueDay,
  dayInWords,
  Facts,
  Foreign,
  Loaded,
  Note,
  PageHead,
  Section,
  StateTag,
  Time,
  useGo,
  useKeys,
  useNow,
  useParam,
} from '../../ui/index.ts';
import { AnswerDuty } from './answer.tsx';
import { BodRow } from './bod-row.tsx';
import './duties.css';
import { PartyBar, Whose } from './party-bar.tsx';
import { WHY_NOT } from './words.ts';

export default function DutyPage() {
  const id = useParam('id');
  const query = useApi('duties.read', { params: { id } });
  return (
    <>
      <PartyBar />
      <Loaded query={query} what="This duty" lines={10}>
        {(duty) => <DutyView duty={duty} />}
      </Loaded>
    </>
  );
}

function DutyView({ duty }: { duty: Duty }) {
  const go = useGo();
  useKeys([
    { keys: 'p', label: 'The one page to print', group: 'Do', run: () => go(`/duties/${duty.id}/notice`) },
    { keys: 'e', label: 'Evidence', group: 'Do', run: () => document.getElementById('evidence')?.scrollIntoView() },
    { keys: 'Esc', label: 'Back to today', group: 'Move', run: () => go('/today') },
  ]);
  return (
    <>
      <PageHead
        size="decide"
        title={duty.title}
        kicker={
          <>
            <Crumbs
              items={[
                { href: '/today', label: 'Today' },
                { href: '/duties', label: 'Duties' },
              ]}
            />
            <StateTag state={duty.overdue && duty.state === 'open' ? 'overdue' : duty.state} />
            <Whose party={duty.party} />
          </>
        }
        conclusion={<Foreign>{duty.doThis}</Foreign>}
        why={
          <p>
            <Foreign>{duty.why}</Foreign> <A href={`/exposures?advisory=${duty.advisory.id}`}>See the evidence</A>
          </p>
        }
      />
      <div className="duty">
        <div className="duty-main stack">
          <WhenBox duty={duty} />
          {duty.exposureState === 'undetermined' ? (
            <Note tone="amber" icon="unknown">
              We cannot tell whether you are hit: <Foreign>{duty.component}</Foreign> could not be compared with the
              advisory. Look at the device, then answer.
            </Note>
          ) : null}
          <AnswerDuty duty={duty} />
          <div className="cluster no-print">
            <ButtonLink icon="print" href={`/duties/${duty.id}/notice`}>
              One page to print and hand on
            </ButtonLink>
            <Button
              icon="copy"
              kind="quiet"
              onClick={() =>
                void navigator.clipboard.writeText(`${duty.doThis} By ${duty.due ?? duty.dueText}. ${duty.why}`)
              }
            >
              Copy for a ticket
            </Button>
          </div>
          <History duty={duty} />
        </div>
        <div className="duty-side stack">
          <Section title="What it is about">
            <Facts
              items={[
                [
                  'Advisory',
                  <>
                    <A href={`/advisories/${duty.advisory.id}`}>{duty.advisory.publicId}</A>{' '}
                    <Foreign>{duty.advisory.title}</Foreign>
                  </>,
                ],
                ['Component', <Foreign key="c">{duty.component}</Foreign>],
                [
                  'Fixed in',
                  duty.fixedIn ? (
                    <Foreign key="fixed" mono>
                      {duty.fixedIn}
                    </Foreign>
                  ) : (
                    'unknown: the maker has named no fixed version'
                  ),
                ],
                [
                  'Asset',
                  duty.asset ? <Foreign key="asset">{duty.asset}</Foreign> : 'unknown: the inventory does not name one',
                ],
                ['Reachable', EXPOSURE_WORDS[duty.assetExposure]],
                ['Seen here', <Time key="t" at={duty.detectedAt} />],
              ]}
            />
          </Section>
          <BodRow duty={duty} />
        </div>
      </div>
    </>
  );
}

const EXPOSURE_WORDS: Record<Duty['assetExposure'], string> = {
  public: 'from public networks',
  internal: 'from inside only',
  unknown: 'unknown: the asset has no tag. Treated as public.',
};

/** Both clocks: the fix and, where attacks are known, the look for a break-in that comes before it. */
function WhenBox({ duty }: { duty: Duty }) {
  const now = useNow();
  return (
    <dl className="clocks">
      <div className="clock" data-tone={duty.overdue ? 'red' : undefined}>
        <dt>By when</dt>
        <dd>
          {duty.due ? <DueDay day={duty.due} /> : <strong>{duty.dueText}</strong>}
          {duty.due ? (
            <p className="muted">{duty.dueText}</p>
          ) : (
            <p className="muted">No day is set: the clock has not started.</p>
          )}
        </dd>
      </div>
      <div className="clock">
        <dt>Look for a break-in</dt>
        <dd>
          {duty.needsForensics ? (
            duty.forensic && duty.forensic.length > 0 ? (
              <ul className="forensic">
                {duty.forensic.map((step) => (
                  <li key={step.id}>
                    {duty.state === 'open' && Date.parse(step.due) < now ? (
                      <span data-late>overdue since </span>
                    ) : (
                      'due '
                    )}
                    <Time at={step.due} />: <Foreign>{step.text}</Foreign>
                    {step.beforePatching ? <strong> Before you fix.</strong> : null}
                  </li>
                ))}
              </ul>
            ) : (
              <>
                <strong>Due too, and before the fix</strong>
                <p className="muted">
                  Save logs and memory first; the update can destroy them. Then decide: no sign, suspected, or
                  confirmed.
                </p>
              </>
            )
          ) : (
            <>
              <strong>Not due</strong>
              <p className="muted">
                The rule asks for it only where attacks are known and an attacker gains total control.
              </p>
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}

function History({ duty }: { duty: Duty }) {
  return (
    <Section title="What was answered and decided" id="evidence" count={duty.history.length}>
      {duty.history.length === 0 ? (
        <p className="muted">Nothing yet. Each answer, its evidence and who gave it will stand here.</p>
      ) : (
        <ol className="history">
          {duty.history.toReversed().map((h) => (
            <li key={`${h.at}${h.state}`}>
              <StateTag state={h.state} />
              <span className="muted">
                {' '}
                <Time at={h.at} /> by <Foreign>{h.by}</Foreign>
              </span>
              <p>
                <Foreign>{h.note}</Foreign>
              </p>
              {h.justification ? <p className="muted">Because: {justificationWords(h.justification)}</p> : null}
              {h.evidence ? (
                <p className="muted">
                  Evidence: <Foreign>{h.evidence}</Foreign>
                </p>
              ) : null}
              {h.state === 'mitigated' && duty.state === 'mitigated' && duty.due ? (
                <p className="muted">Ends {dayInWords(duty.due)}; then it is due again.</p>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

const justificationWords = (code: string): string => (WHY_NOT as Readonly<Record<string, string>>)[code] ?? code; // shown as it is when new
