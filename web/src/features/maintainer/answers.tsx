// What a maintainer can answer: a status per product, a fix, and its own word on the bug.
import type { CaseView } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { Form, SelectField, sentence, TextAreaField, TextField, useToast } from '../../ui/index.ts';
import { useFirstFocus } from '../duties/first-focus.ts';

interface AnswerProps {
  readonly view: CaseView;
  readonly onClose: () => void;
}
export const again = () => outdate('cases.read', 'cases.list', 'projects.list', 'vulnerabilities.read');

const STATUSES = [
  { value: 'looking', label: 'We are looking' },
  { value: 'affected', label: 'Affected' },
  { value: 'not_affected', label: 'Not affected' },
  { value: 'fixed', label: 'Fixed' },
  { value: 'not_looked', label: 'We have not looked and will not' },
] as const;
type Status = (typeof STATUSES)[number]['value'];
const isStatus = (text: string): text is Status => STATUSES.some((s) => s.value === text);

export function StatusForm({ view, onClose }: AnswerProps) {
  const { show } = useToast();
  const first = view.vendorStatuses.find((s) => s.status === 'not_answered') ?? view.vendorStatuses[0];
  const box = useFirstFocus<HTMLDivElement>();
  const [product, setProduct] = useState(first?.product ?? view.vulnerability.target);
  const [status, setStatus] = useState<string>('affected');
  const [justification, setJustification] = useState('');
  const [fixedVersion, setFixed] = useState('');
  return (
    <div className="answer-box" ref={box}>
      <Form
        submit="Say it"
        onCancel={onClose}
        onSubmit={async () => {
          if (!isStatus(status)) return;
          await send('cases.vendorStatus', {
            params: { id: view.id },
            body: {
              product: product.trim(),
              status,
              ...(justification.trim() ? { justification: justification.trim() } : {}),
              ...(status === 'fixed' && fixedVersion.trim() ? { fixedVersion: fixedVersion.trim() } : {}),
            },
          });
          await again();
          show({
            text: `Said of ${product.trim()}: ${STATUSES.find((s) => s.value === status)?.label.toLowerCase() ?? status}`,
          });
          onClose();
        }}
      >
        <TextField
          name="product"
          label="Product"
          value={product}
          onChange={setProduct}
          list={view.vendorStatuses.map((s) => s.product)}
        />
        <SelectField name="status" label="Status" value={status} onChange={setStatus} choices={STATUSES} />
        {status === 'fixed' ? (
          <TextField
            name="fixedVersion"
            label="Fixed in version"
            optional
            mono
            value={fixedVersion}
            onChange={setFixed}
          />
        ) : null}
        <TextAreaField
          name="justification"
          label="Why"
          optional={status !== 'not_affected'}
          hint="It goes into the advisory’s record."
          rows={2}
          value={justification}
          onChange={setJustification}
        />
      </Form>
    </div>
  );
}

export function FixForm({ view, onClose }: AnswerProps) {
  const { show } = useToast();
  const box = useFirstFocus<HTMLDivElement>();
  const [version, setVersion] = useState('');
  const [commit, setCommit] = useState('');
  const [note, setNote] = useState('');
  return (
    <div className="answer-box" ref={box}>
      <Form
        submit="Say that the fix is ready"
        disabled={!version.trim()}
        onCancel={onClose}
        onSubmit={async () => {
          await send('cases.fix', {
            params: { id: view.id },
            body: {
              version: version.trim(),
              ...(commit.trim() ? { commit: commit.trim() } : {}),
              ...(note.trim() ? { note: note.trim() } : {}),
            },
          });
          await again();
          show({ text: `The fix in ${version.trim()} is recorded; coordinators prepare the advisory` });
          onClose();
        }}
      >
        <TextField name="version" label="Fixed in version" mono value={version} onChange={setVersion} first />
        <TextField name="commit" label="Commit" optional mono value={commit} onChange={setCommit} />
        <TextAreaField
          name="note"
          label="Anything operators should know"
          optional
          rows={2}
          value={note}
          onChange={setNote}
        />
        <p className="muted">
          It is not published by this. Publication waits for the embargo, or for your wish to go earlier.
        </p>
      </Form>
    </div>
  );
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const;
const YES_NO = [
  { value: '', label: 'Leave it open' },
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
  { value: 'unknown', label: 'Looked, and cannot tell' },
] as const;
type Truth = 'true' | 'false' | 'unknown';
const isTruth = (text: string): text is Truth => text === 'true' || text === 'false' || text === 'unknown';

/** The vendor's own word on the bug. It stands beside the finder's and the validator's; none overwrites another. */
export function RateForm({ view, onClose }: AnswerProps) {
  const { show } = useToast();
  const box = useFirstFocus<HTMLDivElement>();
  const [real, setReal] = useState('');
  const [reachable, setReachable] = useState('');
  const [severity, setSeverity] = useState('');
  const [vector, setVector] = useState('');
  const [reason, setReason] = useState('');
  const chosen = SEVERITIES.find((s) => s === severity);
  return (
    <div className="answer-box" ref={box}>
      <Form
        submit="Say what we think of it"
        disabled={!reason.trim() || (!real && !reachable && !chosen)}
        onCancel={onClose}
        onSubmit={async () => {
          const { decisionId } = await send('vulnerabilities.rate', {
            params: { id: view.vulnerability.id },
            body: {
              ...(isTruth(real) ? { true: real } : {}),
              ...(isTruth(reachable) ? { reachable } : {}),
              ...(chosen ? { severity: chosen } : {}),
              ...(vector.trim() ? { vector: vector.trim() } : {}),
              reason: reason.trim(),
            },
          });
          await again();
          show({ text: `Recorded beside the finder’s and the validator’s word (${decisionId.slice(0, 8)})` });
          onClose();
        }}
      >
        <SelectField name="true" label="Is it a bug?" value={real} onChange={setReal} choices={YES_NO} />
        <SelectField
          name="reachable"
          label="Can an attacker reach it?"
          value={reachable}
          onChange={setReachable}
          choices={YES_NO}
        />
        <SelectField
          name="severity"
          label="How severe?"
          value={severity}
          onChange={setSeverity}
          choices={[
            { value: '', label: 'Leave it open' },
            ...SEVERITIES.map((s) => ({ value: s, label: sentence(s) })),
          ]}
        />
        <TextField name="vector" label="CVSS vector" optional mono value={vector} onChange={setVector} />
        <TextAreaField name="reason" label="Because" rows={2} value={reason} onChange={setReason} />
      </Form>
    </div>
  );
}
