// What stands around every page: the rail with the role's places, and a bar with search, marking, age of the data and
// for whom one acts.
import { type ReactNode, useRef, useState } from 'react';
import { A, Icon, KeyHint, TlpTag, useAddress, useGo, useKeyList, useKeys, useSay } from '../ui/index.ts';
import { AsOf } from './as-of.tsx';
import { KeysHelp } from './keys-help.tsx';
import { Palette } from './palette.tsx';
import { PartySwitch } from './party-switch.tsx';
import { homeOf, railOf, standsApart } from './routes.ts';
import { useRole, useSession } from './session.tsx';

export function Frame({ children }: { children: ReactNode }) {
  const { instance, unreadNotices, signedIn } = useSession();
  const role = useRole();
  const go = useGo();
  const say = useSay();
  const [open, setOpen] = useState<'keys' | 'palette'>();
  const search = useRef<HTMLInputElement>(null);
  const rail = railOf(role);

  useKeys(
    [
      { keys: '/', label: 'Search', group: 'Anywhere', run: () => search.current?.focus() },
      { keys: 'ctrl+k', label: 'Command palette', group: 'Anywhere', run: () => setOpen('palette') },
      { keys: '?', label: 'This list of keys', group: 'Anywhere', run: () => setOpen('keys') },
      { keys: 'Esc', label: 'Back', group: 'Anywhere', run: () => leaveField(say) },
      ...rail.flatMap((p) =>
        p.key ? [{ keys: `g ${p.key}`, label: p.rail ?? p.title, group: 'Go to', run: () => go(p.path) }] : [],
      ),
    ],
    { level: 0 },
  );

  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Rail role={role ?? 'none'} />
      <header className="topbar">
        <search>
          <form
            className="topsearch"
            onSubmit={(event) => {
              event.preventDefault();
              const words = search.current?.value.trim();
              if (words) go(`/search?q=${encodeURIComponent(words)}`);
            }}
          >
            <Icon name="search" size={15} />
            <input
              ref={search}
              type="search"
              aria-label="Search"
              placeholder={signedIn ? 'Search titles, packages, CVE, reports' : 'Search'}
              onKeyDown={(e) => e.key === 'Escape' && e.currentTarget.blur()}
            />
            <KeyHint keys="/" />
          </form>
        </search>
        <button type="button" className="palette-open" onClick={() => setOpen('palette')}>
          <Icon name="bolt" size={14} />
          <span>Commands</span>
          <KeyHint keys="ctrl+k" />
        </button>
        <div className="topbar-facts">
          <AsOf />
          <Marking text={instance.marking} />
          {signedIn ? (
            <A
              className="icon-button notices"
              href="/notices"
              aria-label={unreadNotices > 0 ? `Notices, ${unreadNotices} not read` : 'Notices'}
              title="Notices"
            >
              <Icon name="notice" />
              {unreadNotices > 0 ? (
                <span className="badge num">{unreadNotices > 99 ? '99+' : unreadNotices}</span>
              ) : null}
            </A>
          ) : null}
          <PartySwitch />
        </div>
      </header>
      <div className="print-only print-head">
        <span>
          {instance.name} · Leadtime · {location.href}
        </span>
        <Marking text={instance.marking} />
      </div>
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
      <div className="print-only print-foot">
        <Marking text={instance.marking} />
      </div>
      {open === 'keys' ? <KeysHelp onClose={() => setOpen(undefined)} /> : null}
      {open === 'palette' ? <Palette onClose={() => setOpen(undefined)} onKeys={() => setOpen('keys')} /> : null}
    </div>
  );
}

function Rail({ role }: { role: string }) {
  const { path } = useAddress();
  const { chord } = useKeyList();
  const { instance } = useSession();
  const current = useRole();
  return (
    <nav className="rail" aria-label="Places" data-chord={chord === 'g' || undefined}>
      <A className="brand" href={homeOf(current)} aria-label={`${instance.name}, first page`}>
        <BrandMark />
        <span className="brand-name">{instance.name}</span>
      </A>
      {[false, true].map((more) => (
        <ul key={`${role} ${more}`} className={more ? 'rail-more' : undefined}>
          {railOf(current)
            .filter((place) => standsApart(place, current) === more)
            .map((place) => (
              <li key={place.path}>
                <A
                  href={place.path}
                  aria-current={path === place.path || path.startsWith(`${place.path}/`) ? 'page' : undefined}
                >
                  <Icon name={place.icon ?? 'dot'} />
                  <span className="rail-label">{place.rail}</span>
                  {place.key ? <KeyHint keys={chord === 'g' ? place.key : `g ${place.key}`} /> : null}
                </A>
              </li>
            ))}
        </ul>
      ))}
    </nav>
  );
}

/** The mark: what is known and told, against the line of release day. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg
      className="brand-mark"
      width={size}
      height={size}
      viewBox="0 0 22 22"
      fill="none"
      strokeWidth="2.4"
      strokeLinecap="round"
      aria-hidden="true"
      focusable="false"
    >
      <path className="brand-lead" d="M2 15.500h10" />
      <path className="brand-line" d="M2 10h6M2 4.500h3" />
      <path className="brand-release" d="M17.500 2v18" />
    </svg>
  );
}

function Marking({ text }: { text: string }) {
  if (!text) return null;
  return text.startsWith('TLP:') ? <TlpTag tlp={text} /> : <span className="marking">{text}</span>;
}

/** Esc where nothing else has it: leaves the control that has the focus. */
function leaveField(say: (text: string) => void): void {
  if (document.activeElement instanceof HTMLElement && document.activeElement !== document.body) {
    document.activeElement.blur();
    say('Left the field');
  }
}
