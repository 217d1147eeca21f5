// Sign in with a password; in demo mode, as any role with one click.
import { useEffect, useState } from 'react';
import { send, useApi } from '../../app/api.ts';
import { homeOf } from '../../app/routes.ts';
import { takeSession, useSession } from '../../app/session.tsx';
import { A, Form, Icon, type IconName, sentence, spaced, TextField, useAddress, useGo } from '../../ui/index.ts';
import { Door } from './door.tsx';
import { safeReturn } from './safe-return.ts';

export default function SignInPage() {
  const session = useSession();
  const { values } = useAddress();
  const go = useGo();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { needsSetup, demo } = session.instance;
  const inside = session.signedIn ? (safeReturn(values.to) ?? homeOf(session.acting?.role)) : undefined;
  useEffect(() => {
    if (needsSetup) go('/setup', { replace: true });
    else if (inside) go(inside, { replace: true });
  }, [needsSetup, inside, go]);

  const enter = async () => {
    const opened = await send('session.open', { body: { email, password } });
    await takeSession(opened);
  };
  return (
    <Door title="Sign in" lead="To see what your party knows of." aside={demo ? <DemoLinks /> : undefined}>
      <Form onSubmit={enter} submit="Sign in" disabled={email.trim() === '' || password === ''}>
        <TextField
          name="email"
          label="E-mail"
          type="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          first
        />
        <TextField
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
      </Form>
      <p className="muted door-note">
        No password yet, or lost it? Ask your administrator for a one-time sign-in link.
      </p>
    </Door>
  );
}

const ICONS: Readonly<Record<string, IconName>> = {
  coordinator: 'queue',
  finder: 'report',
  maintainer: 'project',
  operator: 'today',
  overseer: 'chart',
  evaluator: 'duty',
  model_developer: 'model',
  auditor: 'ledger',
  administrator: 'people',
};

const ORDER = Object.keys(ICONS);
const byRole = (a: { role: string }, b: { role: string }): number => ORDER.indexOf(a.role) - ORDER.indexOf(b.role);

function DemoLinks() {
  const { data } = useApi('session.demoLinks');
  if (!data) return null;
  return (
    <section className="demo-links" aria-labelledby="demo-title">
      <h2 id="demo-title">Or walk in as one of the demo week</h2>
      <p className="muted">Made-up people and made-up bugs. These links exist in demo mode only.</p>
      <ul>
        {data.links.toSorted(byRole).map((link) => (
          <li key={link.path}>
            <A href={link.path}>
              <Icon name={ICONS[link.role] ?? 'person'} size={18} />
              <span>
                <strong>{sentence(spaced(link.role))}</strong>{' '}
                <span className="muted">
                  {link.person}, {link.party}
                </span>
                <span className="demo-what">{link.what}</span>
              </span>
            </A>
          </li>
        ))}
      </ul>
    </section>
  );
}
