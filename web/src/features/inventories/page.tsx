// What we run: inventories with what matched and what could not, sending a new one, assets, and who acts for us.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import {
  A,
  Button,
  ButtonLink,
  count,
  Dialog,
  EmptyState,
  Foreign,
  Form,
  Loaded,
  Note,
  number,
  PageHead,
  Section,
  Tag,
  Time,
  useToast,
} from '../../ui/index.ts';
import '../duties/duties.css';
import { PartyBar, useForParty, Whose } from '../duties/party-bar.tsx';
import { useRowKeys } from '../duties/row-keys.ts';
import './inventories.css';
import { MatchBar } from './match-bar.tsx';
import { SendInventory } from './send.tsx';
import { FORMAT_WORDS } from './template.ts';

type Inventory = Answer<'inventories.list'>['items'][number];

export default function InventoriesPage() {
  useRowKeys();
  const forParty = useForParty();
  const query = useApi('inventories.list', {
    query: forParty,
    keep: true,
    every: (l) => (l?.items.some((i) => i.matchedAt === null) ? 2_000 : false),
  });
  return (
    <>
      <PartyBar />
      <Loaded query={query} what="Your inventories" lines={10}>
        {({ items }) => (
          <>
            <PageHead
              title="Inventories"
              conclusion={conclusionOf(items)}
              why={
                items.length > 0
                  ? 'Each new advisory is compared with these. Send one again when it changes: the same name takes the place of the one before.'
                  : 'Advisories are compared with what you send here, and only you and those you name see it.'
              }
              next={
                items.length > 0 ? (
                  <>
                    <ButtonLink href="/assets">Tag your assets</ButtonLink>
                    <ButtonLink href="/delegations">Who acts for you</ButtonLink>
                  </>
                ) : undefined
              }
            />
            <SendInventory forParty={forParty} sent={items} />
            <Section title="Sent" count={number(items.length)}>
              {items.length === 0 ? (
                <EmptyState title="Nothing sent yet" icon="inventory">
                  A CycloneDX or SPDX file from your SBOM tool, or the sheet above filled in by hand. A sheet is enough:
                  vendor, product, version.
                </EmptyState>
              ) : (
                <ul className="inventories">
                  {items.map((inv) => (
                    <InventoryCard key={inv.id} inv={inv} />
                  ))}
                </ul>
              )}
            </Section>
          </>
        )}
      </Loaded>
    </>
  );
}

function conclusionOf(items: readonly Inventory[]): string {
  if (items.length === 0) return 'Nobody can warn you yet: no inventory has been sent';
  const all = items.reduce((n, i) => n + i.components, 0);
  const lost = items.reduce((n, i) => n + i.unmatched, 0);
  const old = items.filter((i) => i.stale).length;
  const matched =
    lost === 0
      ? `All ${number(all)} components can be compared with advisories`
      : `${number(lost)} of ${number(all)} components cannot be compared with advisories`;
  return old > 0 ? `${matched}, and ${count(old, 'inventory is', 'inventories are')} old` : matched;
}

function InventoryCard({ inv }: { inv: Inventory }) {
  const [removing, setRemoving] = useState(false);
  return (
    <li className="inventory" data-stale={inv.stale || undefined}>
      <div className="inventory-head">
        <h3>
          <A href={`/inventories/${inv.id}`} data-row>
            <Foreign>{inv.name}</Foreign>
          </A>
        </h3>
        <Whose party={inv.party} />
        {inv.stale ? (
          <Tag icon="clock" tone="amber">
            Old: send it again
          </Tag>
        ) : null}
        <span className="muted">
          {inv.format === 'sheet' ? 'Sheet' : FORMAT_WORDS[inv.format]}, sent <Time at={inv.uploadedAt} />
        </span>
        <Button kind="quiet" onClick={() => setRemoving(true)} aria-label={`Remove ${inv.name}`}>
          Remove
        </Button>
      </div>
      <MatchBar inv={inv} />
      {inv.problems > 0 ? (
        <Note tone="amber" icon="warning">
          {count(inv.problems, 'problem')} in its file.{' '}
          <A href={`/inventories/${inv.id}?state=cannot_match`}>See what could not be matched</A>
        </Note>
      ) : null}
      {removing ? <RemoveInventory inv={inv} onClose={() => setRemoving(false)} /> : null}
    </li>
  );
}

function RemoveInventory({ inv, onClose }: { inv: Inventory; onClose: () => void }) {
  const { show } = useToast();
  return (
    <Dialog title={`Remove ${inv.name}?`} onClose={onClose}>
      <Form
        danger
        submit={`Remove it and end its ${count(inv.affected + inv.undetermined, 'exposure')}`}
        onCancel={onClose}
        onSubmit={async () => {
          await send('inventories.remove', { params: { id: inv.id } });
          await outdate('inventories.list', 'today.read', 'exposures.list', 'duties.list', 'assets.list');
          show({ text: `Removed ${inv.name}` });
          onClose();
        }}
      >
        <p>
          Advisories are no longer compared with its {count(inv.components, 'component')}, and open duties from it end.
          It cannot be taken back; you can send the file again. What was decided stays in the record.
        </p>
      </Form>
    </Dialog>
  );
}
