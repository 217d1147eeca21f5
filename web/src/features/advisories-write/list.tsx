// Our advisories: drafts first, because they want something.
import type { Answer, Query } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import {
  type Column,
  count,
  DataTable,
  EmptyState,
  FilterSelect,
  FilterText,
  Foreign,
  Loaded,
  listed,
  PageHead,
  SeverityTag,
  StateTag,
  Time,
  TlpTag,
  useAddress,
  useGo,
} from '../../ui/index.ts';

type Row = Answer<'advisories.list'>['items'][number];
const STATES = ['draft', 'published', 'withdrawn'] as const;
const SOURCES = ['ours', 'osv', 'all'] as const;

const COLUMNS: readonly Column<Row>[] = [
  { id: 'severity', header: 'Sev.', width: '1.75rem', cell: (a) => <SeverityTag severity={a.severity} short /> },
  {
    id: 'id',
    header: 'Advisory',
    width: '9rem',
    sort: (a) => a.publicId,
    cell: (a) => <Foreign mono>{a.publicId}</Foreign>,
  },
  {
    id: 'title',
    header: 'Title',
    width: 'minmax(10rem, 1fr)',
    priority: 2,
    sort: (a) => a.title,
    cell: (a) => <Foreign>{a.title}</Foreign>,
  },
  {
    id: 'packages',
    header: 'Packages',
    width: 'minmax(7rem, 0.5fr)',
    priority: 3,
    cell: (a) => <Foreign>{listed(a.packages) || 'none named'}</Foreign>,
  },
  {
    id: 'state',
    header: 'State',
    width: '6.5rem',
    sort: (a) => a.state,
    cell: (a) => <StateTag state={a.state} quiet />,
  },
  { id: 'tlp', header: 'Marking', width: '7.5rem', priority: 3, cell: (a) => <TlpTag tlp={a.tlp} /> },
  {
    id: 'revision',
    header: 'Rev.',
    width: '2.5rem',
    align: 'end',
    priority: 2,
    sort: (a) => a.revision,
    cell: (a) => a.revision,
  },
  {
    id: 'modified',
    header: 'Changed',
    width: '6.5rem',
    priority: 2,
    sort: (a) => a.modifiedAt,
    cell: (a) => <Time at={a.modifiedAt} />,
  },
];

export default function AdvisoriesPage() {
  const { values } = useAddress();
  const go = useGo();
  const state = STATES.find((s) => s === values.state);
  const source = SOURCES.find((s) => s === values.source);
  const query: NonNullable<Query<'advisories.list'>> = {
    limit: 200,
    ...(state ? { state } : {}),
    ...(source ? { source } : {}),
    ...(values.q ? { q: values.q } : {}),
  };
  const list = useApi('advisories.list', { query, keep: true });
  const drafts = list.data?.items.filter((a) => a.state === 'draft').length ?? 0;
  return (
    <>
      <PageHead
        title="Advisories"
        conclusion={
          list.data
            ? drafts > 0
              ? `${count(drafts, 'draft waits', 'drafts wait')} to be published`
              : 'No draft waits to be published'
            : 'Advisories'
        }
      />
      <Loaded query={list} what="The advisories" lines={10}>
        {(page) => (
          <DataTable
            label="Advisories"
            noun={['advisory', 'advisories']}
            rows={page.items.toSorted((a, b) => Number(b.state === 'draft') - Number(a.state === 'draft'))}
            of={page.total}
            columns={COLUMNS}
            rowId={(a) => a.id}
            onOpen={(a) => go(`/write/${a.id}`)}
            narrow={(a) => <Foreign>{a.title}</Foreign>}
            toolbar={
              <>
                <FilterText label="Find an advisory" />
                <FilterSelect name="state" label="State" choices={STATES.map((s) => ({ value: s, label: s }))} />
                <FilterSelect
                  name="source"
                  label="From"
                  all="ours"
                  choices={[
                    { value: 'osv', label: 'OSV' },
                    { value: 'all', label: 'everywhere' },
                  ]}
                />
              </>
            }
            empty={
              <EmptyState icon="advisory" title="No advisory fits">
                An advisory is drafted from a case: open one and choose “Draft an advisory”.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </>
  );
}
