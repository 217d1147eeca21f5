// The advisory editor: fields at the left, what leaves at the right, and whether it may leave at the top.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { useApi } from '../../app/api.ts';
import {
  A,
  Crumbs,
  count,
  EmptyState,
  exact,
  Foreign,
  Loaded,
  PageHead,
  Section,
  StateTag,
  Time,
  useNow,
  useParam,
} from '../../ui/index.ts';
import './advisories-write.css';
import { Editor } from './editor.tsx';
import { goToField } from './go-to-field.ts';
import { AdvisoryPreview } from './preview.tsx';
import { PublishButton, WithdrawButton } from './publish.tsx';

type View = Answer<'advisories.read'>;

export default function AdvisoryPage() {
  const id = useParam('id');
  const query = useApi('advisories.read', { params: { id } });
  return (
    <Loaded query={query} what="This advisory" lines={14}>
      {(view) => <Advisory key={view.row.id} view={view} />}
    </Loaded>
  );
}

function Advisory({ view }: { view: View }) {
  const { row } = view;
  const [dirty, setDirty] = useState(false);
  const failed = view.validation.length;
  const now = useNow();
  const embargo = useApi('cases.read', { params: { id: view.caseId ?? '' }, on: view.caseId !== null }).data?.embargo;
  const until =
    embargo?.until && Date.parse(embargo.until) > now ? exact(Date.parse(embargo.until), embargo.zone) : undefined;
  const conclusion =
    row.state === 'withdrawn'
      ? `${row.publicId} is withdrawn`
      : failed > 0
        ? `${row.publicId} cannot leave yet: ${count(failed, 'test')} of the CSAF validator ${failed === 1 ? 'fails' : 'fail'}`
        : row.state === 'published'
          ? `${row.publicId} is published, revision ${row.revision}`
          : until
            ? `${row.publicId} is valid; it may be published from ${until} on`
            : `${row.publicId} is valid and can be published`;
  return (
    <>
      <PageHead
        title={`${row.publicId}: ${row.title}`}
        tlp={row.tlp}
        kicker={
          <>
            <Crumbs items={[{ href: '/write', label: 'Advisories' }]} />
            <StateTag state={row.state} />
            {view.caseId ? <A href={`/cases/${view.caseId}`}>its case</A> : null}
          </>
        }
        conclusion={conclusion}
        why={<Foreign>{row.title}</Foreign>}
        next={
          <>
            {row.state === 'withdrawn' ? null : <PublishButton view={view} dirty={dirty} />}
            {row.state === 'published' ? <WithdrawButton view={view} /> : null}
          </>
        }
      />
      <div className="editor-columns">
        {view.draft ? (
          <Editor view={view} onDirty={setDirty} />
        ) : (
          <EmptyState icon="advisory" title="Nothing to edit">
            {row.source === 'ours'
              ? 'Its fields are not open to you.'
              : `It was imported from ${row.source}; its source may change it.`}
          </EmptyState>
        )}
        <div className="stack editor-side">
          <Section title="As it would leave">
            <AdvisoryPreview id={row.id} onField={goToField} />
          </Section>
          <Section title="Revisions" count={view.revisions.length}>
            {view.revisions.length === 0 ? <p className="muted">None yet: it has not been published.</p> : null}
            <ul className="plain-list">
              {view.revisions.map((r) => (
                <li key={r.number}>
                  <strong>{r.number}</strong> <Time at={r.date} />: <Foreign>{r.summary}</Foreign>
                </li>
              ))}
            </ul>
          </Section>
        </div>
      </div>
    </>
  );
}
