// All duties, open and closed, to filter and sort.
import type { Duty } from '@leadtime/contract';
import { useMemo } from 'react';
import { useApi } from '../../app/api.ts';
import {
  type Column,
  count,
  DataTable,
  DueDay,
  EmptyState,
  FilterSelect,
  FilterText,
  FilterToggle,
  Foreign,
  Loaded,
  PageHead,
  StateTag,
  useAddress,
  useGo,
} from '../../ui/index.ts';
import './duties.css';
import { PartyBar, useForParty, Whose } from './party-bar.tsx';

const STATES = [
  { value: 'open', label: 'open' },
  { value: 'mitigated', label: 'stopped for now' },
  { value: 'fixed', label: 'fixed' },
  { value: 'not_affected', label: 'not affected' },
] as const;
const isState = (text: string | undefined): text is Duty['state'] => STATES.some((s) => s.value === text);

export default function DutiesPage() {
  const { values } = useAddress();
  const go = useGo();
  const query = useApi('duties.list', {
    query: {
      ...useForParty(),
      limit: 200,
      ...(isState(values.state) ? { state: values.state } : {}),
      ...(values.overdue === 'true' ? { overdue: 'true' as const } : {}),
      ...(values.q ? { q: values.q } : {}),
    },
    keep: true,
  });
  const columns = useMemo(columnsOf, []);
  return (
    <>
      <PartyBar />
      <Loaded query={query} what="Your duties" lines={12}>
        {(page) => {
          const late = page.items.filter((d) => d.overdue && d.state === 'open').length;
          return (
            <>
              <PageHead
                title="Duties"
                conclusion={
                  late > 0
                    ? `${count(late, 'duty is', 'duties are')} overdue`
                    : `${count(page.total, 'duty', 'duties')} ${values.state || values.q || values.overdue ? 'with these filters' : 'in all'}, none overdue`
                }
              />
              <DataTable
                label="Duties"
                noun={['duty', 'duties']}
                rows={page.items}
                of={page.total}
                columns={columns}
                rowId={(d) => d.id}
                onOpen={(d) => go(`/duties/${d.id}`)}
                dim={(d) => d.state !== 'open'}
                narrow={(d) => (
                  <>
                    {d.due ? <DueDay day={d.due} /> : d.dueText} · <Foreign>{d.component}</Foreign>
                  </>
                )}
                toolbar={
                  <>
                    <FilterText label="Search duties" />
                    <FilterSelect name="state" label="State" choices={STATES} />
                    <FilterToggle name="overdue" label="Overdue" />
                  </>
                }
                empty={
                  <EmptyState title="No duty with these filters">
                    Change the filters, or look at what could not be matched on Today.
                  </EmptyState>
                }
              />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

const columnsOf = (): readonly Column<Duty>[] => [
  {
    id: 'title',
    header: 'Do this',
    width: 'minmax(11rem, 3fr)',
    cell: (d) => <Foreign>{d.doThis}</Foreign>,
    sort: (d) => d.doThis,
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (d) => <StateTag state={d.overdue && d.state === 'open' ? 'overdue' : d.state} />,
    sort: (d) => d.state,
  },
  {
    id: 'due',
    header: 'By',
    width: '12rem',
    priority: 2,
    cell: (d) => (d.due ? <DueDay day={d.due} /> : <span className="muted">{d.dueText}</span>),
    sort: (d) => d.due,
  },
  {
    id: 'component',
    header: 'Component',
    width: 'minmax(9rem, 1.4fr)',
    priority: 3,
    cell: (d) => <Foreign>{d.component}</Foreign>,
    sort: (d) => d.component,
  },
  {
    id: 'asset',
    header: 'Asset',
    width: 'minmax(8rem, 1fr)',
    priority: 3,
    cell: (d) => (d.asset ? <Foreign>{d.asset}</Foreign> : <span className="muted">unknown asset</span>),
    sort: (d) => d.asset,
  },
  {
    id: 'advisory',
    header: 'Advisory',
    width: '7.5rem',
    priority: 4,
    cell: (d) => <span className="mono">{d.advisory.publicId}</span>,
    sort: (d) => d.advisory.publicId,
  },
  { id: 'party', header: 'Whose', width: 'minmax(5rem, 1fr)', priority: 4, cell: (d) => <Whose party={d.party} /> },
];
