// Why an exposure is one, or is not, for somebody who is no specialist: the story, the line, what to do; the evidence is folded below.
import type { Answer, NOT_AFFECTED_WHY } from '@leadtime/contract';
import { useEffect, useRef } from 'react';
import { useApi } from '../../app/api.ts';
import { A, count, Drawer, Facts, Foreign, Icon, Loaded, Note, StateTag, Time, visible } from '../../ui/index.ts';
import { WHY_NOT } from '../duties/words.ts';
import { evidenceInWords } from './evidence.ts';
import { NumberLine } from './number-line.tsx';

type Why = Answer<'exposures.read'>;

const TITLES = {
  affected: 'Why you are affected',
  not_affected: 'Why you are not affected',
  undetermined: 'Why we cannot tell',
} as const;

export function WhyDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useApi('exposures.read', { params: { id } });
  const state = query.data?.exposure.state;
  const box = useRef<HTMLDivElement>(null);
  // Where it lies over the page, what it says must be under the keys at once.
  useEffect(() => {
    const body = box.current?.closest<HTMLElement>('.drawer-body');
    const drawer = body?.parentElement;
    if (id !== '' && body && drawer && getComputedStyle(drawer).position === 'fixed') body.focus();
  }, [id]);
  return (
    <Drawer title={state ? TITLES[state] : 'Why'} onClose={onClose}>
      <div ref={box}>
        <Loaded query={query} what="The explanation" lines={10}>
          {(why) => <Story why={why} />}
        </Loaded>
      </div>
    </Drawer>
  );
}

function Story({ why }: { why: Why }) {
  const { exposure: e } = why;
  return (
    <div className="stack why">
      <p className="cluster">
        <StateTag state={e.state} />
        <span className="muted">
          since <Time at={e.since} />
        </span>
      </p>
      {why.ended ? (
        <Note icon="clock">
          It ended <Time at={why.ended.at} />: {why.ended.why}. What follows is what was known then.
        </Note>
      ) : null}
      {why.story
        .filter((s) => s.code !== 'how')
        .map((s) => (
          <p key={s.code} className="why-line" data-code={s.code}>
            <Foreign>{s.text}</Foreign>
          </p>
        ))}
      {why.line ? <NumberLine line={why.line} version={e.version} /> : null}
      {why.settle ? (
        <Note tone="amber" icon="unknown">
          <b>What would settle it.</b> <Foreign>{why.settle.text}</Foreign>
        </Note>
      ) : null}
      {why.story
        .filter((s) => s.code === 'how')
        .map((s) => (
          <p key={s.code} className="why-how">
            <Foreign>{s.text}</Foreign> <span className="mono muted">Rule {ruleOf(e.evidence)}</span>
          </p>
        ))}
      <Statements why={why} />
      <p className="cluster">
        {e.dutyId ? <A href={`/duties/${e.dutyId}`}>What you must do, and by when</A> : null}
        {why.exposure.advisory.publicId === 'not shared' ? null : (
          <A href={`/advisories/${e.advisory.id}`}>Read the advisory</A>
        )}
        {why.inventory ? <A href={`/inventories/${why.inventory.id}`}>Open the inventory</A> : null}
      </p>
      {e.dutyId ? null : (
        <p className="muted">{e.state === 'affected' ? 'Its duty is being decided.' : 'It sets no duty.'}</p>
      )}
      <Evidence why={why} />
    </div>
  );
}

/** What somebody has said of it. It stands beside the verdict and takes nothing away from it. */
function Statements({ why }: { why: Why }) {
  if (why.statements.length === 0) return null;
  return (
    <section className="why-statements">
      <h3>What was said of it</h3>
      <ul className="reasons">
        {why.statements.map((s) => (
          <li key={s.at + s.status}>
            <Foreign>{s.by}</Foreign>, <Time at={s.at} />: <b>{s.status.replace('_', ' ')}</b>
            {s.justification ? ` (${justified(s.justification)})` : ''}. <Foreign>{s.text}</Foreign>
            {s.contradicts ? (
              <span className="why-contradicts">
                <Icon name="warning" size={14} /> This contradicts the verdict above, which stays until its facts
                change.
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const justified = (code: string): string => WHY_NOT[code as (typeof NOT_AFFECTED_WHY)[number]] ?? code; // looked up; else as it is

function Evidence({ why }: { why: Why }) {
  const { exposure: e, advisory: a } = why;
  return (
    <details className="why-evidence">
      <summary>The evidence, for specialists</summary>
      <Facts
        items={[
          [
            'Advisory',
            <Foreign key="i" mono>
              {[e.advisory.publicId, ...a.aliases].join(', ')}
            </Foreign>,
          ],
          ['Revision', a.revision === null ? 'not shared' : String(a.revision)],
          ['Changed', a.modifiedAt ? <Time key="m" at={a.modifiedAt} /> : 'not known'],
          [
            count(why.rangesTotal, 'Range of it', 'Ranges of it'),
            why.ranges.length === 0 ? (
              'none that can be compared'
            ) : (
              <Foreign key="r" mono>
                {why.ranges.join(' · ') + (why.rangesTotal > why.ranges.length ? ' · …' : '')}
              </Foreign>
            ),
          ],
          ['Tier', e.tier],
          ['Known as of', <Time key="a" at={e.asOf} />],
          ...evidenceInWords(e.evidence).map(
            ([k, v]) =>
              [
                k === 'Advisory' ? 'Advisory, as matched' : k,
                <Foreign key={k} mono>
                  {v}
                </Foreign>,
              ] as const,
          ),
          [
            'Keys',
            <Foreign key="keys" mono>
              {keysOf(e.evidence)}
            </Foreign>,
          ],
        ]}
      />
    </details>
  );
}

const ruleOf = (evidence: Readonly<Record<string, unknown>>): string =>
  typeof evidence.rule === 'string' ? visible(evidence.rule) : 'not recorded';

/** The byte keys that were compared, in hex: `version 01…, interval 00… to 02…`. */
function keysOf(evidence: Readonly<Record<string, unknown>>): string {
  const parts = ['version', 'below', 'interval', 'above'].flatMap((name) => {
    const value = evidence[name];
    if (typeof value !== 'object' || value === null) return [];
    const { key, lo, hi } = value as Readonly<Record<string, unknown>>; // read below as what it is
    if (typeof key === 'string') return [`${name} ${key}`];
    return typeof lo === 'string' && typeof hi === 'string' ? [`${name} ${lo || '(lowest)'} to ${hi}`] : [];
  });
  return parts.join(', ') || 'none were compared';
}
