// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid cannot be a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: rows have the focus, cells do not
// The table of the work pages: 32 px rows, sorted and filtered in the address, virtual, worked by keyboard.
// One grid in the ARIA sense: the active row has the focus; cells hold no stops of their own but links.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { nextSort, readSort, writeSort } from './address.ts';
import { Icon } from './icons.tsx';
import { useKeys } from './keys.tsx';
import { useAddress } from './link.tsx';
import { type SortValue, useSortedRows } from './sorted-rows.ts';
import { InRow } from './time.tsx';
import { shownOf } from './words.ts';

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** A grid track: '7rem', 'minmax(16rem, 2fr)'. */
  readonly width?: string;
  readonly align?: 'end';
  /** Sorts in the browser by this value; null and undefined come last. */
  readonly sort?: (row: T) => SortValue;
  /** The server sorts by this column's id. */
  readonly sortable?: boolean;
  /** 1 always shown, 2 from 560 px of table width, 3 from 880, 4 from 1,080. Default 1. */
  readonly priority?: 1 | 2 | 3 | 4;
}

export interface DataTableProps<T> {
  readonly label: string;
  /** What a row is: ['vulnerability', 'vulnerabilities']. */
  readonly noun: readonly [string, string];
  /** All rows in order; holes are rows that are still on their way. */
  readonly rows: readonly (T | undefined)[];
  /** How many there are without filter or beyond what is loaded; the count line says "37 of 1,204 shown". */
  readonly of?: number;
  readonly columns: readonly Column<T>[];
  readonly rowId: (row: T) => string;
  readonly onOpen?: (row: T) => void;
  /** Second line of a row on a narrow screen. */
  readonly narrow?: (row: T) => ReactNode;
  /** Shown in place of rows when there are none. */
  readonly empty?: ReactNode;
  /** Left of the count: filters, views. */
  readonly toolbar?: ReactNode;
  /** The active row's id, if the page keeps it; else the table does. */
  readonly active?: string | undefined;
  readonly onActive?: (id: string | undefined) => void;
  /** Present: rows can be selected (x, X for a range). */
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
  /** A row that is settled or otherwise past: dimmed. */
  readonly dim?: (row: T) => boolean;
  /** False where another table on the page has j, k, x and Enter. */
  readonly keys?: boolean;
  /** Field of the address that holds the order; two tables on a page need two. */
  readonly sortName?: string;
  /** Which rows are in view, so that a page can load them. */
  readonly onView?: (from: number, to: number) => void;
}

const ROW = 32;
const NARROW_ROW = 56;
const PLAIN_UP_TO = 60;
const MOST_ON_PAPER = 1_000;

function PlainDataTable<T extends object>(props: DataTableProps<T>) {
  const {
    label,
    noun,
    columns,
    rowId,
    onOpen,
    narrow,
    selected,
    onSelect,
    keys = true,
    sortName = 'sort',
    onView,
  } = props;
  const { values, set } = useAddress();
  const sort = readSort(values[sortName]);
  const rows = useSortedRows(props.rows, columns, sort);
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const printing = usePrinting();
  const isNarrow = width > 0 && width < 640 && narrow !== undefined;
  const shown = columns.filter((c) => (isNarrow ? (c.priority ?? 1) === 1 : fits(c.priority ?? 1, width)));
  const tracks = [selected ? '1.375rem' : '', ...shown.map((c) => trackOf(c.width, isNarrow))]
    .filter(Boolean)
    .join(' ');

  const [ownActive, setOwnActive] = useState<string>();
  const active = props.onActive ? props.active : ownActive;
  const setActive = props.onActive ?? setOwnActive;
  const lastIndex = useRef(0);
  const found = active === undefined ? -1 : rows.findIndex((r) => r !== undefined && rowId(r) === active);
  if (found >= 0) lastIndex.current = found;
  const at = found >= 0 ? found : Math.min(lastIndex.current, rows.length - 1);
  const rowHeight = isNarrow ? NARROW_ROW : ROW;

  const virtual = useRowsInView(rows.length, rowHeight, body, printing);
  const { from, to } = virtual;
  useEffect(() => {
    if (!printing) onView?.(from, to);
  }, [onView, from, to, printing]);

  useActiveFocus(body, found, active, virtual.reach);
  // Where the keys went while the row there was still on its way.
  const goal = useRef<number>(undefined);
  const arrived = goal.current === undefined ? undefined : rows[Math.min(goal.current, rows.length - 1)];
  useEffect(() => {
    if (!arrived) return;
    goal.current = undefined;
    setActive(rowId(arrived));
  }, [arrived, setActive, rowId]);
  const move = (index: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[to];
    goal.current = row ? undefined : to;
    if (row) setActive(rowId(row));
    else virtual.reach(to);
  };
  const anchor = useRef(0);
  const toggle = (index: number, range = false) => {
    const row = rows[index];
    if (!row || !selected || !onSelect) return;
    const next = new Set(selected);
    const id = rowId(row);
    if (range) {
      for (const r of rows.slice(Math.min(anchor.current, index), Math.max(anchor.current, index) + 1))
        if (r) next.add(rowId(r));
    } else if (!next.delete(id)) next.add(id);
    anchor.current = index;
    onSelect(next);
  };
  const open = (index: number) => {
    const row = rows[index];
    if (row) onOpen?.(row);
  };
  const untouched = found < 0;
  const step = (by: number) => move(untouched ? Math.max(0, at) : at + by);
  useKeys(
    [
      { keys: 'j', label: 'Next row', group: 'Move', run: () => step(1) },
      { keys: 'k', label: 'Row before', group: 'Move', run: () => step(-1) },
      { keys: 'Down', label: 'Next row', quiet: true, run: () => step(1) },
      { keys: 'Up', label: 'Row before', quiet: true, run: () => step(-1) },
      { keys: 'Home', label: 'First row', group: 'Move', run: () => move(0) },
      { keys: 'End', label: 'Last row', group: 'Move', run: () => move(rows.length - 1) },
      ...(onOpen ? [{ keys: 'Enter', label: 'Open', group: 'Move', run: () => open(at) }] : []),
      ...(onSelect
        ? [
            { keys: 'x', label: 'Select', group: 'Select', run: () => toggle(at) },
            { keys: 'X', label: 'Select from the last one to here', group: 'Select', run: () => toggle(at, true) },
          ]
        : []),
    ],
    { on: keys && rows.length > 0 },
  );

  // One stable object, so that a row is drawn anew only when something of it has changed.
  const latest = useRef<RowEvents>({ focus: () => {}, press: () => {}, toggle: () => {} });
  latest.current = {
    focus: (id) => id !== active && setActive(id),
    press: (index, id, range) => {
      if (range && selected) return toggle(index, true);
      if (id !== undefined) setActive(id);
      open(index);
    },
    toggle,
  };
  const [on] = useState<RowEvents>(() => ({
    focus: (id) => latest.current.focus(id),
    press: (index, id, range) => latest.current.press(index, id, range),
    toggle: (index) => latest.current.toggle(index),
  }));
  const shape = shown.map((c) => c.id).join(' ');
  const loaded = useMemo(() => rows.filter((r): r is T => r !== undefined), [rows]);
  // Paper takes what is loaded, and says how much of all that is.
  const drawn = printing
    ? virtual.indexes.filter((i) => rows[i] !== undefined).slice(0, MOST_ON_PAPER)
    : virtual.indexes;
  const counted = printing ? drawn.length : rows.length;
  const allSelected = selected !== undefined && loaded.length > 0 && loaded.every((r) => selected.has(rowId(r)));
  return (
    <div
      className="table-box"
      ref={box}
      data-narrow={isNarrow || undefined}
      data-selectable={selected ? true : undefined}
    >
      <div className="table-bar">
        <div className="table-tools">{props.toolbar}</div>
        <p className="table-count num" role="status">
          {selected && selected.size > 0 ? <strong>{selected.size} selected · </strong> : null}
          {shownOf(counted, Math.max(props.of ?? 0, rows.length), noun[0], noun[1])}
        </p>
      </div>
      {rows.length === 0 ? (
        props.empty
      ) : (
        <div
          className="grid"
          role="grid"
          aria-label={label}
          aria-rowcount={rows.length + 1}
          aria-colcount={shown.length + (selected ? 1 : 0)}
          aria-multiselectable={selected ? true : undefined}
          style={{ '--tracks': tracks } as object}
        >
          <div role="rowgroup" className="grid-head">
            <div role="row" aria-rowindex={1} className="grid-row">
              {selected ? (
                <div role="columnheader" className="cell cell-select">
                  <input
                    type="checkbox"
                    aria-label={`Select all ${noun[1]} shown`}
                    checked={allSelected}
                    onChange={() => onSelect?.(new Set(allSelected ? [] : loaded.map(rowId)))}
                  />
                </div>
              ) : null}
              {shown.map((c) => (
                <Heading
                  key={c.id}
                  column={c}
                  dir={sort?.by === c.id ? sort.dir : undefined}
                  onSort={() => set({ [sortName]: writeSort(nextSort(sort, c.id)) })}
                />
              ))}
            </div>
          </div>
          <div role="rowgroup" className="grid-body" ref={body} style={virtual.bodyStyle}>
            {drawn.map((index) => {
              const row = rows[index];
              const id = row ? rowId(row) : undefined;
              return (
                <GridRow
                  key={id ?? `hole-${index}`}
                  row={row}
                  id={id}
                  index={index}
                  columns={columns}
                  shape={shape}
                  narrow={isNarrow ? narrow : undefined}
                  isActive={found >= 0 && index === at}
                  isStop={index === Math.max(0, at)}
                  isSelected={selected ? id !== undefined && selected.has(id) : undefined}
                  isDim={row !== undefined && props.dim?.(row) === true}
                  opens={onOpen !== undefined}
                  top={virtual.topOf(index)}
                  height={rowHeight}
                  on={on}
                />
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}

/** Drawn anew only when what it is given has changed; a page worked at speed gives it the same things again. */
export const DataTable = memo(PlainDataTable) as typeof PlainDataTable; // memo forgets that the component is generic

interface RowEvents {
  focus(id: string): void;
  press(index: number, id: string | undefined, range: boolean): void;
  toggle(index: number): void;
}
interface GridRowProps<T> {
  readonly row: T | undefined;
  readonly id: string | undefined;
  readonly index: number;
  readonly columns: readonly Column<T>[];
  /** Ids of the columns that are shown, parted by spaces. */
  readonly shape: string;
  readonly narrow: ((row: T) => ReactNode) | undefined;
  readonly isActive: boolean;
  readonly isStop: boolean;
  readonly isSelected: boolean | undefined;
  readonly isDim: boolean;
  readonly opens: boolean;
  /** Where it stands in a window; undefined in a plain table. */
  readonly top: number | undefined;
  readonly height: number;
  readonly on: RowEvents;
}

function PlainGridRow<T extends object>({
  row,
  id,
  index,
  columns,
  shape,
  narrow,
  on,
  top,
  height,
  ...is
}: GridRowProps<T>) {
  const ids = shape.split(' ');
  const shown = columns.filter((c) => ids.includes(c.id));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are bound for the page
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={is.isSelected}
      aria-busy={row ? undefined : true}
      className="grid-row grid-line"
      data-index={index}
      data-active={is.isActive || undefined}
      data-dim={is.isDim || undefined}
      data-opens={is.opens || undefined}
      data-window={top === undefined ? undefined : true}
      tabIndex={is.isStop ? 0 : -1}
      style={
        top === undefined
          ? undefined
          : { position: 'absolute', insetInline: 0, top: 0, height, transform: `translateY(${top}px)` }
      }
      onFocus={(event) => {
        if (event.target === event.currentTarget && id !== undefined) on.focus(id);
      }}
      onClick={(event) => {
        if (event.target instanceof HTMLElement && event.target.closest('a, button, input, label')) return;
        if (!event.shiftKey && getSelection()?.toString()) return;
        on.press(index, id, event.shiftKey);
      }}
    >
      <InRow value={true}>
        {is.isSelected === undefined ? null : (
          <div role="gridcell" className="cell cell-select">
            {row ? (
              <input
                type="checkbox"
                tabIndex={-1}
                aria-label={`Select row ${index + 1}`}
                checked={is.isSelected}
                onChange={() => on.toggle(index)}
              />
            ) : null}
          </div>
        )}
        {shown.map((c) => (
          <div key={c.id} role="gridcell" className="cell" data-align={c.align} data-column={c.id}>
            {row ? c.cell(row) : <span className="skeleton-line" />}
          </div>
        ))}
        {narrow && row ? (
          <div role="gridcell" className="cell cell-narrow">
            {narrow(row)}
          </div>
        ) : null}
      </InRow>
    </div>
  );
}
const GridRow = memo(PlainGridRow) as typeof PlainGridRow; // memo forgets that the component is generic

function Heading<T>({
  column,
  dir,
  onSort,
}: {
  column: Column<T>;
  dir: 'asc' | 'desc' | undefined;
  onSort: () => void;
}) {
  const sorts = column.sort !== undefined || column.sortable === true;
  const ariaSort = dir === 'asc' ? 'ascending' : dir === 'desc' ? 'descending' : undefined;
  return (
    <div role="columnheader" className="cell" data-align={column.align} aria-sort={ariaSort}>
      {sorts ? (
        <button type="button" className="sort" onClick={onSort}>
          {column.header}
          {dir ? <Icon name={dir === 'asc' ? 'up' : 'down'} size={12} /> : null}
        </button>
      ) : (
        column.header
      )}
    </div>
  );
}

/** The active row has the focus and is in view, also when the page made it active (the next one after a decision).
    A row of a window may not be drawn yet: then it is scrolled to, and gets the focus when it is there. */
function useActiveFocus(
  body: RefObject<HTMLDivElement | null>,
  index: number,
  active: string | undefined,
  reach: (index: number) => void,
) {
  const wanted = useRef<string>(undefined);
  const before = useRef(active);
  if (before.current !== active) wanted.current = active;
  before.current = active;
  useLayoutEffect(() => {
    if (wanted.current === undefined || wanted.current !== active || index < 0) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    if (!row) return reach(index);
    wanted.current = undefined;
    row.scrollIntoView({ block: 'nearest' });
    const now = document.activeElement;
    const free = now === null || now === document.body || body.current?.contains(now);
    if (free && !document.querySelector('dialog:modal')) row.focus({ preventScroll: true });
  });
}

/** Short tables are whole in the page, so that the browser's search and print find them; long ones are windows. */
function useRowsInView(count: number, rowHeight: number, body: RefObject<HTMLDivElement | null>, printing: boolean) {
  const plain = count <= PLAIN_UP_TO || printing;
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const top = body.current?.getBoundingClientRect().top;
      if (top !== undefined) setMargin(Math.round(top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [body]);
  const virtualizer = useWindowVirtualizer({
    count: plain ? 0 : count,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: margin,
    scrollPaddingStart: 104,
    scrollPaddingEnd: 32,
  });
  useEffect(() => {
    if (rowHeight) virtualizer.measure();
  }, [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const indexes = plain ? Array.from({ length: count }, (_, i) => i) : items.map((i) => i.index);
  return {
    indexes,
    from: indexes[0] ?? 0,
    to: indexes.at(-1) ?? 0,
    bodyStyle: plain ? undefined : { height: virtualizer.getTotalSize(), position: 'relative' as const },
    topOf: (index: number) => (plain ? undefined : index * rowHeight),
    reach: (index: number) => {
      if (!plain) virtualizer.scrollToIndex(index, { align: 'auto' });
    },
  };
}

function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!ref.current) return;
    setWidth(ref.current.clientWidth);
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

/** On paper all loaded rows are there, not only those in the window. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const on = () => flushSync(() => setPrinting(true));
    const off = () => setPrinting(false);
    window.addEventListener('beforeprint', on);
    window.addEventListener('afterprint', off);
    return () => {
      window.removeEventListener('beforeprint', on);
      window.removeEventListener('afterprint', off);
    };
  }, []);
  return printing;
}

/** On a phone a flexible column may shrink to nothing; elsewhere it keeps its least width. */
const trackOf = (width: string | undefined, narrow: boolean): string =>
  width === undefined || (narrow && width.startsWith('minmax')) ? 'minmax(0, 1fr)' : width;

const fits = (priority: 1 | 2 | 3 | 4, width: number): boolean =>
  width === 0 || width >= { 1: 0, 2: 560, 3: 880, 4: 1_080 }[priority];
