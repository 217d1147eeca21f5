// Published advisories, and how to get them all by machine.
import type { Answer } from '@leadtime/contract';
import { useMemo } from 'react';
import { useApi } from '../../app/api.ts';
import {
  Code,
  type Column,
  count,
  DataTable,
  EmptyState,
  FilterSelect,
  FilterText,
  Foreign,
  Loaded,
  PageHead,
  Section,
  SeverityTag,
  StateTag,
  Tag,
  Time,
  TlpTag,
  useAddress,
  useGo,
} from '../../ui/index.ts';
import { Pager } from '../inventories/pager.tsx';
import './public.css';

type Row = Answer<'advisories.list'>['items'][number];
const SOURCES = [
  { value: 'osv', label: 'others, by OSV' },
  { value: 'all', label: 'all' },
] as const;
const PAGE = 100;

export default function AdvisoriesPage() {
  const { values, set } = useAddress();
  const go = useGo();
  const offset = Number(values.from ?? 0) || 0;
  const source = SOURCES.find((s) => s.value === values.source)?.value;
  const query = useApi('advisories.list', {
    query: { limit: PAGE, offset, ...(values.q ? { q: values.q } : {}), ...(source ? { source } : {}) },
    keep: true,
  });
  const columns = useMemo(columnsOf, []);
  return (
    <Loaded query={query} what="The advisories" lines={12}>
      {(page) => (
        <>
          <PageHead
            title="Advisories"
            conclusion={
              page.total === 0
                ? 'No advisory matches'
                : `${count(page.total, 'advisory', 'advisories')} ${values.q || source ? 'match' : 'published here'}`
            }
            why="Each says what is affected, where it is fixed and what to do until then, in words and in CSAF and OSV."
          />
          <DataTable
            label="Advisories"
            noun={['advisory', 'advisories']}
            rows={page.items}
            of={page.total}
            columns={columns}
            rowId={(a) => a.id}
            onOpen={(a) => go(`/advisories/${a.id}`)}
            dim={(a) => a.state === 'withdrawn'}
            narrow={(a) => (
              <>
                <span className="mono">{a.publicId}</span> · <SeverityTag severity={a.severity} />
              </>
            )}
            toolbar={
              <>
                <FilterText label="Search advisories" />
                <FilterSelect name="source" label="From" choices={SOURCES} all="this clearinghouse" />
              </>
            }
            empty={
              <EmptyState title="No advisory with these words">
                Try a package, a vendor, a product or a CVE number.
              </EmptyState>
            }
          />
          <Pager offset={offset} limit={PAGE} total={page.total} onGo={(to) => set({ from: to || null })} />
          <Feeds />
        </>
      )}
    </Loaded>
  );
}

const columnsOf = (): readonly Column<Row>[] => [
  {
    id: 'title',
    header: 'Title',
    width: 'minmax(12rem, 3fr)',
    cell: (a) => <Foreign>{a.title}</Foreign>,
    sort: (a) => a.title,
  },
  {
    id: 'publicId',
    header: 'Number',
    width: '9rem',
    priority: 3,
    cell: (a) => <span className="mono">{a.publicId}</span>,
    sort: (a) => a.publicId,
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '7rem',
    priority: 2,
    cell: (a) => <SeverityTag severity={a.severity} />,
    sort: (a) => ['critical', 'high', 'medium', 'low', 'none'].indexOf(a.severity),
  },
  {
    id: 'aliases',
    header: 'Also known as',
    width: '9rem',
    priority: 4,
    cell: (a) =>
      a.aliases.length > 0 ? (
        <Foreign mono>{a.aliases.join(', ')}</Foreign>
      ) : (
        <span className="muted">no other number</span>
      ),
    sort: (a) => a.aliases[0],
  },
  {
    id: 'packages',
    header: 'Affects',
    width: 'minmax(8rem, 1.6fr)',
    priority: 3,
    cell: (a) => <Foreign mono>{a.packages.join(', ')}</Foreign>,
    sort: (a) => a.packages[0],
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    priority: 2,
    cell: (a) =>
      a.kev && a.state === 'published' ? (
        <Tag icon="bolt" tone="red">
          Attacks known
        </Tag>
      ) : a.tlp !== 'TLP:CLEAR' ? (
        <TlpTag tlp={a.tlp} />
      ) : (
        <StateTag state={a.state} />
      ),
    sort: (a) => a.state,
  },
  {
    id: 'published',
    header: 'Published',
    width: '8rem',
    priority: 4,
    cell: (a) => (a.publishedAt ? <Time at={a.publishedAt} /> : <span className="muted">not yet</span>),
    sort: (a) => a.publishedAt,
  },
];

function Feeds() {
  return (
    <Section
      title="Get them all by machine"
      lead="Immutable files that any cache may hold. Nobody has to sign in, and nobody learns what you look for."
    >
      <div className="feeds-how">
        <div>
          <h3>All as OSV, one a line</h3>
          <Code label="command for the OSV feed">{`curl -sO ${location.origin}/feed/osv.ndjson`}</Code>
        </div>
        <div>
          <h3>What is new: revisions and digests</h3>
          <Code label="command for the index">{`curl -s ${location.origin}/feed/index.json`}</Code>
        </div>
        <div>
          <h3>Compare with what you run, on your own machine</h3>
          <Code label="command to match an inventory">leadtime match bom.json --advisories osv.ndjson</Code>
        </div>
      </div>
    </Section>
  );
}
