// Code, ids and what one copies.
import { useEffect, useState } from 'react';
import { Icon } from './icons.tsx';
import { useSay } from './live.tsx';
import { visible } from './text.tsx';

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const say = useSay();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className="icon-button copy"
      aria-label={label}
      title={copied ? 'Copied' : label}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
          say('Copied');
        });
      }}
    >
      <Icon name={copied ? 'check' : 'copy'} size={14} />
    </button>
  );
}

/** A block of code or foreign text in mono, with a copy button. `wrap` for prose, off for patches and stacks. */
export function Code({
  children,
  label,
  wrap = false,
  lines = false,
}: {
  children: string;
  label: string;
  wrap?: boolean;
  lines?: boolean;
}) {
  const shown = visible(children);
  return (
    <figure className="code" aria-label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of no form */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre tabIndex={0} data-wrap={wrap || undefined} aria-label={label} role="group">
        {lines ? (
          shown.split('\n').map((line, i) => (
            <code
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text
              key={i}
              className="code-line"
              data-change={line.startsWith('+') ? 'in' : line.startsWith('-') ? 'out' : undefined}
            >
              {line || ' '}
            </code>
          ))
        ) : (
          <code>{shown}</code>
        )}
      </pre>
      <CopyButton text={children} label={`Copy ${label}`} />
    </figure>
  );
}

/** The start of a long id, whole on copy. */
export function Id({ id, length = 10 }: { id: string; length?: number }) {
  return (
    <span className="id nowrap">
      <code title={id}>{id.length > length ? `${id.slice(0, length)}…` : id}</code>
      <CopyButton text={id} label="Copy the whole id" />
    </span>
  );
}
