// What reached us on a day, as known on a day, beside what is held of that day today: for the auditor who asks “did you know?”.
import type { Answer } from '@leadtime/contract';
import { useMemo, useState } from 'react';
import { useApi } from '../../app/api.ts';
import {
  type Column,
  Crumbs,
  DataTable,
  EmptyState,
  FilterDate,
  FilterSelect,
  FilterText,
  Foreign,
  Icon,
  Loaded,
  number,
  PageHead,
  StateTag,
  useAddress,
  useNow,
} from '../../ui/index.ts';
import '../duties/duties.css';
import { PartyBar, useForParty, Whose } from '../duties/party-bar.tsx';
import '../fleet/fleet.css';
import { KeysetPager, PAGE, useKeyset } from '../fleet/parts.tsx';
import './exposures.css';
import { HeldDrawer } from './held-drawer.tsx';

type Page = Answer<'exposures.asOf'>;
type Past = Page['items'][number];

const SHOWN = [{ value: 'changed', label: 'held otherwise today' }] as const;
const WHY =
  'Nothing of the past is rewritten here: each verdict keeps when the component ran, as its inventories say, and when this instance held it so. Days are days of UTC. Open a row (Enter) for both times of it.';

export default function OnADayPage() {
  const asked = useAsked();
  return (
    <>
      <PartyBar />
      {/* Another question begins with its first page. */}
      <Answered key={JSON.stringify(asked)} asked={asked} />
    </>
  );
}

/** What the address asks for. */
function useAsked() {
  const { values } = useAddress();
  const forParty = useForParty();
  return {
    ...forParty,
    ...(isDay(values.on) ? { on: values.on } : {}),
    ...(isDay(values.known) ? { known: values.known } : {}),
    ...(values.advisory ? { advisory: values.advisory } : {}),
    ...(values.q ? { q: values.q } : {}),
    ...(values.show === 'changed' ? { show: 'changed' as const } : {}),
  };
}
const isDay = (text: string | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '');

function Answered({ asked }: { asked: ReturnType<typeof useAsked> }) {
  const keyset = useKeyset();
  const query = useApi('exposures.asOf', { query: { ...asked, ...keyset.after, limit: PAGE }, keep: true });
  const columns = useMemo(columnsOf, []);
  const toolbar = <Toolbar asked={asked} />;
  const { values, set } = useAddress();
  const [active, setActive] = useState<string>();
  const open = values.open;
  // The focus goes back to the row that it explained.
  const close = () => {
    set({ open: null });
    if (!document.activeElement?.closest('.drawer')) return;
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.grid-row[data-active]')?.focus());
  };
  return (
    <>
      <PageHead
        kicker={<Crumbs items={[{ href: '/exposures', label: 'Exposures' }]} />}
        title="Exposures on a day"
        conclusion={query.data?.conclusion ?? 'What reached you on a day, as known on a day'}
        why={WHY}
      />
      {query.isError ? <div className="grid-toolbar cluster">{toolbar}</div> : null}
      <Loaded query={query} what="What was held of that day" lines={12}>
        {(page) => {
          const { learnt, dropped, changed } = page.differences;
          const otherwise = learnt + dropped + changed;
          const total = asked.show === 'changed' ? otherwise : page.held.exposures;
          const opened = page.items.find((e) => rowIdOf(e) === open);
          return (
            <div className="exposures" data-open={opened ? true : undefined}>
              <div className="stack">
                {page.held.exposures + otherwise > 0 ? <p className="muted">{differencesOf(page)}</p> : null}
                <DataTable
                  label="Exposures of that day"
                  noun={['exposure', 'exposures']}
                  rows={page.items}
                  of={total}
                  columns={columns}
                  rowId={rowIdOf}
                  onOpen={(e) => {
                    setActive(rowIdOf(e));
                    set({ open: rowIdOf(e) });
                  }}
                  active={active}
                  onActive={setActive}
                  narrow={(e) => `${nameOf(e)} on ${e.asset.name}; today ${e.today?.state ?? 'nothing'}`}
                  toolbar={toolbar}
                  empty={
                    <EmptyState
                      icon={page.spokenOf ? 'check' : 'unknown'}
                      title={emptyTitle(page, asked.show === 'changed')}
                    >
                      {page.spokenOf
                        ? 'That holds for what could be compared by then.'
                        : 'An inventory tells what ran from its own date on. One that is sent later, with an earlier date, fills the gap.'}
                    </EmptyState>
                  }
                />
                <KeysetPager
                  keyset={keyset}
                  next={page.next}
                  total={total}
                  shown={page.items.length}
                  noun={['exposure', 'exposures']}
                />
              </div>
              {opened ? <HeldDrawer exposure={opened} onClose={close} /> : null}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

function Toolbar({ asked }: { asked: ReturnType<typeof useAsked> }) {
  const { set } = useAddress();
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const address = new URLSearchParams(asked);
  return (
    <>
      <FilterDate name="on" label="On" max={asked.known ?? today} />
      <FilterDate name="known" label="As known on" max={today} />
      <FilterText name="q" label="Search name, purl, CVE, asset" />
      <FilterSelect name="show" label="Show" choices={SHOWN} all="held then" />
      {asked.advisory ? (
        <button type="button" className="filter-toggle" aria-pressed onClick={() => set({ advisory: null })}>
          <Icon name="close" size={12} /> One advisory only
        </button>
      ) : null}
      <a className="fleet-csv no-print" href={`/api/v1/exposures/as-of/csv?${address}`} download>
        Save all rows as CSV
      </a>
    </>
  );
}

/** "Held otherwise today: 2 not known then, 1 taken back since." */
function differencesOf({ differences: { learnt, dropped, changed } }: Page): string {
  const parts = [
    [learnt, 'not known then'],
    [dropped, 'taken back since'],
    [changed, 'judged otherwise since'],
  ].filter(([n]) => n !== 0);
  return parts.length === 0
    ? 'All of it is held so today.'
    : `Held otherwise today: ${parts.map(([n, words]) => `${number(Number(n))} ${words}`).join(', ')}.`;
}

function emptyTitle(page: Page, onlyChanged: boolean): string {
  if (onlyChanged && page.held.exposures > 0) return 'Nothing of that day is held otherwise today';
  if (!page.spokenOf) return 'No inventory that was here by then speaks of that day';
  return 'No exposure of that day was known then, with these filters';
}

/** Of an advisory and a component there is one row; in the address too. */
const rowIdOf = (e: Past): string => `${e.advisory.id}.${e.component.id}`;
const nameOf = ({ component: { name, version } }: Past): string =>
  version === null || name.endsWith(version) ? name : `${name} ${version}`;

const columnsOf = (): readonly Column<Past>[] => [
  {
    id: 'component',
    header: 'Component',
    width: 'minmax(8rem, 1.3fr)',
    priority: 2,
    cell: (e) => <Foreign>{nameOf(e)}</Foreign>,
  },
  {
    id: 'asset',
    header: 'Asset',
    width: 'minmax(7rem, 1fr)',
    priority: 3,
    cell: (e) => (
      <>
        <Foreign>{e.asset.name}</Foreign> <Whose party={e.party} />
      </>
    ),
  },
  {
    id: 'advisory',
    header: 'Advisory',
    width: 'minmax(10rem, 2fr)',
    cell: (e) => (
      <>
        <span className="mono">{e.advisory.publicId}</span> <Foreign>{e.advisory.title}</Foreign>
      </>
    ),
  },
  { id: 'then', header: 'Held then', width: '8.5rem', cell: (e) => <Held state={e.held?.state} /> },
  { id: 'today', header: 'Held today', width: '8.5rem', priority: 2, cell: (e) => <Held state={e.today?.state} /> },
  {
    id: 'why',
    header: 'Why they differ',
    width: 'minmax(10rem, 2fr)',
    priority: 3,
    cell: (e) =>
      e.reasons.length > 0 ? e.reasons.map((r) => r.text).join(' ') : <span className="muted">they do not</span>,
  },
];

const Held = ({ state }: { state: 'affected' | 'undetermined' | undefined }) =>
  state ? <StateTag state={state} /> : <span className="muted">nothing</span>;
