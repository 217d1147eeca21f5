// A vendor's word per product. "Not answered" is a state of its own; "not looked" is an answer.
import { type CaseView, VENDOR_STATUSES } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { useMay } from '../../app/session.tsx';
import {
  Button,
  Dialog,
  Foreign,
  Form,
  Section,
  SelectField,
  StateTag,
  sentence,
  spaced,
  TextAreaField,
  TextField,
  Time,
  useToast,
} from '../../ui/index.ts';

export function VendorStatuses({ view }: { view: CaseView }) {
  const answers = useMay('case.answer');
  const [open, setOpen] = useState<string>();
  return (
    <Section
      title="What vendors say"
      actions={
        answers ? (
          <Button icon="plus" onClick={() => setOpen('')}>
            State a product
          </Button>
        ) : undefined
      }
    >
      {view.vendorStatuses.length === 0 ? (
        <p className="muted">No product is named yet. Until a vendor answers, each is “not answered”.</p>
      ) : null}
      <ul className="vendor-statuses">
        {view.vendorStatuses.map((s) => (
          <li key={s.product}>
            <div className="cluster spread">
              <strong>
                <Foreign>{s.product}</Foreign>
              </strong>
              <StateTag state={s.status} />
            </div>
            <p className="muted">
              {s.fixedVersion ? (
                <>
                  fixed in <Foreign mono>{s.fixedVersion}</Foreign>.{' '}
                </>
              ) : null}
              {s.justification ? <Foreign>{s.justification}</Foreign> : null}{' '}
              {s.by ? (
                <>
                  <Foreign>{s.by}</Foreign>, {s.at ? <Time at={s.at} /> : null}
                </>
              ) : (
                'Nobody has answered for it.'
              )}
            </p>
            {answers ? (
              <Button kind="quiet" onClick={() => setOpen(s.product)}>
                Change
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {open === undefined ? null : <StatusForm view={view} product={open} onClose={() => setOpen(undefined)} />}
    </Section>
  );
}

type Status = Exclude<(typeof VENDOR_STATUSES)[number], 'not_answered'>;

function StatusForm({ view, product: given, onClose }: { view: CaseView; product: string; onClose: () => void }) {
  const [product, setProduct] = useState(given);
  const [status, setStatus] = useState<Status>('looking');
  const [justification, setJustification] = useState('');
  const [fixedVersion, setFixedVersion] = useState('');
  const { show } = useToast();
  return (
    <Dialog title={given ? `Status of ${given}` : 'State the status of a product'} onClose={onClose}>
      <Form
        submit={`State ${spaced(status)}`}
        onCancel={onClose}
        disabled={product.trim() === '' || (status === 'not_affected' && justification.trim() === '')}
        onSubmit={async () => {
          await send('cases.vendorStatus', {
            params: { id: view.id },
            body: {
              product,
              status,
              ...(justification.trim() ? { justification } : {}),
              ...(status === 'fixed' && fixedVersion.trim() ? { fixedVersion } : {}),
            },
          });
          show({ text: `${product}: ${spaced(status)}` });
          void outdate('cases.read', 'vulnerabilities.read');
          onClose();
        }}
      >
        <TextField name="product" label="Product" value={product} onChange={setProduct} first={!given} />
        <SelectField
          name="status"
          label="Status"
          value={status}
          onChange={(v) => setStatus(v as Status)} // values of the choices below
          choices={VENDOR_STATUSES.filter((s) => s !== 'not_answered').map((s) => ({
            value: s,
            label: sentence(spaced(s)),
          }))}
        />
        {status === 'fixed' ? (
          <TextField
            name="fixedVersion"
            label="Fixed in version"
            value={fixedVersion}
            onChange={setFixedVersion}
            mono
          />
        ) : null}
        <TextAreaField
          name="justification"
          label="Because"
          optional={status !== 'not_affected'}
          hint={status === 'not_affected' ? 'Operators rely on this: say why it is not affected.' : undefined}
          value={justification}
          onChange={setJustification}
        />
      </Form>
    </Dialog>
  );
}
