// The CSAF providers that are read: add one by its domain, see how each is, take one off.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import {
  Button,
  count,
  Dialog,
  EmptyState,
  errorInWords,
  Foreign,
  Form,
  Loaded,
  Note,
  number,
  Section,
  TextField,
  Time,
  useToast,
} from '../../ui/index.ts';

type Provider = Answer<'feedProviders.list'>['items'][number];

export function CsafProviders() {
  const query = useApi('feedProviders.list');
  const [adding, setAdding] = useState(false);
  return (
    <Loaded query={query} what="The CSAF providers" lines={3}>
      {({ items }) => (
        <Section
          title="CSAF providers"
          count={count(items.length, 'provider')}
          lead="Vendors that publish advisories as CSAF. Digests are compared, OpenPGP signatures held against pinned keys; documents marked for fewer people than everybody are refused."
          actions={<Button onClick={() => setAdding(true)}>Add a provider</Button>}
        >
          {items.length === 0 ? (
            <EmptyState title="No provider yet" icon="out">
              Add a vendor by its domain, or by the address of its provider-metadata.json.
            </EmptyState>
          ) : (
            <ul className="feeds">
              {items.map((p) => (
                <ProviderItem key={p.id} provider={p} />
              ))}
            </ul>
          )}
          {adding ? <Add onClose={() => setAdding(false)} /> : null}
        </Section>
      )}
    </Loaded>
  );
}

function ProviderItem({ provider: p }: { provider: Provider }) {
  const { show } = useToast();
  const remove = async () => {
    try {
      await send('feedProviders.remove', { params: { id: p.id } });
      await outdate('feedProviders.list');
    } catch (error) {
      show({ text: `Not removed: ${errorInWords(error).title}. ${errorInWords(error).advice}`, failed: true });
    }
  };
  return (
    <li className="feed">
      <h3>
        <Foreign>{p.publisher ?? p.asked}</Foreign>
      </h3>
      <p className="feed-address">
        <Foreign mono>{p.metadataUrl ?? p.asked}</Foreign>
      </p>
      <p>
        {p.lastSuccessAt ? (
          <>
            {number(p.documents)} documents listed, all read <Time at={p.lastSuccessAt} />.
          </>
        ) : (
          'Never read whole.'
        )}
      </p>
      {p.fingerprints.length > 0 ? (
        <p>
          Pinned keys: <Foreign mono>{p.fingerprints.join(' ')}</Foreign>. Compare them with what its people tell you.
        </p>
      ) : null}
      {p.lastError ? (
        <Note tone="amber" icon="warning">
          <Foreign>{p.lastError}</Foreign>
        </Note>
      ) : null}
      {p.note ? (
        <p className="muted">
          <Foreign>{p.note}</Foreign>
        </p>
      ) : null}
      {p.toAllow.length > 0 ? <p>To read it, allow {p.toAllow.join(', ')} in LEADTIME_EGRESS.</p> : null}
      <div>
        <Button kind="quiet" onClick={() => void remove()}>
          Take off the list; keep its advisories
        </Button>
      </div>
    </li>
  );
}

function Add({ onClose }: { onClose: () => void }) {
  const [provider, setProvider] = useState('');
  return (
    <Dialog title="Add a CSAF provider" onClose={onClose}>
      <Form
        submit="Add it"
        onCancel={onClose}
        onSubmit={async () => {
          await send('feedProviders.add', { body: { provider } });
          await outdate('feedProviders.list');
          onClose();
        }}
      >
        <TextField
          name="provider"
          label="Domain, or address of its provider-metadata.json"
          value={provider}
          onChange={setProvider}
          first
        />
      </Form>
    </Dialog>
  );
}
