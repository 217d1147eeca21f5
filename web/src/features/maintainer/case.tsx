// One case for its maintainer: the bundle on one page, the answer in three clicks, the thread.
import type { CaseView } from '@leadtime/contract';
import { useState } from 'react';
import { send, useApi } from '../../app/api.ts';
import {
  Button,
  Crumbs,
  Facts,
  Foreign,
  Loaded,
  PageHead,
  Section,
  SeverityTag,
  StateTag,
  Tag,
  Time,
  useGo,
  useKeys,
  useParam,
  useToast,
} from '../../ui/index.ts';
import { Thread } from '../case/thread.tsx';
import { again, FixForm, RateForm, StatusForm } from './answers.tsx';
import { Bundle } from './bundle.tsx';
import { Clocks, Products } from './clocks.tsx';
import '../case/case.css';
import '../vulnerability/vulnerability.css';
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

type Open = 'status' | 'fix' | 'rate' | undefined;

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
    { keys: 'r', label: 'Rate it: true, reachable, how severe', group: 'Answer', run: () => setOpen('rate') },
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
        conclusion={<Foreign>{v.title}</Foreign>}
        why={
          <p>
            <b>
              <Foreign>{view.conclusion}</Foreign>
            </b>{' '}
            In <Foreign mono>{v.target}</Foreign>.
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
              <Button kind="quiet" keys="r" aria-expanded={open === 'rate'} onClick={() => setOpen('rate')}>
                Say what we think of it
              </Button>
            </>
          )
        }
      />
      {open === 'status' ? <StatusForm view={view} onClose={() => setOpen(undefined)} /> : null}
      {open === 'fix' ? <FixForm view={view} onClose={() => setOpen(undefined)} /> : null}
      {open === 'rate' ? <RateForm view={view} onClose={() => setOpen(undefined)} /> : null}
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
