// Signed webhooks: where notices are sent besides this page.
import { type Answer, NOTICE_EVENTS } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import {
  Button,
  CheckField,
  count,
  Dialog,
  EmptyState,
  errorInWords,
  Foreign,
  Form,
  Loaded,
  Note,
  Section,
  StateTag,
  TextField,
  Time,
  useToast,
} from '../../ui/index.ts';
import { eventWords } from '../notices/page.tsx';
import { SecretOnce } from './secret.tsx';

type Webhook = Answer<'webhooks.list'>['items'][number];
type Event = (typeof NOTICE_EVENTS)[number];
const OFFERED = NOTICE_EVENTS.filter((e) => e !== 'webhook.test');

export function WebhooksPart() {
  const query = useApi('webhooks.list');
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  return (
    <Loaded query={query} what="Your webhooks" lines={5}>
      {({ items }) => (
        <Section
          title="Webhooks"
          count={count(items.length, 'address', 'addresses')}
          lead="Each notice is sent as JSON with a signature, tried again when the other side does not answer, and recorded."
          actions={<Button onClick={() => setMaking(true)}>Add a webhook</Button>}
        >
          {secret ? (
            <SecretOnce
              what="The webhook’s signing secret"
              secret={secret}
              use="Check the signature of each delivery with it before you believe what it says."
              onClose={() => setSecret(undefined)}
            />
          ) : null}
          {items.length === 0 ? (
            <EmptyState title="No webhook yet" icon="out">
              Notices stand on the notices page in any case.
            </EmptyState>
          ) : (
            <ul className="keys">
              {items.map((w) => (
                <WebhookItem key={w.id} webhook={w} />
              ))}
            </ul>
          )}
          {making ? (
            <AddWebhook
              onClose={() => setMaking(false)}
              onMade={(s) => {
                setSecret(s);
                setMaking(false);
              }}
            />
          ) : null}
        </Section>
      )}
    </Loaded>
  );
}

function WebhookItem({ webhook: w }: { webhook: Webhook }) {
  const { show } = useToast();
  const [asking, setAsking] = useState(false);
  const test = async () => {
    try {
      await send('webhooks.test', { params: { id: w.id } });
      await outdate('webhooks.list', 'notices.list');
      show({ text: 'A test notice is on its way; its delivery stands under Notices' });
    } catch (error) {
      show({ text: `Not sent: ${errorInWords(error).title}`, failed: true });
    }
  };
  return (
    <li>
      <div>
        <b>
          <Foreign mono>{w.url}</Foreign>
        </b>
        <p className="muted">{w.events.map(eventWords).join(', ')}</p>
        <p className="muted">
          {w.pausedAt ? (
            <>
              Paused <Time at={w.pausedAt} /> after too many failures.{' '}
            </>
          ) : null}
          {w.lastState && w.lastAt ? (
            <>
              Last delivery <StateTag state={w.lastState} quiet /> <Time at={w.lastAt} />
            </>
          ) : (
            'Nothing sent yet.'
          )}
        </p>
      </div>
      <div className="cluster">
        <Button kind="quiet" onClick={() => void test()}>
          Send a test
        </Button>
        <Button kind="quiet" onClick={() => setAsking(true)} aria-label={`Remove ${w.url}`}>
          Remove
        </Button>
      </div>
      {asking ? (
        <Dialog title="Remove this webhook?" onClose={() => setAsking(false)}>
          <Form
            danger
            submit="Remove it and end its deliveries"
            onCancel={() => setAsking(false)}
            onSubmit={async () => {
              await send('webhooks.remove', { params: { id: w.id } });
              await outdate('webhooks.list');
              show({ text: 'Webhook removed' });
              setAsking(false);
            }}
          >
            <p>Notices stay on the notices page. Adding it again gives a new secret.</p>
          </Form>
        </Dialog>
      ) : null}
    </li>
  );
}

function AddWebhook({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [url, setUrl] = useState('https://');
  const [events, setEvents] = useState<readonly Event[]>(OFFERED);
  return (
    <Dialog title="Add a webhook" onClose={onClose}>
      <Form
        submit="Add it and show its secret once"
        disabled={events.length === 0}
        onCancel={onClose}
        onSubmit={async () => {
          const { secret } = await send('webhooks.create', { body: { url: url.trim(), events: [...events] } });
          await outdate('webhooks.list');
          onMade(secret);
        }}
      >
        <TextField
          name="url"
          label="Address"
          type="url"
          mono
          hint="Its host must be on this instance’s egress list; whoever runs the instance adds it."
          value={url}
          onChange={setUrl}
          first
        />
        <fieldset className="usa-fieldset choices">
          <legend className="usa-legend">Send there</legend>
          {OFFERED.map((e) => (
            <CheckField
              key={e}
              label={eventWords(e)}
              checked={events.includes(e)}
              onChange={(on) => setEvents(on ? [...events, e] : events.filter((x) => x !== e))}
            />
          ))}
        </fieldset>
        <Note tone="amber" icon="warning">
          A notice can name an embargoed flaw. Send it only where those may read who may know.
        </Note>
      </Form>
    </Dialog>
  );
}
