// What became of what we sent: every report, its stage, and how far its findings got.
import { type Answer, REPORT_STAGES } from '@leadtime/contract';
import { useMemo } from 'react';
import { useApi } from '../../app/api.ts';
import {
  ButtonLink,
  bytes,
  type Column,
  count,
  DataTable,
  EmptyState,
  FilterSelect,
  FilterText,
  Foreign,
  Loaded,
  number,
  PageHead,
  StateTag,
  Time,
  useAddress,
  useGo,
  useKeys,
} from '../../ui/index.ts';
import { Pager } from '../inventories/pager.tsx';
import { Outcomes } from './outcomes.tsx';
import './reports.css';

type Report = Answer<'reports.list'>['items'][number];
type Stage = Report['stage'];
const STAGES = [
  { value: 'stored', label: 'stored, not read yet' },
  { value: 'reading', label: 'being read' },
  { value: 'read', label: 'read' },
  { value: 'unreadable', label: 'could not be read' },
] as const;
const isStage = (text: string | undefined): text is Stage =>
  (REPORT_STAGES as readonly (string | undefined)[]).includes(text);
const PAGE = 100;

export default function ReportsPage() {
  const { values, set } = useAddress();
  const go = useGo();
  const offset = Number(values.from ?? 0) || 0;
  const query = useApi('reports.list', {
    query: {
      limit: PAGE,
      offset,
      ...(isStage(values.stage) ? { stage: values.stage } : {}),
      ...(values.q ? { q: values.q } : {}),
    },
    keep: true,
    every: (page) => (page?.items.some(isMoving) ? 2_000 : false),
  });
  useKeys([{ keys: 'n', label: 'Submit a report', group: 'Do', run: () => go('/reports/new') }]);
  const columns = useMemo(columnsOf, []);
  return (
    <Loaded query={query} what="Your reports" lines={12}>
      {(page) => (
        <>
          <PageHead
            title="Reports"
            conclusion={conclusionOf(page)}
            why="Each report keeps its bytes, its receipt and what became of every finding in it."
            next={
              <ButtonLink kind="primary" icon="report" href="/reports/new">
                Submit a report
              </ButtonLink>
            }
          />
          <DataTable
            label="Reports"
            noun={['report', 'reports']}
            rows={page.items}
            of={page.total}
            columns={columns}
            rowId={(r) => r.id}
            onOpen={(r) => go(`/reports/${r.id}`)}
            narrow={(r) => (
              <>
                {count(r.findings, 'finding')} · <Time at={r.receivedAt} />
              </>
            )}
            toolbar={
              <>
                <FilterText label="Search reports" />
                <FilterSelect name="stage" label="Stage" choices={STAGES} />
              </>
            }
            empty={
              <EmptyState
                title="No report here yet"
                icon="report"
                actions={
                  <ButtonLink kind="primary" href="/reports/new">
                    Submit a report
                  </ButtonLink>
                }
              >
                SARIF, OSV, a Leadtime report or NDJSON. You get a receipt before anything is read.
              </EmptyState>
            }
          />
          <Pager offset={offset} limit={PAGE} total={page.total} onGo={(to) => set({ from: to || null })} />
        </>
      )}
    </Loaded>
  );
}

const isMoving = (r: Report): boolean => r.stage === 'stored' || r.stage === 'reading';

function conclusionOf(page: { items: readonly Report[]; total: number }): string {
  if (page.total === 0) return 'You have sent nothing yet';
  const moving = page.items.filter(isMoving).length;
  const broken = page.items.filter((r) => r.stage === 'unreadable').length;
  const told = page.items.reduce((n, r) => n + r.outcomes.told, 0);
  const fixed = page.items.reduce((n, r) => n + r.outcomes.fixed, 0);
  const findings = page.items.reduce((n, r) => n + r.findings, 0);
  const scope = page.total > page.items.length ? ` in the newest ${number(page.items.length)} reports` : '';
  const head = `Of ${count(findings, 'finding')}${scope}, ${number(told)} reached a maintainer and ${number(fixed)} are fixed`;
  if (broken > 0) return `${head}; ${count(broken, 'report')} could not be read`;
  return moving > 0 ? `${head}; ${count(moving, 'report is', 'reports are')} being read` : head;
}

const columnsOf = (): readonly Column<Report>[] => [
  {
    id: 'filename',
    header: 'Report',
    width: 'minmax(11rem, 2fr)',
    cell: (r) => (r.filename ? <Foreign>{r.filename}</Foreign> : <span className="muted">no file name</span>),
    sort: (r) => r.filename,
  },
  {
    id: 'stage',
    header: 'Stage',
    width: '8.5rem',
    cell: (r) =>
      r.stage === 'reading' && r.progress !== null ? (
        <StateTag state="reading" label={`Reading, ${Math.floor(r.progress * 100)} %`} />
      ) : (
        <StateTag state={r.stage} />
      ),
    sort: (r) => r.stage,
  },
  {
    id: 'findings',
    header: 'Findings',
    width: '5.5rem',
    align: 'end',
    priority: 3,
    cell: (r) => number(r.findings),
    sort: (r) => r.findings,
  },
  {
    id: 'outcomes',
    header: 'What became of them',
    width: 'minmax(11rem, 2.4fr)',
    priority: 2,
    cell: (r) => <Outcomes outcomes={r.outcomes} findings={r.findings} short />,
  },
  {
    id: 'dropped',
    header: 'Dropped',
    width: '5rem',
    align: 'end',
    priority: 4,
    cell: (r) =>
      r.dropped + r.problems > 0 ? (
        <span className="tone-amber num">{number(r.dropped)}</span>
      ) : (
        <span className="muted">none</span>
      ),
    sort: (r) => r.dropped,
  },
  {
    id: 'size',
    header: 'Size',
    width: '6rem',
    align: 'end',
    priority: 4,
    cell: (r) => <span className="num">{bytes(r.size)}</span>,
    sort: (r) => r.size,
  },
  {
    id: 'received',
    header: 'Received',
    width: '8rem',
    priority: 3,
    cell: (r) => <Time at={r.receivedAt} />,
    sort: (r) => r.receivedAt,
  },
];
