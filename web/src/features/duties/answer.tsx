// Answering a duty: fixed, stopped for now, or not affected. The usual answer is `f` and Ctrl+Enter.
import type { Body, Duty } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import {
  Button,
  ChoiceField,
  Form,
  Note,
  SelectField,
  TextAreaField,
  TextField,
  useKeys,
  useNow,
  useToast,
} from '../../ui/index.ts';
import { useFirstFocus } from './first-focus.ts';
import { type DutyState, evidenceText, firstNote, firstUntil, LOOKS, missingIn, whyNotChoices } from './words.ts';

const ANSWERS = [
  { state: 'fixed', key: 'f', label: 'It is fixed' },
  { state: 'mitigated', key: 'm', label: 'Stopped for now, until a day' },
  { state: 'not_affected', key: 'n', label: 'We are not affected' },
] as const;

/** The three answers as buttons; the chosen one opens its form in place. */
export function AnswerDuty({ duty }: { duty: Duty }) {
  const [chosen, setChosen] = useState<DutyState>();
  const reopen = duty.state === 'open' ? [] : [{ state: 'open', key: 'o', label: 'Open it again' } as const];
  const answers = [...ANSWERS.filter((a) => a.state !== duty.state || a.state === 'mitigated'), ...reopen];
  useKeys(answers.map((a) => ({ keys: a.key, label: a.label, group: 'Answer', run: () => setChosen(a.state) })));
  return (
    <div className="answer no-print">
      <div className="cluster">
        {answers.map((a) => (
          <Button
            key={a.state}
            kind={chosen === undefined && a.state === 'fixed' ? 'primary' : 'plain'}
            keys={a.key}
            aria-expanded={chosen === a.state}
            onClick={() => setChosen(a.state)}
          >
            {a.label}
          </Button>
        ))}
      </div>
      {chosen ? <AnswerForm key={chosen} duty={duty} state={chosen} onDone={() => setChosen(undefined)} /> : null}
    </div>
  );
}

const DONE_WORDS: Record<DutyState, string> = {
  fixed: 'Recorded as fixed',
  mitigated: 'Recorded as stopped for now',
  not_affected: 'Recorded as not affected',
  open: 'Open again',
};
const SUBMIT: Record<DutyState, string> = {
  fixed: 'Record as fixed',
  mitigated: 'Record the stop-gap',
  not_affected: 'Record as not affected',
  open: 'Open it again',
};

function AnswerForm({ duty, state, onDone }: { duty: Duty; state: DutyState; onDone: () => void }) {
  const now = useNow();
  const today = new Date(now).toISOString().slice(0, 10);
  const { show } = useToast();
  const [note, setNote] = useState(() => firstNote(state, duty));
  const [justification, setJustification] = useState('');
  const [evidence, setEvidence] = useState('');
  const [look, setLook] = useState('');
  const [until, setUntil] = useState(() => firstUntil(duty.due, now));
  const [missing, setMissing] = useState<string>();
  const box = useFirstFocus<HTMLDivElement>();
  useKeys([{ keys: 'Esc', label: 'Close the form', group: 'Answer', run: onDone }]);

  const record = async () => {
    const stop = missingIn({ state, note, justification, evidence, until, look }, duty, today);
    setMissing(stop);
    if (stop) return;
    const proof = evidenceText(evidence, state === 'fixed' ? look : '');
    await answerDuty(duty.id, {
      state,
      note: note.trim(),
      ...(state === 'not_affected' && isWhy(justification) ? { justification } : {}),
      ...(proof === undefined ? {} : { evidence: proof }),
      ...(state === 'mitigated' ? { until } : {}),
    });
    show({
      text: DONE_WORDS[state],
      undo: () =>
        answerDuty(duty.id, {
          state: duty.state,
          note: `Taken back: “${DONE_WORDS[state].toLowerCase()}” was a slip.`,
          ...before(duty),
        }),
    });
    onDone();
  };
  return (
    <div className="answer-form" ref={box}>
      <Form onSubmit={record} submit={SUBMIT[state]} onCancel={onDone}>
        {missing ? (
          <Note tone="red" icon="warning">
            <p role="alert">{missing}</p>
          </Note>
        ) : null}
        {state === 'not_affected' ? (
          <SelectField
            name="justification"
            label="Why not?"
            hint="It goes into your record and, if you share it, into VEX."
            value={justification}
            onChange={setJustification}
            choices={[
              { value: '', label: 'Choose why' },
              ...whyNotChoices().map(({ value, label }) => ({ value, label })),
            ]}
          />
        ) : null}
        <TextAreaField
          name="note"
          label={NOTE_LABEL[state]}
          hint={NOTE_HINT[state]}
          rows={2}
          value={note}
          onChange={setNote}
          first
        />
        {state === 'mitigated' ? (
          <TextField
            name="until"
            label="Until"
            type="date"
            min={today}
            hint="On this day it is due again. Pick the day of your next maintenance window."
            value={until}
            onChange={setUntil}
          />
        ) : null}
        {state === 'fixed' && duty.needsForensics ? (
          <ChoiceField
            name="look"
            label="The look for a break-in"
            hint="Attacks are known, so a look is due besides the fix."
            value={look}
            onChange={setLook}
            choices={LOOKS}
          />
        ) : null}
        <TextField
          name="evidence"
          label="Evidence"
          optional={!(state === 'fixed' && duty.needsForensics)}
          hint="A ticket, a screenshot’s place, a log. Not the log itself."
          value={evidence}
          onChange={setEvidence}
        />
      </Form>
    </div>
  );
}

const NOTE_LABEL: Record<DutyState, string> = {
  fixed: 'What was done',
  mitigated: 'What stops it for now',
  not_affected: 'How you know',
  open: 'Why it is open again',
};
const NOTE_HINT: Record<DutyState, string> = {
  fixed: 'Ctrl+Enter records it.',
  mitigated: 'For example: cut off from the internet by firewall rule 114.',
  not_affected: 'For example: the device’s about screen shows 4.3.0.',
  open: 'For example: the update was rolled back.',
};

async function answerDuty(id: string, body: Body<'duties.answer'>): Promise<void> {
  await send('duties.answer', { params: { id }, body });
  await outdate('duties.read', 'duties.list', 'today.read', 'exposures.list');
}

/** The answer before, as far as its record says it. */
function before(duty: Duty): Partial<Body<'duties.answer'>> {
  const last = duty.history.at(-1);
  const why = last?.justification ?? '';
  return {
    ...(duty.state === 'not_affected' && isWhy(why) ? { justification: why } : {}),
    ...(duty.state === 'mitigated' && duty.due ? { until: duty.due } : {}),
    ...(last?.evidence ? { evidence: last.evidence } : {}),
  };
}

type Why = NonNullable<Body<'duties.answer'>['justification']>;
const isWhy = (text: string): text is Why => whyNotChoices().some((c) => c.value === text);
