// One case for its maintainer: the bundle on one page, the answer in three clicks, the thread.
import type { CaseView } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import {
  Button,
  Code,
  Crumbs,
  count,
  Facts,
  Foreign,
  ForeignBlock,
  Form,
  Loaded,
  Note,
  number,
  PageHead,
  Section,
  SelectField,
  SeverityTag,
  StateTag,
  Tag,
  TextAreaField,
  TextField,
  Time,
  useGo,
  useKeys,
  useNow,
  useParam,
  useToast,
} from '../../ui/index.ts';
import './maintainer.css';

export default function MyCasePage() {
  const id = useParam('id');
  const query = useApi('cases.read', { params: { id }, every: 30_000 });
  return (
    <Loaded query={query} what="This case" lines={14}>
      {(view) => <CaseSheet view={view} />}
    </Loaded>
  );
}

const again = () => outdate('cases.read', 'cases.list', 'projects.list');
type Open = 'status' | 'fix' | undefined;

function CaseSheet({ view }: { view: CaseView }) {
  const go = useGo();
  const { show } = useToast();
  const [open, setOpen] = useState<Open>();
  const [busy, setBusy] = useState(false);
  const waitsForAck = view.state === 'told';
  const acknowledge = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await send('cases.acknowledge', { params: { id: view.id } });
      show({ text: 'Acknowledged: the finders and coordinators see that you have it' });
      await again();
    } catch (error) {
      show({ text: `Not acknowledged: ${error instanceof Error ? error.message : 'unknown fault'}`, failed: true });
    } finally {
      setBusy(false);
    }
  };
  useKeys([
    ...(waitsForAck ? [{ keys: 'a', label: 'Acknowledge', group: 'Answer', run: () => void acknowledge() }] : []),
    { keys: 's', label: 'State the status of a product', group: 'Answer', run: () => setOpen('status') },
    { keys: 'f', label: 'A fix is ready', group: 'Answer', run: () => setOpen('fix') },
    { keys: 'Esc', label: 'Back', group: 'Move', run: () => (open ? setOpen(undefined) : go('/cases')) },
  ]);
  const v = view.vulnerability;
  return (
    <>
      <PageHead
        title={v.title}
        size="decide"
        kicker={
          <>
            <Crumbs items={[{ href: '/cases', label: 'Cases' }]} />
            <StateTag state={view.state} />
            <SeverityTag severity={v.severity} />
            {v.kev ? (
              <Tag icon="bolt" tone="red">
                Attacks are known
              </Tag>
            ) : null}
          </>
        }
        conclusion={<Foreign>{view.conclusion}</Foreign>}
        why={
          <p>
            <b>
              <Foreign>{v.title}</Foreign>
            </b>{' '}
            in <Foreign mono>{v.target}</Foreign>
          </p>
        }
        next={
          view.state === 'published' || view.state === 'closed' ? undefined : (
            <>
              {waitsForAck ? (
                <Button kind="primary" keys="a" busy={busy} onClick={() => void acknowledge()}>
                  Acknowledge: we have it
                </Button>
              ) : null}
              <Button keys="s" aria-expanded={open === 'status'} onClick={() => setOpen('status')}>
                State a status
              </Button>
              <Button
                kind={view.state === 'acknowledged' ? 'primary' : 'plain'}
                keys="f"
                aria-expanded={open === 'fix'}
                onClick={() => setOpen('fix')}
              >
                A fix is ready
              </Button>
            </>
          )
        }
      />
      {open === 'status' ? <StatusForm view={view} onClose={() => setOpen(undefined)} /> : null}
      {open === 'fix' ? <FixForm view={view} onClose={() => setOpen(undefined)} /> : null}
      <div className="case-sheet">
        <Bundle view={view} />
        <div className="stack case-side">
          <Clocks view={view} />
          <Products view={view} />
          {view.fix ? (
            <Section title="The fix">
              <Facts
                items={[
                  [
                    'Version',
                    <Foreign key="v" mono>
                      {view.fix.version}
                    </Foreign>,
                  ],
                  [
                    'Commit',
                    view.fix.commit ? (
                      <Foreign key="c" mono>
                        {view.fix.commit}
                      </Foreign>
                    ) : (
                      'not given'
                    ),
                  ],
                  ['Said', <Time key="t" at={view.fix.at} />],
                ]}
              />
            </Section>
          ) : null}
        </div>
      </div>
      <Thread view={view} />
    </>
  );
}

function Bundle({ view }: { view: CaseView }) {
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

function Clocks({ view }: { view: CaseView }) {
  return (
    <Section title="Clocks">
      <ul className="clock-list">
        {view.clocks.map((c) => (
          <li key={c.name}>
            <div className="cluster spread">
              <b>{c.name}</b>
              <StateTag state={c.state} quiet />
            </div>
            {c.due ? <Time at={c.due} zone={c.zone} /> : <span className="muted">no time set</span>}
            <p className="muted">
              <Foreign>{c.why}</Foreign>
            </p>
          </li>
        ))}
      </ul>
      <p className="muted">
        Embargo: <Foreign>{view.embargo.basis}</Foreign>. Attacks or a leak can end it early.
      </p>
    </Section>
  );
}

function Products({ view }: { view: CaseView }) {
  return (
    <Section title="Your word, per product">
      {view.vendorStatuses.length === 0 ? (
        <p className="muted">You have said nothing yet. Not answered is shown as such.</p>
      ) : (
        <ul className="clock-list">
          {view.vendorStatuses.map((s) => (
            <li key={s.product}>
              <div className="cluster spread">
                <b>
                  <Foreign>{s.product}</Foreign>
                </b>
                <StateTag state={s.status} quiet />
              </div>
              {s.justification ? (
                <p className="muted">
                  <Foreign>{s.justification}</Foreign>
                </p>
              ) : null}
              {s.fixedVersion ? (
                <p>
                  Fixed in <Foreign mono>{s.fixedVersion}</Foreign>
                </p>
              ) : null}
              {s.by && s.at ? (
                <p className="muted">
                  <Foreign>{s.by}</Foreign>, <Time at={s.at} />
                </p>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const STATUSES = [
  { value: 'looking', label: 'We are looking' },
  { value: 'affected', label: 'Affected' },
  { value: 'not_affected', label: 'Not affected' },
  { value: 'fixed', label: 'Fixed' },
  { value: 'not_looked', label: 'We have not looked and will not' },
] as const;
type Status = (typeof STATUSES)[number]['value'];
const isStatus = (text: string): text is Status => STATUSES.some((s) => s.value === text);

function StatusForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
  const { show } = useToast();
  const first = view.vendorStatuses.find((s) => s.status === 'not_answered') ?? view.vendorStatuses[0];
  const [product, setProduct] = useState(first?.product ?? view.vulnerability.target);
  const [status, setStatus] = useState<string>('affected');
  const [justification, setJustification] = useState('');
  const [fixedVersion, setFixed] = useState('');
  return (
    <div className="answer-box">
      <Form
        submit="Say it"
        onCancel={onClose}
        onSubmit={async () => {
          if (!isStatus(status)) return;
          await send('cases.vendorStatus', {
            params: { id: view.id },
            body: {
              product: product.trim(),
              status,
              ...(justification.trim() ? { justification: justification.trim() } : {}),
              ...(status === 'fixed' && fixedVersion.trim() ? { fixedVersion: fixedVersion.trim() } : {}),
            },
          });
          await again();
          show({
            text: `Said of ${product.trim()}: ${STATUSES.find((s) => s.value === status)?.label.toLowerCase() ?? status}`,
          });
          onClose();
        }}
      >
        <TextField
          name="product"
          label="Product"
          value={product}
          onChange={setProduct}
          list={view.vendorStatuses.map((s) => s.product)}
        />
        <SelectField name="status" label="Status" value={status} onChange={setStatus} choices={STATUSES} />
        {status === 'fixed' ? (
          <TextField
            name="fixedVersion"
            label="Fixed in version"
            optional
            mono
            value={fixedVersion}
            onChange={setFixed}
          />
        ) : null}
        <TextAreaField
          name="justification"
          label="Why"
          optional={status !== 'not_affected'}
          hint="It goes into the advisory’s record."
          rows={2}
          value={justification}
          onChange={setJustification}
        />
      </Form>
    </div>
  );
}

function FixForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
  const { show } = useToast();
  const [version, setVersion] = useState('');
  const [commit, setCommit] = useState('');
  const [note, setNote] = useState('');
  return (
    <div className="answer-box">
      <Form
        submit="Say that the fix is ready"
        disabled={!version.trim()}
        onCancel={onClose}
        onSubmit={async () => {
          await send('cases.fix', {
            params: { id: view.id },
            body: {
              version: version.trim(),
              ...(commit.trim() ? { commit: commit.trim() } : {}),
              ...(note.trim() ? { note: note.trim() } : {}),
            },
          });
          await again();
          show({ text: `The fix in ${version.trim()} is recorded; coordinators prepare the advisory` });
          onClose();
        }}
      >
        <TextField name="version" label="Fixed in version" mono value={version} onChange={setVersion} first />
        <TextField name="commit" label="Commit" optional mono value={commit} onChange={setCommit} />
        <TextAreaField
          name="note"
          label="Anything operators should know"
          optional
          rows={2}
          value={note}
          onChange={setNote}
        />
        <p className="muted">
          It is not published by this. Publication waits for the embargo, or for your wish to go earlier.
        </p>
      </Form>
    </div>
  );
}

function Thread({ view }: { view: CaseView }) {
  const [text, setText] = useState('');
  const now = useNow();
  const embargoed = view.embargo.until !== null && Date.parse(view.embargo.until) > now;
  return (
    <Section
      title="Thread"
      count={count(view.messages.length, 'message')}
      lead="Finders, coordinators and you read this. It is one thread for all reports of this bug."
    >
      {embargoed ? (
        <Note tone="amber" icon="lock">
          Under embargo: do not pass it on outside the people who fix it.
        </Note>
      ) : null}
      {view.messages.length === 0 ? <p className="muted">Nobody has written yet.</p> : null}
      <ol className="thread">
        {view.messages.map((m) => (
          <li key={m.id}>
            <p className="thread-by">
              <b>
                <Foreign>{m.from}</Foreign>
              </b>{' '}
              <span className="muted">
                <Foreign>{m.party}</Foreign>, <Time at={m.at} />
              </span>
            </p>
            <ForeignBlock>{m.text}</ForeignBlock>
          </li>
        ))}
      </ol>
      <div className="no-print">
        <Form
          submit="Write to everybody in the case"
          disabled={!text.trim()}
          onSubmit={async () => {
            await send('cases.message', { params: { id: view.id }, body: { lane: 'shared', text: text.trim() } });
            setText('');
            await outdate('cases.read');
          }}
        >
          <TextAreaField
            name="text"
            label="Your message"
            hint="Ctrl+Enter sends. Plain text."
            rows={3}
            value={text}
            onChange={setText}
          />
        </Form>
      </div>
      <p className="muted">Cannot use this page? Tell the coordinator; they record your answer for you.</p>
    </Section>
  );
}
