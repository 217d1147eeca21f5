// All cases that one's party knows of, with whose turn it is.
import type { Answer, Query } from '@leadtime/contract';
import { CASE_STATES } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import {
  type Column,
  count,
  DataTable,
  EmptyState,
  FilterSelect,
  Foreign,
  Loaded,
  PageHead,
  SeverityTag,
  StateTag,
  sentence,
  spaced,
  Time,
  useAddress,
  useGo,
} from '../../ui/index.ts';

type Row = Answer<'cases.list'>['items'][number];

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'severity',
    header: 'Sev.',
    width: '1.75rem',
    cell: (c) => <SeverityTag severity={c.vulnerability.severity} short />,
  },
  {
    id: 'title',
    header: 'Case',
    width: 'minmax(12rem, 1.4fr)',
    sort: (c) => c.vulnerability.title,
    cell: (c) => <Foreign>{c.vulnerability.title}</Foreign>,
  },
  {
    id: 'project',
    header: 'Project',
    width: 'minmax(7rem, 0.6fr)',
    priority: 2,
    sort: (c) => c.vulnerability.project?.name,
    cell: (c) =>
      c.vulnerability.project ? (
        <Foreign>{c.vulnerability.project.name}</Foreign>
      ) : (
        <span className="muted">none known</span>
      ),
  },
  {
    id: 'waiting',
    header: 'Waits for',
    width: 'minmax(10rem, 1fr)',
    priority: 2,
    sort: (c) => c.waitingFor,
    cell: (c) => <Foreign>{c.waitingFor}</Foreign>,
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    priority: 1,
    sort: (c) => CASE_STATES.indexOf(c.state),
    cell: (c) => <StateTag state={c.state} quiet />,
  },
  {
    id: 'told',
    header: 'Told',
    width: '6.5rem',
    priority: 3,
    sort: (c) => c.toldAt,
    cell: (c) => (c.toldAt ? <Time at={c.toldAt} /> : <span className="muted">not yet</span>),
  },
  {
    id: 'embargo',
    header: 'Embargo',
    width: '5rem',
    priority: 3,
    sort: (c) => c.vulnerability.embargoUntil,
    cell: (c) =>
      c.vulnerability.embargoUntil ? (
        <Time at={c.vulnerability.embargoUntil} zone={c.vulnerability.embargoZone} short />
      ) : (
        <span className="muted">not set</span>
      ),
  },
];

export default function CasesPage() {
  const { values, set } = useAddress();
  const go = useGo();
  const state = CASE_STATES.find((s) => s === values.state);
  const query: NonNullable<Query<'cases.list'>> = { limit: 200, ...(state ? { state } : {}) };
  const list = useApi('cases.list', { query, keep: true });
  const waiting = list.data?.items.filter((c) => c.state === 'told').length ?? 0;
  return (
    <>
      <PageHead
        title="Cases"
        conclusion={
          list.data
            ? waiting > 0
              ? `${count(waiting, 'case waits', 'cases wait')} for a maintainer’s first word`
              : 'No case waits for a first word'
            : 'Cases'
        }
        why={
          list.data
            ? `${count(list.data.total, 'case')}${state ? ` in state “${spaced(state)}”` : ' in all'}.`
            : undefined
        }
      />
      <Loaded query={list} what="The cases" lines={10}>
        {(page) => (
          <DataTable
            label="Cases"
            noun={['case', 'cases']}
            rows={page.items}
            of={page.total}
            columns={COLUMNS}
            rowId={(c) => c.id}
            onOpen={(c) => go(`/cases/${c.id}`)}
            narrow={(c) => <span>{c.waitingFor}</span>}
            toolbar={
              <FilterSelect
                name="state"
                label="State"
                choices={CASE_STATES.map((s) => ({ value: s, label: sentence(spaced(s)) }))}
              />
            }
            empty={
              <EmptyState
                icon="case"
                title={state ? 'No case is in this state' : 'No case yet'}
                actions={
                  state ? (
                    <button type="button" className="link-button" onClick={() => set({ state: null })}>
                      Show all
                    </button>
                  ) : undefined
                }
              >
                A case opens when a maintainer is told of a vulnerability.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </>
  );
}
