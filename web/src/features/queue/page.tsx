// The coordinator's queue: one row per vulnerability, settled by hand at speed.
import type { VulnerabilityRow } from '@leadtime/contract';
import { memo, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { queries, useApi } from '../../app/api.ts';
import {
  A,
  Button,
  ButtonLink,
  DataTable,
  EmptyState,
  FilterSelect,
  FilterText,
  FilterToggle,
  Foreign,
  KeyHint,
  Loaded,
  number,
  PageHead,
  useAddress,
  useGo,
  useKeys,
  useRested,
} from '../../ui/index.ts';
import '../vulnerability/vulnerability.css';
import { useAssign } from '../vulnerability/use-assign.ts';
import { type Verb, VerbDialog } from '../vulnerability/verbs.tsx';
import { columnsFor, NarrowLine, SettledWords } from './columns.tsx';
import { EvidenceDrawer } from './drawer.tsx';
import { Flow } from './flow.tsx';
import { nextAfter } from './next-row.ts';
import './queue.css';
import { SelectionBar } from './selection-bar.tsx';
import { useDrawer } from './use-drawer.ts';
import { useQueueRows } from './use-rows.ts';
import { concludes, isNarrowed, queryOf, VIEWS, type View, viewOf, withoutFilters } from './views.ts';

const KEYS_IN_SIGHT = [
  ['j', 'next'],
  ['e', 'evidence'],
  ['v', 'validate'],
  ['m', 'merge'],
  ['t', 'tell'],
  ['h', 'hold'],
  ['a', 'assign'],
  ['x', 'select'],
  ['u', 'undo'],
  ['?', 'all keys'],
] as const;

const narrowLine = (row: VulnerabilityRow) => <NarrowLine row={row} />;
const idOf = (row: VulnerabilityRow): string => row.id;
const NOUN = ['vulnerability', 'vulnerabilities'] as const;

/** Where the analyst was in each view, so that coming back from a vulnerability goes on from there. */
const lastActive = new Map<string, string | undefined>();

export default function QueuePage() {
  const view = viewOf(useAddress().values);
  // A view begins anew: what was settled in another one is not dimmed here.
  return <Queue key={view.id} view={view} />;
}

function Queue({ view }: { view: View }) {
  const { values, set } = useAddress();
  const go = useGo();
  const [active, setActive] = useState(() => lastActive.get(view.id));
  useEffect(() => {
    lastActive.set(view.id, active);
  }, [view.id, active]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [settled, setSettled] = useState<ReadonlyMap<string, string>>(new Map());
  const list = useQueueRows(queryOf(values), settled.size);
  const { rows } = list;
  const [verb, setVerb] = useState<Verb>();

  const isRow = (row: VulnerabilityRow | undefined): row is VulnerabilityRow => row !== undefined;
  const current = rows.find((r) => r?.id === active) ?? rows.find((r) => r !== undefined && !settled.has(r.id));
  const chosen = selected.size > 0 ? rows.filter(isRow).filter((r) => selected.has(r.id)) : current ? [current] : [];
  const drawer = useDrawer();
  const drawerOpen = drawer.open && current !== undefined;
  // A key moves the row first. The drawer follows when there is time, the line under the conclusion when the hand rests.
  const explained = useDeferredValue(current);
  const rested = useRested(current) ?? current;

  const onSettled = useCallback(
    (ids: readonly string[], word: string | undefined) => {
      setSettled((before) => {
        const after = new Map(before);
        for (const id of ids)
          if (word) after.set(id, word);
          else after.delete(id);
        return after;
      });
      if (word) {
        setSelected(new Set());
        setActive(nextAfter(rows, ids, settled));
      } else setActive(ids[0]);
    },
    [rows, settled],
  );
  const assign = useAssign();
  const ask = (v: Verb) => {
    if (chosen.length > 0) setVerb(v);
  };
  const refresh = () => {
    setSettled(new Map());
    list.refetch();
    void queries.invalidateQueries({ queryKey: ['vulnerabilities.flow'] });
  };
  useKeys([
    {
      keys: 'e',
      label: 'Evidence: open or close the drawer',
      group: 'Move',
      run: drawer.toggle,
    },
    { keys: 'v', label: 'Validate (Enter confirms), or reject', group: 'Decide', run: () => ask('validate') },
    { keys: 'm', label: 'Merge with…', group: 'Decide', run: () => ask('merge') },
    { keys: 's', label: 'Split', group: 'Decide', run: () => ask('split') },
    { keys: 't', label: 'Tell the maintainer', group: 'Decide', run: () => ask('tell') },
    { keys: 'h', label: 'Hold', group: 'Decide', run: () => ask('hold') },
    { keys: 'a', label: 'Assign to me, or give back', group: 'Decide', run: () => assign(chosen) },
    { keys: 'r', label: 'Read the list anew, settled ones leave', group: 'Move', run: refresh },
  ]);
  useKeys([{ keys: 'Esc', label: 'Clear the selection', group: 'Select', run: () => setSelected(new Set()) }], {
    on: selected.size > 0,
    level: 3,
  });

  // The table is drawn anew only when one of these has changed, not with every dialog.
  const columns = useMemo(() => columnsFor(view.query.state), [view.query.state]);
  const open = useCallback((row: VulnerabilityRow) => go(`/vulnerabilities/${row.id}`), [go]);
  const isSettled = useCallback((row: VulnerabilityRow) => settled.has(row.id), [settled]);
  const narrowed = isNarrowed(values);
  const empty = useMemo(
    () => <Nothing view={view} narrowed={narrowed} onClear={() => set(withoutFilters)} />,
    [view, narrowed, set],
  );
  const left = Math.max(0, list.total - settled.size);
  // What has not been read is not concluded from.
  const conclusion = list.data ? concludes(view, left, narrowed) : view.label;
  return (
    <div className="queue" data-drawer={drawerOpen || undefined}>
      <div className="queue-head">
        <PageHead
          title={`Queue: ${view.label}`}
          conclusion={conclusion}
          why={<FirstThing view={view} row={rested} settled={settled.size} onRefresh={refresh} />}
        />
        <Flow />
      </div>
      <ViewTabs view={view} counts={list.data !== undefined} />
      <div className="queue-body">
        <Loaded query={list} what="The queue" lines={14}>
          {() => (
            <SettledWords value={settled}>
              <DataTable
                label={`Queue: ${view.label}`}
                noun={NOUN}
                rows={rows}
                of={list.total}
                columns={columns}
                rowId={idOf}
                onOpen={open}
                narrow={narrowLine}
                active={active}
                onActive={setActive}
                selected={selected}
                onSelect={setSelected}
                dim={isSettled}
                onView={list.onView}
                empty={empty}
                toolbar={TOOLBAR}
              />
            </SettledWords>
          )}
        </Loaded>
        {drawerOpen ? (
          <EvidenceDrawer row={explained ?? current} onClose={drawer.close} onVerb={setVerb} onSettled={onSettled} />
        ) : null}
      </div>
      {selected.size > 0 ? (
        <SelectionBar
          n={selected.size}
          onVerb={ask}
          onAssign={() => assign(chosen)}
          onClear={() => setSelected(new Set())}
        />
      ) : (
        <KeysInSight />
      )}
      {verb ? <VerbDialog verb={verb} rows={chosen} onClose={() => setVerb(undefined)} onSettled={onSettled} /> : null}
    </div>
  );
}

/** Under the conclusion: what to do first, or what has just been done here. */
function FirstThing({
  view,
  row,
  settled,
  onRefresh,
}: {
  view: View;
  row: VulnerabilityRow | undefined;
  settled: number;
  onRefresh: () => void;
}) {
  if (settled > 0)
    return (
      <>
        {number(settled)} settled here, still shown so that you can look back.{' '}
        <button type="button" className="link-button" onClick={onRefresh}>
          Clear them
        </button>{' '}
        <KeyHint keys="r" />
      </>
    );
  const reasons = row?.priority.reasons ?? [];
  const reason = reasons.find((r) => /^(kev|exploited|bod-.*|operators)$/.test(r.code)) ?? reasons[0];
  if (!row || view.id === 'all') return null;
  return (
    <span className="first-thing">
      Next: <A href={`/vulnerabilities/${row.id}`}>{row.title}</A>
      {reason ? (
        <>
          . <Foreign>{reason.text}</Foreign>
        </>
      ) : null}
    </span>
  );
}

const ViewTabs = memo(function ViewTabs({ view, counts }: { view: View; counts: boolean }) {
  return (
    <nav className="views no-print" aria-label="Views of the queue">
      {VIEWS.map((v) => (
        <ViewTab key={v.id} view={v} here={v === view} counts={counts} />
      ))}
    </nav>
  );
});

/** Its count comes after the list itself, which the analyst waits for. */
function ViewTab({ view, here, counts }: { view: View; here: boolean; counts: boolean }) {
  const n = useApi('vulnerabilities.list', {
    query: { ...view.query, limit: 1 },
    staleMs: 60_000,
    on: counts && view.id !== 'all',
  }).data?.total;
  return (
    <A href={`/queue${view === VIEWS[0] ? '' : `?view=${view.id}`}`} aria-current={here ? 'page' : undefined}>
      {view.label}
      {n === undefined ? null : <span className="num muted"> {number(n)}</span>}
    </A>
  );
}

function Filters() {
  const projects = useApi('projects.list', { staleMs: 60_000 }).data?.items ?? [];
  return (
    <>
      <FilterText label="Filter this view" />
      <FilterSelect
        name="severity"
        label="Severity"
        choices={['critical', 'high', 'medium', 'low', 'unknown'].map((s) => ({ value: s, label: s }))}
      />
      <FilterSelect
        name="proof"
        label="Proof"
        choices={[
          { value: 'none', label: 'none' },
          { value: 'attached', label: 'attached' },
          { value: 'reproduced', label: 'reproduced' },
          { value: 'not_reproduced', label: 'not reproduced' },
        ]}
      />
      <FilterSelect name="project" label="Project" choices={projects.map((p) => ({ value: p.id, label: p.name }))} />
      <FilterToggle name="several" label="Several labs" />
      <FilterToggle name="kev" label="KEV" />
    </>
  );
}

const TOOLBAR = <Filters />;

function Nothing({ view, narrowed, onClear }: { view: View; narrowed: boolean; onClear: () => void }) {
  if (narrowed)
    return (
      <EmptyState
        icon="search"
        title="Nothing fits these filters"
        actions={
          <Button kind="primary" onClick={onClear}>
            Clear the filters
          </Button>
        }
      >
        The view itself may hold more.
      </EmptyState>
    );
  const other = VIEWS.find((v) => v.id === (view.id === 'settle' ? 'tell' : 'settle'));
  return (
    <EmptyState
      title={view.none}
      actions={
        <ButtonLink kind="primary" href={`/queue?view=${other?.id ?? 'all'}`}>
          {other?.label ?? 'Everything'}
        </ButtonLink>
      }
    >
      {view.id === 'all'
        ? 'Reports arrive by the API, by the CLI (leadtime report submit) or by a finder’s upload page.'
        : 'New reports appear here as they are read.'}
    </EmptyState>
  );
}

const KeysInSight = memo(function KeysInSight() {
  return (
    <p className="keys-in-sight no-print" aria-hidden="true">
      {KEYS_IN_SIGHT.map(([key, what]) => (
        <span key={key}>
          <kbd>{key}</kbd> {what}
        </span>
      ))}
    </p>
  );
});
