// The overseer's home: the lead on the next release day, the funnel, the holds and who owns them. Counts, no content.
import type { Answer } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import { A, EmptyState, FilterSelect, Loaded, PageHead, Section, Time, useAddress, useNow } from '../../ui/index.ts';
import { BurndownFigure, FunnelFigure } from '../../ui/plots/index.ts';
import { Holds } from './holds.tsx';
import { nextModel, tMinusWords } from './models.ts';
import './overseer.css';
import { firstSentence } from './sentences.ts';

type Model = Answer<'models.list'>['items'][number];
const SPANS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'a year' },
] as const;

export default function OverviewPage() {
  const { values } = useAddress();
  const now = useNow();
  const days = Number(SPANS.find((s) => s.value === values.days)?.value ?? 90);
  const models = useApi('models.list');
  const funnel = useApi('measures.funnel', { query: { days }, keep: true });
  const holds = useApi('measures.holds');
  return (
    <>
      <Loaded query={models} what="The models" lines={8}>
        {({ items }) => <Lead model={nextModel(items, now)} />}
      </Loaded>
      <Loaded query={funnel} what="The funnel" lines={8}>
        {(f) => (
          <Section
            title="How far findings get"
            actions={<FilterSelect name="days" label="Counted over" choices={SPANS} all="90 days" />}
            lead={f.conclusion}
          >
            <FunnelFigure funnel={f} title="From received to deployed" />
          </Section>
        )}
      </Loaded>
      <Loaded query={holds} what="The holds" lines={5}>
        {(h) => <Holds holds={h} />}
      </Loaded>
      <p>
        <A href="/models">All models whose lead is measured</A>
      </p>
    </>
  );
}

function Lead({ model }: { model: Model | undefined }) {
  const query = useApi('measures.burndown', { params: { id: model?.id ?? '' }, on: model !== undefined });
  const now = useNow();
  if (!model)
    return (
      <>
        <PageHead
          title="Overview"
          size="decide"
          conclusion="No model’s release is recorded, so there is no lead to measure yet"
        />
        <EmptyState title="Nothing to burn down" icon="model">
          A developer, an evaluator or a coordinator records a model and its planned dates. The picture then runs from
          opening to release.
        </EmptyState>
      </>
    );
  return (
    <Loaded query={query} what="The burn-down" lines={12}>
      {(measure) => (
        <>
          <PageHead
            title="Overview"
            size="decide"
            kicker={
              <span>
                {model.name}, {tMinusWords(model, now)}
              </span>
            }
            conclusion={firstSentence(measure.headline)[0].replaceAll(' %', '\u00a0%')}
            why={
              <p>
                {firstSentence(measure.headline)[1]} {measure.denominator} As of <Time at={measure.asOf} />.{' '}
                <A href={`/burn-down/${model.id}`}>This picture on its own page</A>
              </p>
            }
          />
          <BurndownFigure measure={measure} />
        </>
      )}
    </Loaded>
  );
}
