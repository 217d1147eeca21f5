// A page begins with its conclusion, then what to do next, then why, then the rest.
import { type ReactNode, useEffect, useId } from 'react';
import { A } from './link.tsx';
import { TlpTag } from './tags.tsx';

export interface PageHeadProps {
  /** The conclusion in one sentence. It is the page's heading. */
  readonly conclusion: ReactNode;
  /** What kind of page this is and where it stands: small, above. */
  readonly kicker?: ReactNode;
  /** What the conclusion is about, where it does not name it: one line above it. */
  readonly about?: ReactNode;
  /** Title in the browser's tab. */
  readonly title: string;
  readonly next?: ReactNode;
  readonly why?: ReactNode;
  /** TLP where the page shows something marked. */
  readonly tlp?: string;
  /** Work pages are compact, pages for decisions are large. */
  readonly size?: 'work' | 'decide';
}

export function PageHead({ conclusion, about, kicker, title, next, why, tlp, size = 'work' }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Leadtime`;
  }, [title]);
  return (
    <header className="page-head" data-size={size}>
      {kicker || tlp ? (
        <div className="page-kicker">
          <div className="cluster">{kicker}</div>
          {tlp ? <TlpTag tlp={tlp} /> : null}
        </div>
      ) : null}
      {about ? <p className="page-about">{about}</p> : null}
      <h1>{conclusion}</h1>
      {why ? <div className="page-why">{why}</div> : null}
      {next ? <div className="page-next cluster">{next}</div> : null}
    </header>
  );
}

/** A titled part of a page; `count` stands beside the title, `actions` at its right. */
export function Section({
  title,
  count,
  actions,
  children,
  id,
  lead,
}: {
  title: string;
  count?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  id?: string;
  lead?: ReactNode;
}) {
  const own = useId();
  const headingId = `${id ?? own}-title`;
  return (
    <section className="section" id={id} aria-labelledby={headingId}>
      <header className="section-head">
        <h2 id={headingId}>
          {title}
          {count === undefined ? null : <span className="section-count num"> {count}</span>}
        </h2>
        {actions ? <div className="cluster">{actions}</div> : null}
      </header>
      {lead ? <p className="section-lead measure">{lead}</p> : null}
      {children}
    </section>
  );
}

/** Names and values, as a definition list. A value that is not known says why. */
export function Facts({
  items,
  columns = 1,
}: {
  items: readonly (readonly [string, ReactNode])[];
  columns?: 1 | 2 | 3;
}) {
  return (
    <dl className="facts" data-columns={columns}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Crumbs for the kicker: "Queue / left-pad". */
export function Crumbs({ items }: { items: readonly { href: string; label: string }[] }) {
  return (
    <nav aria-label="You are in" className="crumbs">
      {items.map((item) => (
        <A key={item.href} href={item.href}>
          {item.label}
        </A>
      ))}
    </nav>
  );
}
