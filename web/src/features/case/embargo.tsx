// The embargo of a case: until when, in which zone, by which policy or whose word; and a form to set it.
import type { CaseView } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { decided, useDecide } from '../../app/decide.ts';
import { useMay } from '../../app/session.tsx';
import {
  Button,
  Dialog,
  exact,
  Foreign,
  Form,
  Section,
  TextAreaField,
  TextField,
  Time,
  useNow,
} from '../../ui/index.ts';
import { fromLocal, toLocal } from './local-time.ts';

export function Embargo({ view }: { view: CaseView }) {
  const sets = useMay('case.coordinate');
  const [open, setOpen] = useState(false);
  const { embargo } = view;
  const now = useNow();
  return (
    <Section
      title="Embargo"
      actions={
        sets && view.state !== 'published' ? (
          <Button icon="clock" onClick={() => setOpen(true)}>
            {embargo.until ? 'Change' : 'Set'}
          </Button>
        ) : undefined
      }
    >
      <p>
        {embargo.until ? (
          <>
            {Date.parse(embargo.until) > now ? 'Nothing is published before' : 'The embargo ended on'}{' '}
            <strong>{exact(Date.parse(embargo.until), embargo.zone)}</strong>,{' '}
            <Time at={embargo.until} zone={embargo.zone} />.
          </>
        ) : (
          'No date is set: it may be published when it is ready.'
        )}
      </p>
      <p className="muted">
        <Foreign>{embargo.basis}</Foreign>
        {embargo.proposedBy ? (
          <>
            {' '}
            · proposed by <Foreign>{embargo.proposedBy}</Foreign>
          </>
        ) : null}
      </p>
      {open ? <EmbargoForm view={view} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function EmbargoForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
  const decide = useDecide();
  const [zone, setZone] = useState(view.embargo.zone || 'UTC');
  const [local, setLocal] = useState(view.embargo.until ? toLocal(view.embargo.until, zone) : '');
  const [reason, setReason] = useState('');
  const until = fromLocal(local, zone);
  return (
    <Dialog title="Set the embargo" onClose={onClose}>
      <Form
        submit={until ? `Publish not before ${exact(Date.parse(until), zone)}` : 'Set the embargo'}
        disabled={!until || reason.trim() === ''}
        onCancel={onClose}
        onSubmit={async () => {
          if (!until) return;
          await decide(
            {
              text: `Embargo until ${exact(Date.parse(until), zone)}`,
              outdates: ['cases.read', 'vulnerabilities.read', 'vulnerabilities.list'],
              run: async () =>
                decided(await send('cases.embargo', { params: { id: view.id }, body: { until, zone, reason } })),
            },
            { rethrow: true },
          );
          void outdate('cases.read');
          onClose();
        }}
      >
        <TextField name="until" label="Date and hour" type="datetime-local" value={local} onChange={setLocal} first />
        <TextField
          name="zone"
          label="Zone"
          hint="An IANA name, such as America/New_York. The hour above is in this zone."
          value={zone}
          onChange={setZone}
          list={Intl.supportedValuesOf('timeZone')}
        />
        <TextAreaField
          name="reason"
          label="Because"
          hint="Everybody in the case reads it."
          value={reason}
          onChange={setReason}
          rows={2}
        />
      </Form>
    </Dialog>
  );
}
