// One report: what became of each finding and why, place in line, credit; what was dropped and where; the receipt.
import type { Answer, ReportStatus } from '@leadtime/contract';
import { useMemo, useState } from 'react';
import { useApi } from '../../app/api.ts';
import { useMay } from '../../app/session.tsx';
import {
  A,
  bytes,
  Code,
  type Column,
  Crumbs,
  count,
  DataTable,
  EmptyState,
  Facts,
  Foreign,
  Id,
  Loaded,
  Note,
  number,
  PageHead,
  Progress,
  Section,
  SeverityTag,
  StateTag,
  Tabs,
  Time,
  useGo,
  useParam,
} from '../../ui/index.ts';
import { Pager } from '../inventories/pager.tsx';
import { Outcomes } from './outcomes.tsx';
import { PlacedProblems } from './placed.tsx';
import './reports.css';

type Finding = Answer<'reports.findings'>['items'][number];
const PAGE = 100;

export default function ReportPage() {
  const id = useParam('id');
  const query = useApi('reports.read', { params: { id }, every: (r) => (r && isMoving(r) ? 1_500 : false) });
  return (
    <Loaded query={query} what="This report" lines={12}>
      {(report) => <ReportView report={report} />}
    </Loaded>
  );
}

const isMoving = (r: ReportStatus): boolean => r.stage === 'stored' || r.stage === 'reading';

function ReportView({ report }: { report: ReportStatus }) {
  const trouble = report.problems + report.dropped;
  return (
    <>
      <PageHead
        title={report.filename ?? 'Report'}
        kicker={
          <>
            <Crumbs items={[{ href: '/reports', label: 'Reports' }]} />
            <StateTag state={report.stage} />
          </>
        }
        conclusion={conclusionOf(report)}
        why={
          report.stage === 'read' && report.findings > 0 ? (
            <p>
              <Outcomes outcomes={report.outcomes} findings={report.findings} />
            </p>
          ) : undefined
        }
      />
      {report.stage === 'reading' ? (
        <Progress
          value={report.progress}
          what={`Reading ${bytes(report.size)}: ${count(report.findings, 'finding')} so far`}
          left={report.progress === null ? 'not begun yet' : `${bytes(report.size * (1 - report.progress))} left`}
        />
      ) : null}
      {report.stage === 'stored' ? (
        <Note>It is stored and will be read in its turn. You can leave this page.</Note>
      ) : null}
      {report.stage === 'read' && report.comparedAt === null ? (
        <Note>
          All findings are in. They are still being compared with what others sent: links between those that look alike
          follow.
        </Note>
      ) : null}
      {report.stage === 'unreadable' ? (
        <Note tone="red" icon="stop">
          Nothing could be read from it. Its bytes are kept. Mend what is listed under Problems and send it again; that
          gives a new receipt.
        </Note>
      ) : null}
      <Tabs
        name="tab"
        label="Parts of the report"
        items={[
          ...(report.stage === 'unreadable'
            ? []
            : [
                {
                  id: 'findings',
                  label: `Findings (${number(report.findings)})`,
                  body: () => <Findings report={report} />,
                },
              ]),
          {
            id: 'problems',
            label: `Problems and dropped (${number(trouble)})`,
            body: () => <Problems id={report.id} />,
          },
          { id: 'receipt', label: 'Receipt', body: () => <ReceiptView report={report} /> },
          { id: 'commands', label: 'Commands', body: () => <Commands report={report} /> },
        ]}
      />
    </>
  );
}

function conclusionOf(r: ReportStatus): string {
  if (r.stage === 'stored') return 'Your report is stored and waits to be read';
  if (r.stage === 'reading') return `Your report is being read: ${count(r.findings, 'finding')} so far`;
  if (r.stage === 'unreadable') return `Your report could not be read: ${count(r.problems, 'problem')}`;
  const { outcomes: o } = r;
  if (r.findings === 0) return 'Your report was read and holds no finding';
  return `Of ${count(r.findings, 'finding')}, ${number(o.told)} reached a maintainer, ${number(o.fixed)} ${o.fixed === 1 ? 'is' : 'are'} fixed and ${number(o.duplicate)} ${o.duplicate === 1 ? 'was' : 'were'} known already`;
}

function Findings({ report }: { report: ReportStatus }) {
  const [offset, setOffset] = useState(0);
  const go = useGo();
  const mayOpen = useMay('vulnerability.read');
  const query = useApi('reports.findings', {
    params: { id: report.id },
    query: { limit: PAGE, offset },
    keep: true,
    every: isMoving(report) ? 3_000 : false,
  });
  const columns = useMemo(columnsOf, []);
  return (
    <Loaded query={query} what="Its findings" lines={10}>
      {(page) => (
        <>
          <DataTable
            label="Findings"
            noun={['finding', 'findings']}
            rows={page.items}
            of={page.total}
            columns={columns}
            rowId={(f) => f.id}
            {...(mayOpen ? { onOpen: (f: Finding) => go(`/vulnerabilities/${f.vulnerabilityId}`) } : {})}
            narrow={(f) => <Foreign>{f.became}</Foreign>}
            empty={<EmptyState title="No finding yet">They appear here as the report is read.</EmptyState>}
          />
          <Pager offset={offset} limit={PAGE} total={page.total} onGo={setOffset} />
        </>
      )}
    </Loaded>
  );
}

const columnsOf = (): readonly Column<Finding>[] => [
  {
    id: 'n',
    header: 'In file',
    width: '3.6rem',
    align: 'end',
    priority: 3,
    cell: (f) => <span className="num muted">#{number(f.ordinal)}</span>,
    sort: (f) => f.ordinal,
  },
  {
    id: 'title',
    header: 'Finding',
    width: 'minmax(9rem, 2.2fr)',
    cell: (f) => <Foreign>{f.title}</Foreign>,
    sort: (f) => f.title,
  },
  { id: 'state', header: 'State', width: '7rem', cell: (f) => <StateTag state={f.state} />, sort: (f) => f.state },
  {
    id: 'became',
    header: 'What became of it',
    width: 'minmax(13rem, 4.4fr)',
    priority: 2,
    cell: (f) => (
      <span title={f.became}>
        <Foreign>{f.became}</Foreign>
      </span>
    ),
  },
  {
    id: 'place',
    header: 'In line',
    width: '6rem',
    priority: 3,
    cell: (f) =>
      f.placeInLine ? (
        <span className="num">
          {number(f.placeInLine.place)} of {number(f.placeInLine.of)}
        </span>
      ) : (
        <span className="muted">not in line</span>
      ),
    sort: (f) => f.placeInLine?.place,
  },
  {
    id: 'credit',
    header: 'Credit',
    width: '6rem',
    priority: 3,
    cell: (f) => (f.credited ? 'credited' : <span className="muted">none</span>),
    sort: (f) => (f.credited ? 0 : 1),
  },
  {
    id: 'severity',
    header: 'You said',
    width: '6.5rem',
    priority: 4,
    cell: (f) => <SeverityTag severity={f.severity} />,
    sort: (f) => f.severity,
  },
  {
    id: 'location',
    header: 'Where',
    width: 'minmax(8rem, 1fr)',
    priority: 4,
    cell: (f) => (f.location ? <Foreign mono>{f.location}</Foreign> : <span className="muted">no location</span>),
  },
];

function Problems({ id }: { id: string }) {
  const query = useApi('reports.problems', { params: { id } });
  return (
    <Loaded query={query} what="Its problems" lines={6}>
      {(answer) => (
        <div className="stack">
          <Section title="Could not be read" count={number(answer.total)}>
            {answer.total === 0 ? (
              <p className="muted">Every result was read.</p>
            ) : (
              <PlacedProblems items={answer.items} total={answer.total} label="Problems" />
            )}
          </Section>
          <Section title="Read, but dropped" count={number(answer.dropped.reduce((n, d) => n + d.count, 0))}>
            {answer.dropped.length === 0 ? (
              <p className="muted">Nothing was dropped.</p>
            ) : (
              <ul className="dropped">
                {answer.dropped.map((d) => (
                  <li key={d.reason}>
                    <b className="num">{number(d.count)}</b>: <Foreign>{d.reason}</Foreign>{' '}
                    <span className="muted">
                      first at <Foreign mono>{d.first}</Foreign>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </div>
      )}
    </Loaded>
  );
}

function ReceiptView({ report }: { report: ReportStatus }) {
  const query = useApi('reports.receipt', { params: { id: report.id } });
  return (
    <Loaded query={query} what="Its receipt" lines={6}>
      {({ receipt, stage, index }) => (
        <div className="stack">
          <Facts
            columns={2}
            items={[
              ['Received', <Time key="t" at={receipt.receivedAt} />],
              ['From', <Foreign key="f">{report.receivedFrom}</Foreign>],
              ['Size', bytes(receipt.size)],
              ['SHA-256', <Id key="d" id={receipt.digest} length={20} />],
              ['Ledger', <StateTag key="l" state={stage} label={LEDGER[stage]} />],
              [
                'Entry',
                <A key="e" href={`/ledger/entries/${receipt.ledger.entryId}`}>
                  {index === null ? 'not yet in the tree' : `number ${number(index)}`}
                </A>,
              ],
            ]}
          />
          <p className="muted">
            Keep this: with it you can prove what you sent and when, even to somebody who does not trust this instance.
          </p>
          <Code label="the receipt">{JSON.stringify(receipt, null, 2)}</Code>
          <p>
            <a href={`/api/v1/reports/${report.id}/bytes`} download>
              Download the bytes as they came
            </a>
          </p>
        </div>
      )}
    </Loaded>
  );
}

const LEDGER = { written: 'Written', sequenced: 'In the tree', checkpointed: 'Under a signed checkpoint' } as const;

const Commands = ({ report }: { report: ReportStatus }) => (
  <div className="stack">
    <Code label="command to check this report again">{`leadtime report validate ${quoted(report.filename ?? 'report.json')}`}</Code>
    <Code label="request for its state">{`curl -H "Authorization: Bearer $LEADTIME_TOKEN" \\
  ${location.origin}/api/v1/reports/${report.id}`}</Code>
    <Code label="request for what became of each finding">{`curl -H "Authorization: Bearer $LEADTIME_TOKEN" \\
  "${location.origin}/api/v1/reports/${report.id}/findings?limit=200"`}</Code>
  </div>
);

/** A file name from outside may hold anything; in a shell it must be one word and nothing more. */
const quoted = (text: string): string =>
  /^[\w./-]+$/.test(text) && !text.startsWith('-') ? text : `'./${text.replaceAll("'", `'\\''`)}'`;
