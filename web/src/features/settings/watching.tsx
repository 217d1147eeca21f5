// What the server holds of an operator that matches on its own machine: the key that signs, and the numbers that it sent.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import {
  Button,
  type Column,
  count,
  DataTable,
  Dialog,
  EmptyState,
  Foreign,
  Form,
  Loaded,
  Section,
  Time,
  useToast,
} from '../../ui/index.ts';

type Held = Answer<'watch.held'>;
type Row = NonNullable<Held['counts']>['items'][number];

export function WatchingPart() {
  const query = useApi('watch.held');
  return (
    <Loaded query={query} what="What your machine sent" lines={5}>
      {({ key, counts }) => (
        <Section
          title="Watching"
          count={count(counts?.items.length ?? 0, 'advisory counted', 'advisories counted')}
          lead="leadtime watch compares on your own machine and sends only these numbers. What you run is not here."
          actions={key ? <ForgetKey /> : undefined}
        >
          {key ? (
            <KeyFacts held={key} />
          ) : (
            <EmptyState title="Nobody watches for your organisation yet" icon="exposure">
              Make a token with the scope <code>watch</code>, then run{' '}
              <code>leadtime watch --sbom FILE --every 15m</code> where your inventories are.
            </EmptyState>
          )}
          {counts ? (
            <>
              <p className="muted">
                Number {counts.number}, computed <Time at={counts.computedAt} />, received{' '}
                <Time at={counts.receivedAt} />.
              </p>
              <DataTable
                label="Numbers sent"
                noun={['advisory', 'advisories']}
                rows={counts.items}
                of={counts.items.length}
                columns={COLUMNS}
                rowId={(row) => row.advisory}
                empty={
                  <EmptyState title="No advisory of this instance reaches what you run">
                    It was counted and is zero.
                  </EmptyState>
                }
              />
            </>
          ) : null}
        </Section>
      )}
    </Loaded>
  );
}

function KeyFacts({ held }: { held: NonNullable<Held['key']> }) {
  return (
    <>
      <p>
        Signed by <code>{held.key}</code>, made known by <Foreign>{held.enrolledBy}</Foreign>{' '}
        <Time at={held.enrolledAt} />.
      </p>
      {held.refusedAt ? (
        <p role="alert">
          <b>Another key was refused</b> <Time at={held.refusedAt} />. If you set up a new machine, forget the key here
          and run it again there. If not, somebody uses your token: revoke it.
        </p>
      ) : null}
    </>
  );
}

function ForgetKey() {
  const { show } = useToast();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)}>
        Forget the key
      </Button>
      {asking ? (
        <Dialog title="Forget the key?" onClose={() => setAsking(false)}>
          <Form
            danger
            submit="Forget it and drop its numbers"
            onCancel={() => setAsking(false)}
            onSubmit={async () => {
              await send('watch.forget', {});
              await outdate('watch.held');
              show({ text: 'Forgot the key' });
              setAsking(false);
            }}
          >
            <p>
              Its numbers are dropped too. The next machine that watches with a token of yours makes its own key known.
              Do this only for a machine that you set up yourselves.
            </p>
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}

const numberOf = ({ low, high }: Row['open']): string => (low === high ? String(low) : `${low}–${high}`);
const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'advisory',
    header: 'Advisory',
    width: 'minmax(9rem, 2fr)',
    cell: (row) => (
      <>
        {row.advisory} <Foreign>{row.title}</Foreign>
      </>
    ),
    sort: (row) => row.advisory,
  },
  ...(['affected', 'undetermined', 'fixed', 'open'] as const).map(
    (name): Column<Row> => ({
      id: name,
      header: { affected: 'Affected', undetermined: 'Undetermined', fixed: 'Fixed', open: 'Open duties' }[name],
      width: '8rem',
      cell: (row) => numberOf(row[name]),
      sort: (row) => row[name].high,
    }),
  ),
];
