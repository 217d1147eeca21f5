// Who acts for us (a sector ISAC, say) on inventories, exposures and duties; and for whom we act.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import {
  Button,
  Crumbs,
  count,
  Dialog,
  EmptyState,
  Foreign,
  Form,
  Loaded,
  PageHead,
  Section,
  SelectField,
  TextField,
  Time,
  useToast,
} from '../../ui/index.ts';
import './inventories.css';

type Delegation = Answer<'delegations.list'>['items'][number];

export default function DelegationsPage() {
  const { acting } = useSession();
  const query = useApi('delegations.list');
  const [naming, setNaming] = useState(false);
  return (
    <Loaded query={query} what="Who acts for you">
      {({ items }) => {
        const ours = items.filter((d) => d.from.id === acting?.party.id);
        const theirs = items.filter((d) => d.to.id === acting?.party.id);
        return (
          <>
            <PageHead
              title="Who acts for us"
              kicker={<Crumbs items={[{ href: '/inventories', label: 'Inventories' }]} />}
              conclusion={
                ours.length === 0 ? 'Nobody acts for you' : `${count(ours.length, 'party acts', 'parties act')} for you`
              }
              why="Somebody you name sees your inventories, exposures and duties, and may send and answer for you. Each thing they do is recorded under their own name. End it at any time; it ends at once."
              next={
                <Button kind="primary" onClick={() => setNaming(true)}>
                  Name somebody
                </Button>
              }
            />
            <Section title="They act for us" count={ours.length}>
              {ours.length === 0 ? (
                <EmptyState title="Nobody is named" icon="people">
                  A sector sharing center can watch your duties when you have no staff for it.
                </EmptyState>
              ) : (
                <ul className="freshness">
                  {ours.map((d) => (
                    <Row key={d.id} d={d} party={d.to.name} />
                  ))}
                </ul>
              )}
            </Section>
            {theirs.length > 0 ? (
              <Section title="We act for them" count={theirs.length}>
                <ul className="freshness">
                  {theirs.map((d) => (
                    <Row key={d.id} d={d} party={d.from.name} fixed />
                  ))}
                </ul>
              </Section>
            ) : null}
            {naming ? <NameSomebody onClose={() => setNaming(false)} /> : null}
          </>
        );
      }}
    </Loaded>
  );
}

function Row({ d, party, fixed = false }: { d: Delegation; party: string; fixed?: boolean }) {
  const [ending, setEnding] = useState(false);
  const { show } = useToast();
  return (
    <li>
      <b>
        <Foreign>{party}</Foreign>
      </b>
      <span className="muted">
        since <Time at={d.since} />
        {d.until ? (
          <>
            , until <Time at={d.until} />
          </>
        ) : (
          ', until you end it'
        )}
      </span>
      {fixed ? null : (
        <Button kind="quiet" onClick={() => setEnding(true)}>
          End it
        </Button>
      )}
      {ending ? (
        <Dialog title={`${party} acts for you`} onClose={() => setEnding(false)}>
          <Form
            danger
            submit={`End it: ${party} no longer sees your data`}
            onCancel={() => setEnding(false)}
            onSubmit={async () => {
              await send('delegations.end', { params: { id: d.id } });
              await outdate('delegations.list');
              show({ text: `${party} no longer acts for you` });
              setEnding(false);
            }}
          >
            <p>It ends at once. What they did stays in the record. You can name them again.</p>
          </Form>
        </Dialog>
      ) : null}
    </li>
  );
}

function NameSomebody({ onClose }: { onClose: () => void }) {
  const query = useApi('delegations.candidates');
  const { show } = useToast();
  const [to, setTo] = useState('');
  const [until, setUntil] = useState('');
  return (
    <Dialog title="Name somebody to act for you" onClose={onClose}>
      <Loaded query={query} what="Parties that offer to act">
        {({ items }) => {
          const chosen = items.find((p) => p.id === to);
          return (
            <Form
              submit={chosen ? `Let ${chosen.name} act for you` : 'Choose a party first'}
              disabled={!chosen}
              onCancel={onClose}
              onSubmit={async () => {
                await send('delegations.create', { body: { to, ...(until ? { until: `${until}T23:59:59Z` } : {}) } });
                await outdate('delegations.list');
                show({ text: `${chosen?.name ?? 'It'} acts for you now` });
                onClose();
              }}
            >
              <SelectField
                name="to"
                label="Party"
                value={to}
                onChange={setTo}
                choices={[
                  { value: '', label: items.length === 0 ? 'nobody offers to act yet' : 'Choose' },
                  ...items.map((p) => ({ value: p.id, label: p.name })),
                ]}
              />
              <TextField
                name="until"
                label="Until"
                optional
                type="date"
                hint="Empty: until you end it."
                value={until}
                onChange={setUntil}
              />
              <p className="muted">They will see everything that you have sent here about what you run.</p>
            </Form>
          );
        }}
      </Loaded>
    </Dialog>
  );
}
