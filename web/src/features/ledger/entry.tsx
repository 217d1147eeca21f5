// One entry of the ledger, opened: body, nonce, commitment, and the proof that it is in the tree.
import { useApi } from '../../app/api.ts';
import { Code, Crumbs, Facts, Id, Loaded, number, PageHead, Section, StateTag, useParam } from '../../ui/index.ts';

const STAGE = {
  written: ['It is written, and waits for its place in the tree', 'Written'],
  sequenced: ['It has its place in the tree, and waits for a signed checkpoint', 'In the tree'],
  checkpointed: ['It is in the tree, under a signed checkpoint', 'Under a signed checkpoint'],
} as const;

export default function EntryPage() {
  const id = useParam('id');
  const query = useApi('ledger.entry', {
    params: { id },
    every: (e) => (e && e.stage !== 'checkpointed' ? 5_000 : false),
  });
  return (
    <Loaded query={query} what="This entry" lines={8}>
      {(entry) => (
        <>
          <PageHead
            title="Ledger entry"
            kicker={
              <>
                <Crumbs items={[{ href: '/ledger', label: 'Ledger' }]} />
                <StateTag state={entry.stage} label={STAGE[entry.stage][1]} />
              </>
            }
            conclusion={STAGE[entry.stage][0]}
            why="The commitment is the SHA-256 of the nonce and the body. Without the nonce nobody can guess the body from it."
          />
          <Facts
            columns={2}
            items={[
              ['Number', entry.index === null ? 'none yet' : number(entry.index)],
              ['Commitment', <Id key="c" id={entry.commitment} length={20} />],
              ['Nonce', <Id key="n" id={entry.nonce} length={20} />],
              ['Entry', <Id key="i" id={entry.id} length={36} />],
            ]}
          />
          <Section title="What it says">
            <Code label="the body of the entry">{JSON.stringify(entry.body, null, 2)}</Code>
          </Section>
          <Section title="Proof">
            {entry.proof && entry.checkpoint ? (
              <>
                <Code label="the inclusion proof">{entry.proof.join('\n') || 'none needed: it is the only entry'}</Code>
                <Code label="the checkpoint">{entry.checkpoint}</Code>
              </>
            ) : (
              <p className="muted">It comes with the next checkpoint. This page looks again by itself.</p>
            )}
          </Section>
        </>
      )}
    </Loaded>
  );
}
