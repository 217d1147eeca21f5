// The ledger: what it proves, its newest checkpoint, and how to check it without trusting this instance.
import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { A, Code, Loaded, PageHead, Section } from '../../ui/index.ts';
import '../public/public.css';

export default function LedgerPage() {
  const { signedIn } = useSession();
  const checkpoint = useQuery({
    queryKey: ['ledger.checkpoint'],
    queryFn: async ({ signal }) => (await api.fetch('ledger.checkpoint', { signal })).text(),
    refetchInterval: 60_000,
  });
  return (
    <>
      <PageHead
        title="Ledger"
        size="decide"
        conclusion="Every change of state is in a ledger that you can check without trusting us"
        why="It holds commitments, not content: whoever was told something can prove when, and nobody can learn what from the outside."
      />
      <Section
        title="The newest checkpoint"
        lead="The head of the tree, signed. Keep one: with a later one it proves that nothing in between was changed or taken out."
      >
        <Loaded query={checkpoint} what="The checkpoint" lines={4}>
          {(text) => (
            <>
              <p className="num">{entriesWords(text)}</p>
              <Code label="the signed checkpoint">{text}</Code>
            </>
          )}
        </Loaded>
      </Section>
      <Section title="Check all of it">
        <ol className="plain-list">
          <li>
            Get the export: every commitment in order, every checkpoint, and in the clear what your party may open.
            {signedIn ? (
              <>
                {' '}
                <a href="/api/v1/ledger/export" download>
                  Download it
                </a>
                , or:
              </>
            ) : null}
            <Code label="command to get the export">{`curl -sH "Authorization: Bearer $LEADTIME_TOKEN" \\
  ${location.origin}/api/v1/ledger/export > ledger.ndjson`}</Code>
          </li>
          <li>
            Check it on your own machine, offline:
            <Code label="command to check the export">leadtime ledger verify ledger.ndjson</Code>
          </li>
          <li>
            Prove one entry, from a receipt or a time line:
            <Code label="command to prove an entry">leadtime ledger prove ENTRY</Code>
          </li>
        </ol>
      </Section>
      <Section title="With other people’s tools">
        <p className="measure">
          It is a tree of RFC 6962, served as C2SP tlog-tiles with signed notes. Witnesses can cosign its checkpoints,
          and mirrors may serve its tiles: each is checked against a signed root.
        </p>
        <Code label="commands for the tiles">{`curl -s ${location.origin}/ledger/checkpoint
curl -s ${location.origin}/ledger/tile/0/000 | xxd | head`}</Code>
        {signedIn ? null : (
          <p>
            To open entries of your own party, <A href="/sign-in?to=/ledger">sign in</A>.
          </p>
        )}
      </Section>
    </>
  );
}

/** The second line of a checkpoint is the number of entries (C2SP tlog-checkpoint). */
export function entriesWords(checkpoint: string): string {
  const size = checkpoint.split('\n')[1] ?? '';
  return /^\d{1,15}$/.test(size)
    ? `${Number(size).toLocaleString('en-US')} entries are under this signature.`
    : 'It is not in the form expected; keep it and ask.';
}
