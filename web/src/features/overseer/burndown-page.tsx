// The burn-down of one model, large: what a director must be able to read from across the table.
import { useApi } from '../../app/api.ts';
import { useMay, useRole } from '../../app/session.tsx';
import {
  A,
  Button,
  Crumbs,
  Facts,
  Loaded,
  Note,
  PageHead,
  Section,
  Time,
  useKeys,
  useNow,
  useParam,
} from '../../ui/index.ts';
import { BurndownFigure, bare, type Layer } from '../../ui/plots/index.ts';
import { tMinusWords } from './models.ts';
import './overseer.css';
import { firstSentence } from './sentences.ts';

/** Where a coordinator finds the list behind a layer; others see counts only. */
const LISTS: Record<Layer, string> = {
  found: '/queue?state=found',
  validated: '/queue?state=validated',
  told: '/queue?state=told',
  fixed: '/queue?state=fixed',
  deployed: '/queue?state=published',
};

export default function BurndownPage() {
  const id = useParam('id');
  const role = useRole();
  const now = useNow();
  const mayPlan = useMay('model.submit');
  const query = useApi('measures.burndown', { params: { id } });
  useKeys([{ keys: 'p', label: 'Print', group: 'Do', run: () => window.print() }]);
  return (
    <Loaded query={query} what="The burn-down" lines={14}>
      {(measure) => (
        <>
          <PageHead
            title={`Burn-down of ${measure.model.name}`}
            size="decide"
            kicker={
              <>
                <Crumbs items={[{ href: '/models', label: 'Models' }]} />
                <span>
                  {measure.model.name} of {measure.model.developer}, {tMinusWords(measure.model, now)}
                </span>
              </>
            }
            conclusion={firstSentence(measure.headline)[0].replaceAll(' %', '\u00a0%')}
            why={firstSentence(measure.headline)[1] || undefined}
            next={
              <Button icon="print" keys="p" onClick={() => window.print()}>
                Print
              </Button>
            }
          />
          <BurndownFigure
            measure={measure}
            {...(role === 'coordinator' ? { layerHref: (layer: Layer) => LISTS[layer] } : {})}
          />
          {measure.unfound === null ? (
            <Note tone="amber" icon="unknown">
              How much nobody has found is unknown: {bare(measure.unfoundUnknownWhy ?? 'no estimate has been made')}. So
              no share can be given, and none is.
            </Note>
          ) : null}
          <Section title="What the figure stands on">
            <Facts
              columns={2}
              items={[
                ['Counted against', measure.denominator],
                [
                  'Closed at operators',
                  measure.closedShare
                    ? `between ${percent(measure.closedShare.low)} and ${percent(measure.closedShare.high)}; read the lower one`
                    : 'unknown: it needs an estimate of what nobody has found',
                ],
                [
                  'Not found yet',
                  measure.unfound
                    ? `${Math.floor(measure.unfound.low)} to ${Math.ceil(measure.unfound.high)}, by ${measure.unfound.method}`
                    : 'unknown',
                ],
                ['Opened', <Time key="o" at={measure.model.opensAt} />],
                [
                  'Partners',
                  measure.model.partnersAt ? (
                    <Time key="p" at={measure.model.partnersAt} />
                  ) : (
                    'no release to partners is recorded'
                  ),
                ],
                ['Release', <Time key="r" at={measure.model.releaseAt} />],
              ]}
            />
            <p className="muted measure">
              Scanning less never makes it look better: what nobody has looked for stays in the hatched band. This page
              measures a lead. It says nothing about whether the model may be released.{' '}
              <A href="/about">What this system does not do</A>.{' '}
              {mayPlan ? <A href={`/models/${id}/plan`}>What is scanned, and by whom</A> : null}
            </p>
          </Section>
        </>
      )}
    </Loaded>
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
