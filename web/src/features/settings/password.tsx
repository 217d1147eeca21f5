// Changing one's password. It ends every other session.
import { useState } from 'react';
import { send } from '../../app/api.ts';
import { Form, Note, Section, TextField, useToast } from '../../ui/index.ts';

const LEAST = 12;

export function PasswordPart() {
  const { show } = useToast();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const short = next.length > 0 && next.length < LEAST;
  return (
    <Section title="Password" lead="A long sentence that only you would write is better than odd signs.">
      <Form
        submit="Change it"
        disabled={!current || next.length < LEAST}
        onSubmit={async () => {
          await send('session.password', { body: { current, next } });
          setCurrent('');
          setNext('');
          show({ text: 'Your password is changed' });
        }}
      >
        <TextField
          name="current"
          label="Your password now"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <TextField
          name="next"
          label="The new one"
          type="password"
          autoComplete="new-password"
          hint={`${LEAST} characters or more.`}
          value={next}
          onChange={setNext}
        />
        {short ? (
          <Note tone="amber" icon="info">
            {LEAST - next.length} more to go.
          </Note>
        ) : null}
      </Form>
    </Section>
  );
}
