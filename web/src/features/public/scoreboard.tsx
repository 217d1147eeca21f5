// The public scoreboard: received, lost and why, told, fixed, deployed, and what is held back. Counts without content.
import { useApi } from '../../app/api.ts';
import { A, ButtonLink, Loaded, PageHead, Time } from '../../ui/index.ts';
import { FunnelFigure } from '../../ui/plots/index.ts';
import { Holds } from '../overseer/holds.tsx';
import { firstSentence } from '../overseer/sentences.ts';

export default function ScoreboardPage() {
  const query = useApi('scoreboard.read');
  return (
    <Loaded query={query} what="The scoreboard" lines={14}>
      {({ funnel, holds }) => (
        <>
          <PageHead
            title="Scoreboard"
            size="decide"
            conclusion={firstSentence(funnel.conclusion)[0]}
            why={
              <p>
                {firstSentence(funnel.conclusion)[1]} Success is counted in deployed fixes, not in findings. As of{' '}
                <Time at={funnel.asOf} />. <A href="/about">What this system does not do</A>
              </p>
            }
            next={
              <>
                <ButtonLink href="/advisories">Published advisories</ButtonLink>
                <ButtonLink href="/how-to-report">How to report</ButtonLink>
              </>
            }
          />
          <FunnelFigure funnel={funnel} />
          <Holds holds={holds} />
        </>
      )}
    </Loaded>
  );
}
