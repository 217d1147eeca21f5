// Ctrl K: every place, every key of this page, and whatever the search finds, in one list.
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { Icon, type IconName, KeyHint, useGo, useKeyList } from '../ui/index.ts';
import { useApi } from './api.ts';
import { filterCommands } from './palette-filter.ts';
import { mayVisit, PLACES } from './routes.ts';
import { useRole, useSession } from './session.tsx';
import { setTheme } from './theme.ts';

interface Command {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly detail?: string;
  readonly icon: IconName;
  readonly keys?: string;
  readonly run: () => void;
}

export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const commands = useCommands(onKeys);
  const found = useFound(typed);
  const shown = [...filterCommands(commands, typed), ...found];
  const chosen = shown[Math.min(at, shown.length - 1)];
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [before]);
  useEffect(() => {
    document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, listId]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    dialog.current?.close();
    onClose();
    // After the dialog has gone, so that keys and focus are the page's again.
    setTimeout(command.run);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click outside is a twin of Esc
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label="Commands"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="palette-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Type a command or what you look for"
          aria-expanded={shown.length > 0}
          aria-controls={listId}
          aria-activedescendant={chosen ? `${listId}-${shown.indexOf(chosen)}` : undefined}
          placeholder="Go to, do, or find"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
            else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
            else if (event.key === 'Enter') run(chosen);
            else return;
            event.preventDefault();
          }}
        />
        <KeyHint keys="Esc" />
      </div>
      <div className="palette-list" id={listId} role="listbox" aria-label="Commands">
        {shown.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          <div
            key={command.id}
            id={`${listId}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === chosen}
            className="palette-item"
            onMouseMove={() => setAt(i)}
            onClick={() => run(command)}
          >
            <Icon name={command.icon} />
            <span className="palette-label">
              <bdi>{command.label}</bdi>
              {command.detail ? <span className="muted"> {command.detail}</span> : null}
            </span>
            <span className="palette-group">{command.group}</span>
            {command.keys ? <KeyHint keys={command.keys} /> : null}
          </div>
        ))}
      </div>
      {shown.length === 0 ? (
        <p className="palette-none muted">
          Nothing of that name here. Press Enter in the search field at the top to look in everything.
        </p>
      ) : null}
    </dialog>
  );
}

function useCommands(onKeys: () => void): readonly Command[] {
  const go = useGo();
  const role = useRole();
  const bindings = useKeyList().list();
  const places = PLACES.filter((p) => p.rail && mayVisit(p, role)).map(
    (p): Command => ({
      id: `go ${p.path}`,
      group: 'Go to',
      label: p.rail ?? p.title,
      icon: p.icon ?? 'right',
      run: () => go(p.path),
      ...(p.key ? { keys: `g ${p.key}` } : {}),
    }),
  );
  const verbs = bindings
    // Undo is a key, not something to fall into by opening the palette and pressing Enter.
    .filter((b) => b.keys !== 'u' && (b.group === 'Decide' || b.group === undefined))
    .map((b): Command => ({ id: `do ${b.keys}`, group: 'Do', label: b.label, icon: 'bolt', keys: b.keys, run: b.run }));
  const looks: Command[] = [
    { id: 'light', group: 'Look', label: 'Light', icon: 'sun', run: () => setTheme('light') },
    { id: 'dark', group: 'Look', label: 'Dark', icon: 'moon', run: () => setTheme('dark') },
    {
      id: 'system',
      group: 'Look',
      label: 'Light or dark as the system',
      icon: 'settings',
      run: () => setTheme('system'),
    },
    { id: 'print', group: 'Look', label: 'Print this page', icon: 'print', run: () => print() },
    { id: 'keys', group: 'Help', label: 'Keys on this page', icon: 'keyboard', keys: '?', run: onKeys },
  ];
  return [...verbs, ...places, ...looks];
}

function useFound(typed: string): readonly Command[] {
  const go = useGo();
  const words = useDeferredValue(typed.trim());
  const on = useSession().signedIn && words.length >= 3;
  const { data } = useApi('search.all', { query: { q: words || '-' }, on, keep: true });
  if (!on || !data) return [];
  return data.items.slice(0, 8).map((item) => ({
    id: `found ${item.kind} ${item.id}`,
    group: item.kind,
    label: item.title,
    detail: item.detail,
    icon: 'search',
    run: () => go(item.href),
  }));
}
