// The thread of a case: one lane that everybody in the case reads, one for coordinators alone. Which lane one writes to
// is said in the button, and each lane carries the reader's name.
import type { CaseView } from '@leadtime/contract';
import { useState } from 'react';
import { queries, send } from '../../app/api.ts';
import { useMay, useRole, useSession } from '../../app/session.tsx';
import {
  count,
  exact,
  Foreign,
  ForeignBlock,
  Form,
  Icon,
  Section,
  TextAreaField,
  Time,
  useAddress,
  useNow,
} from '../../ui/index.ts';

type Lane = CaseView['messages'][number]['lane'];

export function Thread({ view }: { view: CaseView }) {
  const role = useRole();
  const { values, set } = useAddress();
  const sees = role === 'coordinator' || role === 'auditor';
  const lane: Lane = sees && values.lane === 'coordinators' ? 'coordinators' : 'shared';
  const messages = view.messages.filter((m) => m.lane === lane);
  return (
    <Section
      title="Thread"
      count={count(messages.length, 'message')}
      actions={
        sees ? (
          <fieldset className="lanes no-print">
            <legend className="sr-only">Lane</legend>
            <LaneButton on={lane === 'shared'} label="Everybody in the case" onClick={() => set({ lane: null })} />
            <LaneButton
              on={lane === 'coordinators'}
              label="Coordinators only"
              onClick={() => set({ lane: 'coordinators' })}
            />
          </fieldset>
        ) : undefined
      }
    >
      <div className="lane" data-lane={lane}>
        <Watermark />
        {messages.length === 0 ? (
          <p className="muted">
            {lane === 'shared'
              ? 'Nothing has been written yet. The first message goes to everybody who knows of this case.'
              : 'No private notes.'}
          </p>
        ) : (
          <ol className="messages">
            {messages.map((m) => (
              <li key={m.id}>
                <header>
                  <strong>
                    <Foreign>{m.from}</Foreign>
                  </strong>{' '}
                  <span className="muted">
                    <Foreign>{m.party}</Foreign> · <Time at={m.at} />
                  </span>
                </header>
                <ForeignBlock>{m.text}</ForeignBlock>
              </li>
            ))}
          </ol>
        )}
        <ShownTo />
      </div>
      <Composer key={lane} view={view} lane={lane} />
    </Section>
  );
}

function LaneButton({ on, label, onClick }: { on: boolean; label: string; onClick: () => void }) {
  return (
    <button type="button" className="filter-toggle" aria-pressed={on} onClick={onClick}>
      {on ? <Icon name="check" size={12} /> : null}
      {label}
    </button>
  );
}

function Composer({ view, lane }: { view: CaseView; lane: Lane }) {
  const [text, setText] = useState('');
  const { person, acting } = useSession();
  const now = useNow();
  const writes = useMay('case.message');
  if (!writes) return null;
  const key = ['cases.read', { id: view.id }];
  const post = async () => {
    const words = text.trim();
    const before = queries.getQueryData<CaseView>(key);
    const own = {
      id: `pending-${view.messages.length}`,
      lane,
      from: person?.name ?? 'You',
      party: acting?.party.name ?? '',
      text: words,
      at: new Date(now).toISOString(),
    };
    queries.setQueryData<CaseView>(key, (old) => old && { ...old, messages: [...old.messages, own] });
    setText('');
    try {
      const sent = await send('cases.message', { params: { id: view.id }, body: { lane, text: words } });
      queries.setQueryData<CaseView>(
        key,
        (old) => old && { ...old, messages: old.messages.map((m) => (m.id === own.id ? sent : m)) },
      );
    } catch (error) {
      queries.setQueryData(key, before);
      setText(words);
      throw error;
    }
  };
  return (
    <div className="composer no-print" data-lane={lane}>
      <Form
        onSubmit={post}
        submit={lane === 'shared' ? 'Send to everybody in the case' : 'Note for coordinators only'}
        disabled={text.trim() === ''}
      >
        <TextAreaField
          name="text"
          label={
            lane === 'shared'
              ? 'Message to finders, maintainers and coordinators of this case'
              : 'Note that only coordinators read'
          }
          hint="Ctrl Enter sends. What is sent cannot be unsent."
          value={text}
          onChange={setText}
          rows={3}
        />
      </Form>
    </div>
  );
}

/** Faint, behind the messages: whose screen this is. */
function Watermark() {
  const { person, acting } = useSession();
  const words = `${person?.name ?? ''} · ${acting?.party.name ?? ''}`;
  return (
    <div className="watermark" aria-hidden="true">
      {['a', 'b', 'c', 'd'].map((k) => (
        <span key={k} data-words={words} />
      ))}
    </div>
  );
}

function ShownTo() {
  const { person, acting } = useSession();
  const now = useNow();
  return (
    <p className="shown-to">
      Shown to {person?.name}, {acting?.party.name}, {exact(now)}.
    </p>
  );
}
