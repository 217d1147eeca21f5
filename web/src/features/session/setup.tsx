// The first administrator of an empty instance, with the secret that its start has printed.
import { useState } from 'react';
import { send } from '../../app/api.ts';
import { homeOf } from '../../app/routes.ts';
import { takeSession, useSession } from '../../app/session.tsx';
import { ButtonLink, Form, TextField, useGo } from '../../ui/index.ts';
import { Door } from './door.tsx';

export default function SetupPage() {
  const { instance } = useSession();
  const go = useGo();
  const [fields, setFields] = useState({
    secret: location.hash.slice(1),
    instanceName: '',
    name: '',
    email: '',
    password: '',
  });
  const put = (name: keyof typeof fields) => (value: string) => setFields({ ...fields, [name]: value });
  if (!instance.needsSetup)
    return (
      <Door title="This instance is already set up">
        <p>Its administrator can make you a one-time sign-in link.</p>
        <ButtonLink href="/sign-in" kind="primary">
          Sign in
        </ButtonLink>
      </Door>
    );
  const whole = Object.values(fields).every((v) => v.trim() !== '') && fields.password.length >= 12;
  return (
    <Door title="Set up this instance" lead="You become its first administrator. Parties, people and roles come next.">
      <Form
        submit="Set up and sign in"
        disabled={!whole}
        onSubmit={async () => {
          const session = await send('session.setUp', { body: fields });
          await takeSession(session);
          go(homeOf(session.acting?.role), { replace: true });
        }}
      >
        <TextField
          name="secret"
          label="One-time secret"
          hint="The start of the server printed it in its terminal."
          value={fields.secret}
          onChange={put('secret')}
          mono
          first={fields.secret === ''}
        />
        <TextField
          name="instanceName"
          label="Name of this clearinghouse"
          hint="It stands at the top of every page and on paper."
          value={fields.instanceName}
          onChange={put('instanceName')}
        />
        <TextField name="name" label="Your name" autoComplete="name" value={fields.name} onChange={put('name')} />
        <TextField
          name="email"
          label="Your e-mail"
          type="email"
          autoComplete="username"
          value={fields.email}
          onChange={put('email')}
        />
        <TextField
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters."
          value={fields.password}
          onChange={put('password')}
        />
      </Form>
    </Door>
  );
}
