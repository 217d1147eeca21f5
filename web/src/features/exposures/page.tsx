// Advisories that reach our components, each with the evidence of the match, and what could not be decided.
import { type Answer, EXPOSURE_STATES } from '@leadtime/contract';
import { Fragment, useMemo, useState } from 'react';
import { useApi } from '../../app/api.ts';
import {
  A,
  type Column,
  count,
  DataTable,
  EmptyState,
  FilterSelect,
  FilterText,
  Foreign,
  Icon,
  Loaded,
  number,
  PageHead,
  SeverityTag,
  StateTag,
  useAddress,
  useKeys,
} from '../../ui/index.ts';
import '../duties/duties.css';
import { PartyBar, useForParty, Whose } from '../duties/party-bar.tsx';
import { Pager } from '../inventories/pager.tsx';
import './exposures.css';
import { WhyDrawer } from './why-drawer.tsx';

type Exposure = Answer<'exposures.list'>['items'][number];
const STATES = [
  { value: 'affected', label: 'affected' },
  { value: 'undetermined', label: 'undetermined' },
  { value: 'not_affected', label: 'not affected' },
] as const;
const isState = (text: string | undefined): text is Exposure['state'] =>
  (EXPOSURE_STATES as readonly (string | undefined)[]).includes(text);
const isId = (text: string | undefined): text is string => /^[0-9a-f-]{36}$/.test(text ?? '');
const PAGE = 200;

export default function ExposuresPage() {
  const { values, set } = useAddress();
  const forParty = useForParty();
  const [offset, setOffset] = useState(0);
  const [active, setActive] = useState<string>();
  const open = isId(values.open) ? values.open : undefined;
  useKeys([{ keys: 'e', label: 'Why: the evidence', group: 'Do', run: () => set({ open: active ?? null }) }]);
  // The focus goes back to the row that it explained, wherever in the drawer it was.
  const close = () => {
    set({ open: null });
    if (!document.activeElement?.closest('.drawer')) return;
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.grid-row[data-active]')?.focus());
  };
  const query = useApi('exposures.list', {
    query: {
      ...forParty,
      limit: PAGE,
      offset,
      ...(isState(values.state) ? { state: values.state } : {}),
      ...(isId(values.advisory) ? { advisory: values.advisory } : {}),
      ...(values.q ? { q: values.q } : {}),
    },
    keep: true,
  });
  const columns = useMemo(columnsOf, []);
  return (
    <>
      <PartyBar />
      <Loaded query={query} what="Your exposures" lines={12}>
        {(page) => {
          return (
            <>
              <PageHead
                title="Exposures"
                conclusion={conclusionOf(page)}
                why="An exposure is an advisory that reaches one of your components. Open a row (Enter, or e) to see why."
                next={
                  <A href={`/exposures/on${values.advisory ? `?advisory=${values.advisory}` : ''}`}>
                    What reached us on a day, as known on a day
                  </A>
                }
              />
              <div className="exposures" data-open={open ? true : undefined}>
                <div className="stack">
                  <DataTable
                    label="Exposures"
                    noun={['exposure', 'exposures']}
                    rows={page.items}
                    of={page.total}
                    columns={columns}
                    rowId={(e) => e.id}
                    onOpen={(e) => {
                      setActive(e.id);
                      set({ open: e.id });
                    }}
                    active={active}
                    onActive={setActive}
                    dim={(e) => e.state === 'not_affected'}
                    narrow={(e) => <Foreign>{withVersion(e)}</Foreign>}
                    toolbar={
                      <>
                        <FilterText label="Search exposures" />
                        <FilterSelect name="state" label="State" choices={STATES} />
                        {values.advisory ? (
                          <button
                            type="button"
                            className="filter-toggle"
                            aria-pressed
                            onClick={() => set({ advisory: null })}
                          >
                            <Icon name="close" size={12} /> One advisory only
                          </button>
                        ) : null}
                      </>
                    }
                    empty={
                      <EmptyState title="No advisory reaches what you run, with these filters">
                        That holds for what could be compared.{' '}
                        <A href="/today#unmatched">See what could not be matched</A>
                      </EmptyState>
                    }
                  />
                  <Pager offset={offset} limit={PAGE} total={page.total} onGo={setOffset} />
                </div>
                {open ? <WhyDrawer id={open} onClose={close} /> : null}
              </div>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** The version, unless the component’s name ends with it. */
const withVersion = (e: Exposure): string =>
  e.version === null || e.component.endsWith(e.version) ? e.component : `${e.component} ${e.version}`;

function conclusionOf(page: { items: readonly Exposure[]; total: number }): string {
  const affected = page.items.filter((e) => e.state === 'affected').length;
  const unknown = page.items.filter((e) => e.state === 'undetermined').length;
  if (page.total === 0) return 'No advisory that we hold reaches what you run';
  const shown = page.total > page.items.length ? ` among the first ${number(page.items.length)}` : '';
  return `${count(affected, 'component is', 'components are')} affected and ${number(unknown)} undetermined${shown}`;
}

const columnsOf = (): readonly Column<Exposure>[] => [
  {
    id: 'component',
    header: 'Component',
    width: 'minmax(9rem, 1.6fr)',
    priority: 2,
    cell: (e) => <Foreign>{withVersion(e)}</Foreign>,
    sort: (e) => e.component,
  },
  { id: 'state', header: 'State', width: '8.5rem', cell: (e) => <StateTag state={e.state} />, sort: (e) => e.state },
  {
    id: 'advisory',
    header: 'Advisory',
    width: 'minmax(11rem, 2.4fr)',
    cell: (e) => (
      <>
        <span className="mono">{e.advisory.publicId}</span> <Foreign>{e.advisory.title}</Foreign>
        {e.also.length > 0 ? (
          <span className="muted">
            {' '}
            also{' '}
            {e.also.map((a, i) => (
              <Fragment key={a.exposureId}>
                {i > 0 ? ', ' : ''}
                <A href={`/exposures?open=${a.exposureId}`}>{a.publicId}</A>
              </Fragment>
            ))}
          </span>
        ) : null}
      </>
    ),
    sort: (e) => e.advisory.publicId,
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '7rem',
    priority: 3,
    cell: (e) => <SeverityTag severity={e.advisory.severity} />,
    sort: (e) => RANK.indexOf(e.advisory.severity),
  },
  {
    id: 'kev',
    header: 'Attacks',
    width: '5.5rem',
    priority: 3,
    cell: (e) => (e.advisory.kev ? <b className="tone-red">known</b> : <span className="muted">none known</span>),
    sort: (e) => (e.advisory.kev ? 0 : 1),
  },
  {
    id: 'fixed',
    header: 'Fixed in',
    width: '7rem',
    priority: 3,
    cell: (e) => (e.fixedIn ? <Foreign mono>{e.fixedIn}</Foreign> : <span className="muted">none named</span>),
    sort: (e) => e.fixedIn,
  },
  {
    id: 'assets',
    header: 'Assets',
    width: '4.5rem',
    align: 'end',
    priority: 4,
    cell: (e) => number(e.assets),
    sort: (e) => e.assets,
  },
  { id: 'whose', header: 'Whose', width: 'minmax(6rem, 1fr)', priority: 4, cell: (e) => <Whose party={e.party} /> },
];
const RANK = ['critical', 'high', 'medium', 'low', 'none', 'unknown'];
