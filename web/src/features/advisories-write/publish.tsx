// Publishing and withdrawing: neither can be unsaid, so the button says what will happen.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import { Button, CheckField, Dialog, exact, Form, Note, TextAreaField, useNow, useToast } from '../../ui/index.ts';

type View = Answer<'advisories.read'>;

export function PublishButton({ view, dirty }: { view: View; dirty: boolean }) {
  const [open, setOpen] = useState(false);
  const failed = view.validation.length > 0;
  const blocked = failed || dirty;
  const isRevision = view.row.state === 'published';
  return (
    <>
      <Button
        kind={isRevision ? 'plain' : 'primary'}
        icon="public"
        disabled={blocked}
        title={dirty ? 'Save the draft first' : failed ? 'Mend the failed tests first' : ''}
        onClick={() => setOpen(true)}
      >
        {isRevision ? `Publish revision ${view.row.revision + 1}…` : 'Publish…'}
      </Button>
      {open ? <PublishForm view={view} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function PublishForm({ view, onClose }: { view: View; onClose: () => void }) {
  const now = useNow();
  const case_ = useApi('cases.read', { params: { id: view.caseId ?? '' }, on: view.caseId !== null }).data;
  const until = case_?.embargo.until ?? null;
  const early = until !== null && Date.parse(until) > now;
  const [summary, setSummary] = useState(view.row.state === 'published' ? '' : 'First publication.');
  const [override, setOverride] = useState('');
  const [breaks, setBreaks] = useState(false);
  const { show } = useToast();
  const what = view.row.tlp === 'TLP:CLEAR' ? 'to the public feed' : `to those who may see ${view.row.tlp}`;
  return (
    <Dialog title={`Publish ${view.row.publicId}`} onClose={onClose}>
      <Form
        danger={early}
        submit={early ? `Break the embargo and publish ${what}` : `Publish ${what}, for good`}
        disabled={summary.trim() === '' || (early && (!breaks || override.trim() === ''))}
        onCancel={onClose}
        onSubmit={async () => {
          await send('advisories.publish', {
            params: { id: view.row.id },
            body: { summary, ...(early ? { overrideEmbargo: override } : {}) },
          });
          show({ text: `Published ${view.row.publicId}. Exposed operators are being told.` });
          void outdate(
            'advisories.read',
            'advisories.list',
            'advisories.preview',
            'cases.read',
            'vulnerabilities.read',
            'vulnerabilities.list',
          );
          onClose();
        }}
      >
        <p>
          It leaves {what} as CSAF and OSV, operators who run an affected version get a duty, and the ledger records it.
          Later changes are revisions; nothing can be unsaid.
        </p>
        <TextAreaField
          name="summary"
          label="What this revision says"
          value={summary}
          onChange={setSummary}
          rows={2}
          first
        />
        {early && until ? (
          <>
            <Note tone="red" icon="stop">
              The embargo runs until {exact(Date.parse(until), case_?.embargo.zone)}. Everybody in the case was promised
              that.
            </Note>
            <CheckField
              label="Publish before the embargo ends"
              hint="Do this when it is exploited or already public."
              checked={breaks}
              onChange={setBreaks}
            />
            <TextAreaField
              name="overrideEmbargo"
              label="Why the embargo is broken"
              hint="Everybody in the case reads it."
              value={override}
              onChange={setOverride}
              rows={2}
            />
          </>
        ) : null}
      </Form>
    </Dialog>
  );
}

export function WithdrawButton({ view }: { view: View }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { show } = useToast();
  return (
    <>
      <Button icon="cross" onClick={() => setOpen(true)}>
        Withdraw…
      </Button>
      {open ? (
        <Dialog title={`Withdraw ${view.row.publicId}`} onClose={() => setOpen(false)}>
          <Form
            danger
            submit="Withdraw: retract it and end its duties"
            disabled={reason.trim() === ''}
            onCancel={() => setOpen(false)}
            onSubmit={async () => {
              await send('advisories.withdraw', { params: { id: view.row.id }, body: { reason } });
              show({ text: `Withdrawn: ${view.row.publicId}` });
              void outdate('advisories.read', 'advisories.list', 'advisories.preview');
              setOpen(false);
            }}
          >
            <p>What it claimed is retracted with a revision that says so. The record stays.</p>
            <TextAreaField name="reason" label="Because" value={reason} onChange={setReason} rows={2} first />
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
