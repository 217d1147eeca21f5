// One's own settings: tokens, webhooks, password.
import { mayDo } from '@leadtime/contract';
import { useRole, useSession } from '../../app/session.tsx';
import { Foreign, PageHead, sentence, spaced, Tabs } from '../../ui/index.ts';
import { PasswordPart } from './password.tsx';
import './settings.css';
import { TokensPart } from './tokens.tsx';
import { WatchingPart } from './watching.tsx';
import { WebhooksPart } from './webhooks.tsx';

export default function SettingsPage() {
  const { person, acting } = useSession();
  const role = useRole();
  return (
    <>
      <PageHead
        title="Settings"
        conclusion="Your keys, where notices are sent, and your password"
        why={
          person && acting ? (
            <p>
              <Foreign>{person.name}</Foreign>, {sentence(spaced(acting.role))} for{' '}
              <Foreign>{acting.party.name}</Foreign>. Tokens and webhooks belong to this party and role.
            </p>
          ) : undefined
        }
      />
      <Tabs
        name="tab"
        label="Settings"
        items={[
          { id: 'tokens', label: 'API tokens', body: () => <TokensPart /> },
          { id: 'webhooks', label: 'Webhooks', body: () => <WebhooksPart /> },
          ...(mayDo(role, 'watch.use') ? [{ id: 'watching', label: 'Watching', body: () => <WatchingPart /> }] : []),
          { id: 'password', label: 'Password', body: () => <PasswordPart /> },
        ]}
      />
    </>
  );
}
