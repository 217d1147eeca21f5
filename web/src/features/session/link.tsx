// A one-time sign-in link: its secret stands behind the #, so that it is in no server's log. It is redeemed by a press,
// not by opening, so that a mail scanner cannot use it up; a demo link, which can be used again, at once.
import { useEffect, useRef, useState } from 'react';
import { send } from '../../app/api.ts';
import { homeOf } from '../../app/routes.ts';
import { takeSession, useSession } from '../../app/session.tsx';
import { ButtonLink, ErrorState, Form, Note, Skeleton, TextField, useGo } from '../../ui/index.ts';
import { Door } from './door.tsx';

export default function LinkPage() {
  const [secret] = useState(() => location.hash.slice(1));
  const { instance } = useSession();
  if (secret.length < 16)
    return (
      <Door title="This link is not whole">
        <p>A sign-in link ends with a long secret after #. Copy the whole line and open it again.</p>
        <ButtonLink href="/sign-in">Sign in with a password</ButtonLink>
      </Door>
    );
  return instance.demo ? <AtOnce secret={secret} /> : <WithPassword secret={secret} />;
}

function useRedeem(): (secret: string, password?: string) => Promise<void> {
  const go = useGo();
  return async (secret, password) => {
    const session = await send('session.redeem', { body: { secret, ...(password ? { password } : {}) } });
    await takeSession(session);
    go(homeOf(session.acting?.role), { replace: true });
  };
}

function AtOnce({ secret }: { secret: string }) {
  const redeem = useRedeem();
  const [error, setError] = useState<unknown>();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    redeem(secret).catch(setError);
  });
  return (
    <Door title={error ? 'Not signed in' : 'Signing in'}>
      {error ? (
        <>
          <ErrorState error={error} what="The sign-in" />
          <ButtonLink href="/sign-in">To the sign-in page</ButtonLink>
        </>
      ) : (
        <Skeleton lines={3} />
      )}
    </Door>
  );
}

function WithPassword({ secret }: { secret: string }) {
  const redeem = useRedeem();
  const [password, setPassword] = useState('');
  return (
    <Door title="Sign in with your link" lead="The link works once. Set a password now to come back without one.">
      <Form
        onSubmit={() => redeem(secret, password || undefined)}
        submit={password ? 'Set the password and sign in' : 'Sign in once'}
        disabled={password !== '' && password.length < 12}
      >
        <TextField
          name="password"
          label="New password"
          optional
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. A few words are easier to keep than signs."
          value={password}
          onChange={setPassword}
          first
        />
        {password !== '' && password.length < 12 ? (
          <Note tone="amber">{12 - password.length} more characters.</Note>
        ) : null}
      </Form>
    </Door>
  );
}
