// Filters of a list. Each is a field of the address, so that a filtered list can be sent as a link.
import { useEffect, useId, useRef, useState } from 'react';
import type { Choice } from './form.tsx';
import { Icon } from './icons.tsx';
import { useAddress } from './link.tsx';

/** A chosen one of a few; '' is all. */
export function FilterSelect({
  name,
  label,
  choices,
  all = 'any',
}: {
  name: string;
  label: string;
  choices: readonly Choice[];
  all?: string;
}) {
  const { values, set } = useAddress();
  const id = useId();
  const value = values[name] ?? '';
  return (
    <span className="filter" data-on={value !== '' || undefined}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => set({ [name]: event.target.value }, { keep: true })}>
        <option value="">{all}</option>
        {choices.map((c) => (
          <option key={c.value} value={c.value}>
            {c.label}
          </option>
        ))}
      </select>
    </span>
  );
}

/** On or not in the address. */
export function FilterToggle({ name, label }: { name: string; label: string }) {
  const { values, set } = useAddress();
  const on = values[name] === 'true';
  return (
    <button
      type="button"
      className="filter-toggle"
      aria-pressed={on}
      onClick={() => set({ [name]: on ? null : 'true' }, { keep: true })}
    >
      {on ? <Icon name="check" size={12} /> : null}
      {label}
    </button>
  );
}

/** A calendar day (UTC), written to the address once it is whole; emptied, it is gone from there. */
export function FilterDate({ name, label, max }: { name: string; label: string; max?: string }) {
  const { values, set } = useAddress();
  const id = useId();
  const inAddress = values[name] ?? '';
  const [typed, setTyped] = useState(inAddress);
  useEffect(() => setTyped(inAddress), [inAddress]);
  return (
    <span className="filter" data-on={inAddress !== '' || undefined}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        min="1990-01-01"
        max={max}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          // While a year is typed the field says 0002 and 0020: these are no days that anybody asks for.
          if (event.target.value === '' || event.target.validity.valid) set({ [name]: event.target.value || null });
        }}
      />
    </span>
  );
}

/** Words to look for, written to the address a moment after the last key. */
export function FilterText({ name = 'q', label }: { name?: string; label: string }) {
  const { values, set } = useAddress();
  const id = useId();
  const inAddress = values[name] ?? '';
  const [typed, setTyped] = useState(inAddress);
  const written = useRef(inAddress);
  useEffect(() => {
    if (inAddress !== written.current) setTyped(inAddress);
    written.current = inAddress;
  }, [inAddress]);
  useEffect(() => {
    if (typed === written.current) return;
    const timer = setTimeout(() => {
      written.current = typed;
      set({ [name]: typed.trim() });
    }, 200);
    return () => clearTimeout(timer);
  }, [typed, name, set]);
  return (
    <span className="filter filter-text">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Icon name="search" size={14} />
      <input
        id={id}
        type="search"
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </span>
  );
}
