// One exposure of a day in the past: what was held of it then, what is held of the same day today, and why the two differ.
import type { PastExposure } from '@leadtime/contract';
import { useEffect, useRef } from 'react';
import { Drawer, exact, Facts, Foreign, StateTag } from '../../ui/index.ts';

export function HeldDrawer({ exposure: e, onClose }: { exposure: PastExposure; onClose: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const id = `${e.advisory.id} ${e.component.id}`;
  // Where it lies over the page, what it says must be under the keys at once.
  useEffect(() => {
    const body = box.current?.closest<HTMLElement>('.drawer-body');
    const drawer = body?.parentElement;
    if (id !== '' && body && drawer && getComputedStyle(drawer).position === 'fixed') body.focus();
  }, [id]);
  return (
    <Drawer title="Held then, and held today" onClose={onClose}>
      <div ref={box} className="stack why">
        <p>
          <Foreign>{e.component.name}</Foreign>{' '}
          {e.component.version === null || e.component.name.endsWith(e.component.version) ? null : (
            <Foreign>{e.component.version}</Foreign>
          )}{' '}
          on <Foreign>{e.asset.name}</Foreign>
        </p>
        <p>
          <Foreign mono>{e.advisory.publicId}</Foreign> <Foreign>{e.advisory.title}</Foreign>
        </p>
        <section className="why-statements">
          <h3>Why they differ</h3>
          {e.reasons.length === 0 ? (
            <p className="muted">They do not: it is held so today.</p>
          ) : (
            e.reasons.map((r) => <p key={r.code}>{r.text}</p>)
          )}
        </section>
        <Held title="Held then" held={e.held} none="Nothing was held of it." />
        <Held title="Held today" held={e.today} none="Nothing is held of that day any more." />
      </div>
    </Drawer>
  );
}

function Held({ title, held, none }: { title: string; held: PastExposure['held']; none: string }) {
  return (
    <section className="why-statements">
      <h3>{title}</h3>
      {held === null ? (
        <p className="muted">{none}</p>
      ) : (
        <Facts
          items={[
            ['Verdict', <StateTag key="s" state={held.state} />],
            ['It ran', span(held.validFrom, held.validUntil, 'still, as far as is known')],
            ['We held it so', span(held.knownFrom, held.knownUntil, 'still')],
            ['Mended in', held.fixedIn === null ? 'not known' : <Foreign key="f">{held.fixedIn}</Foreign>],
          ]}
        />
      )}
    </section>
  );
}

/** In UTC, as the days are that one asks for. */
const span = (from: string, until: string | null, open: string): string =>
  `from ${exact(Date.parse(from), 'UTC')}, ${until === null ? open : `until ${exact(Date.parse(until), 'UTC')}`}`;
