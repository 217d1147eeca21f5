// All that we run, over all inventories: by component, by asset, by advisory. Searched by name, package URL, CVE or GHSA id and asset.
import type { FLEET_VIEWS } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import { count, number, PageHead, Tabs, useAddress } from '../../ui/index.ts';
import '../duties/duties.css';
import { PartyBar, useForParty } from '../duties/party-bar.tsx';
import { AdvisoriesView } from './advisories.tsx';
import { AssetsView } from './assets.tsx';
import { ComponentsView } from './components.tsx';
import './fleet.css';

export default function FleetPage() {
  const { values } = useAddress();
  const forParty = useForParty();
  // Another filter begins with its first page.
  const filter = `${forParty.party ?? ''} ${values.q ?? ''} ${values.state ?? ''}`;
  return (
    <>
      <PartyBar />
      <PageHead
        title="Fleet"
        conclusion={<Conclusion />}
        why="All that you run, over all inventories. What could not be matched is counted as well: it is no all-clear."
      />
      <Tabs
        name="by"
        label="How to look at it"
        items={[
          { id: 'component', label: 'By component', body: () => <ComponentsView key={filter} /> },
          { id: 'asset', label: 'By asset', body: () => <AssetsView key={filter} /> },
          { id: 'advisory', label: 'By advisory', body: () => <AdvisoriesView key={filter} /> },
        ]}
      />
    </>
  );
}

export type FleetView = (typeof FLEET_VIEWS)[number];

/** Of the whole fleet, whatever is filtered below. */
function Conclusion() {
  const forParty = useForParty();
  const all = useApi('fleet.assets', { query: { ...forParty, limit: 1 } });
  const hit = useApi('fleet.assets', { query: { ...forParty, limit: 1, state: 'affected' } });
  const advisories = useApi('fleet.advisories', { query: { ...forParty, limit: 1, state: 'affected' } });
  if (!all.data || !hit.data || !advisories.data) return 'Your fleet';
  if (all.data.total === 0) return 'Nothing is known of your fleet: no inventory has been sent';
  if (advisories.data.total === 0)
    return `No advisory at hand is known to reach your ${count(all.data.total, 'asset')}`;
  const reach = advisories.data.total === 1 ? 'reaches' : 'reach';
  return `${count(advisories.data.total, 'advisory', 'advisories')} ${reach} ${number(hit.data.total)} of your ${count(all.data.total, 'asset')}`;
}
