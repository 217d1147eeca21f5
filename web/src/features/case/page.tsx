// One case: where the coordination stands, whose turn it is, the clocks, the thread, the hand-off.
import type { CaseView } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import { useMay, useRole } from '../../app/session.tsx';
import {
  A,
  ButtonLink,
  Crumbs,
  Facts,
  Foreign,
  Id,
  Loaded,
  PageHead,
  Section,
  SeverityTag,
  StateTag,
  Time,
  useBack,
  useKeys,
  useParam,
} from '../../ui/index.ts';
import { DraftButton } from '../advisories-write/draft-button.tsx';
import { ClockList } from '../vulnerability/clocks.tsx';
import '../vulnerability/page.css';
import '../vulnerability/vulnerability.css';
import { AnswerButtons } from './answer.tsx';
import { Bundle } from './bundle.tsx';
import './case.css';
import { Embargo } from './embargo.tsx';
import { Holds } from './holds.tsx';
import { Thread } from './thread.tsx';
import { VendorStatuses } from './vendor-statuses.tsx';

export default function CasePage() {
  const id = useParam('id');
  const query = useApi('cases.read', { params: { id }, every: 20_000 });
  return (
    <Loaded query={query} what="This case" lines={14}>
      {(view) => <Case view={view} />}
    </Loaded>
  );
}

function Case({ view }: { view: CaseView }) {
  const { vulnerability: row } = view;
  useKeys([{ keys: 'Esc', label: 'Back to the list', group: 'Move', run: useBack('/coordination') }]);
  const writes = useMay('advisory.write');
  const answers = useMay('case.answer');
  const coordinates = useRole() === 'coordinator';
  return (
    <>
      <PageHead
        title={`Case: ${row.title}`}
        kicker={
          <>
            <Crumbs
              items={[
                { href: '/coordination', label: 'Cases' },
                ...(row.project && coordinates
                  ? [{ href: `/projects/${row.project.id}`, label: row.project.name }]
                  : []),
              ]}
            />
            <StateTag state={view.state} />
            <SeverityTag severity={row.severity} />
          </>
        }
        conclusion={<Foreign>{view.conclusion}</Foreign>}
        why={
          <A href={`/vulnerabilities/${row.id}`}>
            <Foreign>{row.title}</Foreign>
          </A>
        }
        next={
          <>
            {answers ? <AnswerButtons view={view} /> : null}
            {writes && view.advisoryId === null ? <DraftButton caseId={view.id} primary={view.fix !== null} /> : null}
            {writes && view.advisoryId !== null ? (
              <ButtonLink kind={view.fix ? 'primary' : 'plain'} href={`/write/${view.advisoryId}`} icon="advisory">
                Open the advisory
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <div className="two-columns">
        <div className="stack">
          <Thread view={view} />
          <Bundle view={view} />
        </div>
        <div className="stack">
          <Section title="Clocks">
            <ClockList clocks={view.clocks} />
          </Section>
          <Embargo view={view} />
          <Holds holds={view.holds} />
          <VendorStatuses view={view} />
          <Section title="Fix">
            {view.fix ? (
              <Facts
                items={[
                  [
                    'Version',
                    <Foreign key="v" mono>
                      {view.fix.version}
                    </Foreign>,
                  ],
                  ['Commit', view.fix.commit ? <Id key="c" id={view.fix.commit} length={12} /> : 'not stated'],
                  ['Said', <Time key="t" at={view.fix.at} />],
                ]}
              />
            ) : (
              <p className="muted">The maintainer has not said that a fix is ready.</p>
            )}
          </Section>
        </div>
      </div>
    </>
  );
}
