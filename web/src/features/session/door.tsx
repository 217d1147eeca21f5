// The pages before one is in: sign-in, one-time link, first set-up.
import { type ReactNode, useEffect } from 'react';
import { BrandMark } from '../../app/frame.tsx';
import { useSession } from '../../app/session.tsx';
import { TlpTag } from '../../ui/index.ts';
import './session.css';

export function Door({
  title,
  lead,
  children,
  aside,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  aside?: ReactNode;
}) {
  const { instance } = useSession();
  useEffect(() => {
    document.title = `${title} · Leadtime`;
  }, [title]);
  return (
    <div className="door" data-wide={aside ? true : undefined}>
      <header className="door-head">
        <span className="door-brand">
          <BrandMark size={26} /> {instance.name}
        </span>
        {instance.marking.startsWith('TLP:') ? (
          <TlpTag tlp={instance.marking} />
        ) : instance.marking ? (
          <span className="marking">{instance.marking}</span>
        ) : null}
      </header>
      <main className="door-main" id="main">
        <div className="door-card">
          <h1>{title}</h1>
          {lead ? <p className="door-lead">{lead}</p> : null}
          {children}
        </div>
        {aside}
      </main>
      <footer className="door-foot muted">
        <a href="/advisories">Published advisories</a>
        <a href="/scoreboard">Scoreboard</a>
        <span>Leadtime {instance.version}</span>
      </footer>
    </div>
  );
}
