// One inventory: its components with the verdict of each; what could not be matched comes first.
import type { Answer } from '@leadtime/contract';
import { useMemo, useState } from 'react';
import { useApi } from '../../app/api.ts';
import {
  A,
  type Column,
  Crumbs,
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
  useParam,
} from '../../ui/index.ts';
import '../duties/duties.css';
import { Whose } from '../duties/party-bar.tsx';
import './inventories.css';
import { MatchBar } from './match-bar.tsx';
import { Pager } from './pager.tsx';
import { FORMAT_WORDS } from './template.ts';

type Component = Answer<'inventories.components'>['items'][number];
const STATES = [
  { value: 'cannot_match', label: 'could not be matched' },
  { value: 'undetermined', label: 'undetermined' },
  { value: 'affected', label: 'affected' },
  { value: 'no_advisory', label: 'no advisory' },
  { value: 'not_affected', label: 'not affected' },
] as const;
const isState = (text: string | undefined): text is Component['state'] => STATES.some((s) => s.value === text);
const PAGE = 200;

export default function InventoryPage() {
  const id = useParam('id');
  const list = useApi('inventories.list', { query: {} });
  return (
    <Loaded query={list} what="This inventory" lines={10}>
      {({ items }) => {
        const inv = items.find((i) => i.id === id);
        return inv ? (
          <>
            <PageHead
              title={inv.name}
              kicker={
                <>
                  <Crumbs items={[{ href: '/inventories', label: 'Inventories' }]} />
                  <Whose party={inv.party} />
                </>
              }
              conclusion={
                inv.unmatched > 0
                  ? `${number(inv.unmatched)} of ${number(inv.components)} components could not be matched`
                  : `All ${number(inv.components)} components can be compared with advisories`
              }
              why={
                <p>
                  <Foreign>{inv.name}</Foreign>, {FORMAT_WORDS[inv.format]}, sent <Time at={inv.uploadedAt} />.{' '}
                  {inv.stale ? 'It is old: what changed since is not known.' : ''}
                </p>
              }
            />
            <MatchBar inv={inv} />
            <Components id={id} sheet={inv.format === 'sheet'} />
          </>
        ) : (
          <EmptyState title="No such inventory" icon="unknown" actions={<A href="/inventories">All inventories</A>}>
            It was removed, or your party does not know of it.
          </EmptyState>
        );
      }}
    </Loaded>
  );
}

function Components({ id, sheet }: { id: string; sheet: boolean }) {
  const { values } = useAddress();
  const go = useGo();
  const [offset, setOffset] = useState(0);
  const state = isState(values.state) ? values.state : undefined;
  const query = useApi('inventories.components', {
    params: { id },
    query: { limit: PAGE, offset, ...(state ? { state } : {}), ...(values.q ? { q: values.q } : {}) },
    keep: true,
  });
  const columns = useMemo(() => columnsOf(sheet), [sheet]);
  return (
    <Loaded query={query} what="Its components" lines={12}>
      {(page) => (
        <>
          <DataTable
            label="Components"
            noun={['component', 'components']}
            rows={page.items}
            of={page.total}
            columns={columns}
            rowId={(c) => c.id}
            onOpen={(c) => {
              if (c.exposures > 0) go(`/exposures?q=${encodeURIComponent(c.name)}`);
            }}
            narrow={(c) => <Foreign>{c.reason.text}</Foreign>}
            toolbar={
              <>
                <FilterText label="Search components" />
                <FilterSelect name="state" label="Verdict" choices={STATES} />
              </>
            }
            empty={
              <EmptyState title="No component with these filters">Change the filters to see the others.</EmptyState>
            }
          />
          <Pager offset={offset} limit={PAGE} total={page.total} onGo={setOffset} />
        </>
      )}
    </Loaded>
  );
}

const WORDS: Record<Component['state'], string> = {
  affected: 'Affected',
  undetermined: 'Undetermined',
  no_advisory: 'No advisory',
  not_affected: 'Not affected',
  cannot_match: 'Not matched',
};
const columnsOf = (sheet: boolean): readonly Column<Component>[] => [
  {
    id: 'name',
    header: 'Component',
    width: 'minmax(9rem, 1.6fr)',
    cell: (c) => <Foreign>{[c.vendor, c.name].filter(Boolean).join(' ')}</Foreign>,
    sort: (c) => `${c.vendor ?? ''} ${c.name}`,
  },
  {
    id: 'version',
    header: 'Version',
    width: '7rem',
    priority: 3,
    cell: (c) => (c.version ? <Foreign mono>{c.version}</Foreign> : <span className="muted">not given</span>),
    sort: (c) => c.version,
  },
  {
    id: 'state',
    header: 'Verdict',
    width: '8.5rem',
    cell: (c) => <StateTag state={c.state} label={WORDS[c.state]} />,
    sort: (c) => c.state,
  },
  {
    id: 'reason',
    header: 'Because',
    width: 'minmax(12rem, 3fr)',
    priority: 2,
    cell: (c) => <Foreign>{c.reason.text}</Foreign>,
  },
  {
    id: 'asset',
    header: 'Asset',
    width: 'minmax(7rem, 1fr)',
    priority: 3,
    cell: (c) => (c.asset ? <Foreign>{c.asset}</Foreign> : <span className="muted">unknown asset</span>),
    sort: (c) => c.asset,
  },
  sheet
    ? {
        id: 'line',
        header: 'Row',
        width: '4rem',
        align: 'end',
        priority: 4,
        cell: (c) => (c.line === null ? 'unknown' : number(c.line)),
        sort: (c) => c.line,
      }
    : {
        id: 'purl',
        header: 'Package URL',
        width: 'minmax(9rem, 1.4fr)',
        priority: 4,
        cell: (c) => (c.purl ? <Foreign mono>{c.purl}</Foreign> : <span className="muted">not given</span>),
      },
  {
    id: 'exposures',
    header: 'Reached by',
    width: '8rem',
    priority: 4,
    cell: (c) =>
      c.exposures > 0 ? count(c.exposures, 'advisory', 'advisories') : <span className="muted">none known</span>,
    sort: (c) => c.exposures,
  },
];
