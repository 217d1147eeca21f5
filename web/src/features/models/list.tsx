// Models whose lead is measured, with their dates.
import type { Answer } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import { useMay } from '../../app/session.tsx';
import { A, ButtonLink, count, EmptyState, Foreign, Loaded, PageHead, StateTag, Time, useNow } from '../../ui/index.ts';
import { useRowKeys } from '../duties/row-keys.ts';
import { nextModel, tMinusWords } from '../overseer/models.ts';
import './models.css';

type Model = Answer<'models.list'>['items'][number];

export default function ModelsPage() {
  const query = useApi('models.list');
  const may = useMay('model.submit');
  const now = useNow();
  useRowKeys();
  return (
    <Loaded query={query} what="The models" lines={8}>
      {({ items }) => {
        const next = nextModel(items, now);
        const coming = items.filter((m) => m.state === 'open').length;
        return (
          <>
            <PageHead
              title="Models"
              conclusion={
                items.length === 0
                  ? 'No model is recorded'
                  : coming > 0 && next
                    ? `${count(coming, 'model')} to come; the next is ${next.name}, ${tMinusWords(next, now)}`
                    : `${count(items.length, 'model')} recorded, none to come`
              }
              why="A model and its dates are recorded so that the lead can be measured: how much of what it can find is closed before it is out."
              next={
                may ? (
                  <ButtonLink kind="primary" href="/models/new">
                    Record a model
                  </ButtonLink>
                ) : undefined
              }
            />
            {items.length === 0 ? (
              <EmptyState title="Nothing to measure yet" icon="model">
                Recording a model is information. It decides nothing about its release.
              </EmptyState>
            ) : (
              <ul className="models">
                {items
                  .toSorted((a, b) => b.releaseAt.localeCompare(a.releaseAt))
                  .map((m) => (
                    <ModelCard key={m.id} model={m} now={now} />
                  ))}
              </ul>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function ModelCard({ model: m, now }: { model: Model; now: number }) {
  const mayPlan = useMay('model.submit');
  return (
    <li className="model-card">
      <div className="cluster spread">
        <h2>
          <A href={`/burn-down/${m.id}`} data-row>
            <Foreign>{m.name}</Foreign>
          </A>{' '}
          <span className="muted">
            <Foreign>{m.developer}</Foreign>
          </span>
        </h2>
        <StateTag state={m.state} label={STATE_WORDS[m.state]} />
      </div>
      <Window model={m} now={now} />
      {mayPlan ? (
        <p>
          <A href={`/models/${m.id}/plan`}>Scan plan: what is scanned, and by whom</A>
        </p>
      ) : null}
      {m.note ? (
        <p className="muted">
          <Foreign>{m.note}</Foreign>
        </p>
      ) : null}
    </li>
  );
}

const STATE_WORDS: Record<Model['state'], string> = {
  open: 'Window open',
  withdrawn: 'Withdrawn',
  released: 'Released',
};

/** The window as a line from opening to release, today on it. */
function Window({ model: m, now }: { model: Model; now: number }) {
  const from = Date.parse(m.opensAt);
  const to = Date.parse(m.releaseAt);
  const place = (at: number) => `${Math.max(0, Math.min(100, ((at - from) / Math.max(1, to - from)) * 100))}%`;
  return (
    <div className="window">
      <div className="window-line" aria-hidden="true">
        <span className="window-done" style={{ inlineSize: place(now) }} />
        {m.partnersAt ? (
          <span className="window-mark" style={{ insetInlineStart: place(Date.parse(m.partnersAt)) }} />
        ) : null}
        {now > from && now < to ? <span className="window-now" style={{ insetInlineStart: place(now) }} /> : null}
      </div>
      <ul>
        <li>
          opened <Time at={m.opensAt} />
        </li>
        {m.partnersAt ? (
          <li>
            partners <Time at={m.partnersAt} />
          </li>
        ) : null}
        <li>
          {m.state === 'released' ? 'released' : 'planned release'} <Time at={m.releaseAt} />
        </li>
      </ul>
    </div>
  );
}
