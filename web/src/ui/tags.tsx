// States, severities and markings: an icon, a word, and a colour that repeats them.
import { Icon, type IconName } from './icons.tsx';
import { sentence, spaced } from './words.ts';

export type Tone = 'red' | 'amber' | 'green' | 'accent' | 'grey';

/** Any state: `<Tag icon="check" tone="green">Reproduced</Tag>`. */
export function Tag({
  icon,
  tone = 'grey',
  quiet = false,
  children,
}: {
  icon: IconName;
  tone?: Tone;
  quiet?: boolean;
  children: string;
}) {
  return (
    <span className="tag" data-tone={tone} data-quiet={quiet || undefined}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </span>
  );
}

const STATES: Readonly<Record<string, readonly [IconName, Tone]>> = {
  // the stream
  found: ['ring', 'grey'],
  validated: ['check', 'accent'],
  rejected: ['cross', 'grey'],
  told: ['told', 'accent'],
  fixed: ['check', 'green'],
  published: ['public', 'green'],
  // proof
  none: ['ring', 'grey'],
  attached: ['half', 'grey'],
  reproduced: ['check', 'green'],
  not_reproduced: ['cross', 'amber'],
  // cases and vendors
  open: ['ring', 'grey'],
  acknowledged: ['check', 'accent'],
  fix_ready: ['check', 'green'],
  closed: ['check', 'grey'],
  not_answered: ['unknown', 'amber'],
  not_looked: ['ring', 'grey'],
  looking: ['half', 'accent'],
  affected: ['warning', 'red'],
  not_affected: ['check', 'green'],
  undetermined: ['unknown', 'amber'],
  unknown: ['unknown', 'amber'],
  // duties, clocks, deliveries
  overdue: ['stop', 'red'],
  due: ['clock', 'amber'],
  mitigated: ['half', 'green'],
  running: ['clock', 'accent'],
  met: ['check', 'green'],
  not_started: ['ring', 'grey'],
  waiting: ['clock', 'grey'],
  sent: ['check', 'green'],
  failed: ['stop', 'red'],
  dropped: ['cross', 'amber'],
  // documents
  draft: ['edit', 'grey'],
  withdrawn: ['cross', 'amber'],
  stale: ['clock', 'amber'],
  held: ['hold', 'amber'],
  not_validated: ['hold', 'amber'],
  maintainer_capacity: ['hold', 'amber'],
  no_contact: ['hold', 'amber'],
  other: ['hold', 'amber'],
  // reports and the ledger
  stored: ['check', 'grey'],
  reading: ['half', 'accent'],
  read: ['check', 'green'],
  unreadable: ['stop', 'red'],
  written: ['ring', 'grey'],
  sequenced: ['half', 'grey'],
  checkpointed: ['check', 'green'],
  // models
  released: ['check', 'grey'],
  // opinions
  true: ['check', 'accent'],
  false: ['cross', 'grey'],
};

/** A state by its code. A code that is not known is shown as it is, not hidden. */
export function StateTag({ state, label, quiet }: { state: string; label?: string | undefined; quiet?: boolean }) {
  const [icon, tone] = STATES[state] ?? ['dot', 'grey'];
  return (
    <Tag icon={icon} tone={tone} quiet={quiet ?? false}>
      {label ?? sentence(spaced(state))}
    </Tag>
  );
}

const SEVERITIES: Readonly<Record<string, number>> = { critical: 4, high: 3, medium: 2, low: 1, none: 0 };

/** Severity as a word and bars: four for critical, none for none, a question mark for unknown. */
export function SeverityTag({
  severity,
  score,
  short = false,
}: {
  severity: string;
  score?: number | null;
  short?: boolean;
}) {
  const level = SEVERITIES[severity];
  const word = sentence(severity);
  return (
    <span className="severity" data-level={level ?? 'unknown'} title={short ? word : undefined}>
      <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true" focusable="false">
        {[1, 2, 3, 4].map((bar) => (
          <rect
            key={bar}
            x={(bar - 1) * 3.6}
            y={12 - bar * 3}
            width="2.6"
            height={bar * 3}
            rx="0.6"
            className={level !== undefined && bar <= level ? 'on' : 'off'}
          />
        ))}
      </svg>
      <span className={short ? 'sr-only' : undefined}>{word}</span>
      {score === null || score === undefined ? null : <span className="num muted">{score.toFixed(1)}</span>}
    </span>
  );
}

/** TLP 2.0: upper case, its colour on black. Absent where nothing is marked. */
export function TlpTag({ tlp }: { tlp: string }) {
  const colour = tlp.replace('TLP:', '').replace('+STRICT', '').toLowerCase();
  return (
    <span className="tlp" data-tlp={colour}>
      {tlp}
    </span>
  );
}

const STREAM = ['found', 'validated', 'told', 'fixed', 'published'] as const;

/** How far along the stream: five steps, the reached ones filled, with the word of the last. */
export function StreamTag({ state, bare = false }: { state: string; bare?: boolean }) {
  const reached = (STREAM as readonly string[]).indexOf(state);
  const word = sentence(spaced(state));
  return (
    <span className="stream" data-state={state} title={bare ? word : undefined}>
      <svg width="41" height="8" viewBox="0 0 41 8" aria-hidden="true" focusable="false">
        {STREAM.map((step, i) => (
          <rect key={step} x={i * 8.4} y="1.5" width="7" height="5" rx="1.2" className={i <= reached ? 'on' : 'off'} />
        ))}
        {state === 'rejected' ? <path d="M0 4h41" className="strike" /> : null}
      </svg>
      <span className={bare ? 'sr-only' : undefined}>{word}</span>
    </span>
  );
}
