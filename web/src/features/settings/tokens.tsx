// API tokens: cut to what they are for, hashed, ending, revoked at once.
import { type Answer, mayDo, TOKEN_SCOPES, type TokenScope, tokenScopes } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import { useRole } from '../../app/session.tsx';
import {
  Button,
  CheckField,
  count,
  Dialog,
  EmptyState,
  Foreign,
  Form,
  Loaded,
  Section,
  Tag,
  TextField,
  Time,
  useNow,
  useToast,
} from '../../ui/index.ts';
import { SecretOnce } from './secret.tsx';

type Token = Answer<'tokens.list'>['items'][number];
const SCOPE_WORDS: Record<TokenScope, string> = {
  'reports:write': 'Send reports and follow them',
  'vulnerabilities:read': 'Read what your party knows of',
  'vulnerabilities:write': 'Decide, answer and write in cases',
  'advisories:write': 'Draft and publish advisories, import feeds',
  'inventory:write': 'Send inventories, answer duties, watch',
  watch: 'Watch from your own machine: pull the feed, send counts',
  'measures:read': 'Read counts: funnel, holds, burn-down',
};

export function TokensPart() {
  const query = useApi('tokens.list');
  const now = useNow();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  return (
    <Loaded query={query} what="Your tokens" lines={5}>
      {({ items }) => {
        const alive = items.filter((t) => isAlive(t, now));
        return (
          <Section
            title="API tokens"
            count={count(alive.length, 'in use', 'in use')}
            lead="For the command line and other programs. A token can do no more than your role, and only what you tick."
            actions={<Button onClick={() => setMaking(true)}>Make a token</Button>}
          >
            {secret ? (
              <SecretOnce
                what="Your new token"
                secret={secret}
                use="For the command line: export LEADTIME_TOKEN=…"
                onClose={() => setSecret(undefined)}
              />
            ) : null}
            {items.length === 0 ? (
              <EmptyState title="No token yet" icon="lock">
                The command line asks for one: <code>LEADTIME_TOKEN</code>.
              </EmptyState>
            ) : (
              <ul className="keys">
                {items.map((t) => (
                  <TokenItem key={t.id} token={t} alive={isAlive(t, now)} />
                ))}
              </ul>
            )}
            {making ? (
              <MakeToken
                onClose={() => setMaking(false)}
                onMade={(s) => {
                  setSecret(s);
                  setMaking(false);
                }}
              />
            ) : null}
          </Section>
        );
      }}
    </Loaded>
  );
}

const isAlive = (t: Token, now: number): boolean => t.revokedAt === null && Date.parse(t.expiresAt) > now;

function TokenItem({ token: t, alive }: { token: Token; alive: boolean }) {
  const { show } = useToast();
  const [asking, setAsking] = useState(false);
  return (
    <li data-past={!alive || undefined}>
      <div>
        <b>
          <Foreign>{t.name}</Foreign>
        </b>
        <p className="muted">{t.scopes.map((s) => SCOPE_WORDS[s]).join('; ')}</p>
        <p className="muted">
          {t.revokedAt ? (
            <>
              revoked <Time at={t.revokedAt} />
            </>
          ) : (
            <>
              {alive ? 'ends' : 'ended'} <Time at={t.expiresAt} />,{' '}
              {t.lastUsedAt ? (
                <>
                  last used <Time at={t.lastUsedAt} />
                </>
              ) : (
                'never used'
              )}
            </>
          )}
        </p>
      </div>
      {alive ? (
        <Button kind="quiet" onClick={() => setAsking(true)} aria-label={`Revoke ${t.name}`}>
          Revoke
        </Button>
      ) : (
        <Tag icon="cross">{t.revokedAt ? 'Revoked' : 'Ended'}</Tag>
      )}
      {asking ? (
        <Dialog title={`Revoke ${t.name}?`} onClose={() => setAsking(false)}>
          <Form
            danger
            submit="Revoke it and stop every program that uses it"
            onCancel={() => setAsking(false)}
            onSubmit={async () => {
              await send('tokens.revoke', { params: { id: t.id } });
              await outdate('tokens.list');
              show({ text: `Revoked ${t.name}` });
              setAsking(false);
            }}
          >
            <p>It stops at once and cannot be taken back. You can make another.</p>
          </Form>
        </Dialog>
      ) : null}
    </li>
  );
}

function MakeToken({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const role = useRole();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly TokenScope[]>([]);
  const offered = tokenScopes.filter((s) => TOKEN_SCOPES[s].some((action) => mayDo(role, action)));
  return (
    <Dialog title="Make a token" onClose={onClose}>
      <Form
        submit="Make it and show it once"
        disabled={!name.trim() || scopes.length === 0}
        onCancel={onClose}
        onSubmit={async () => {
          const { secret } = await send('tokens.create', {
            body: { name: name.trim(), scopes: [...scopes], days: Math.max(1, Math.min(365, Number(days) || 90)) },
          });
          await outdate('tokens.list');
          onMade(secret);
        }}
      >
        <TextField
          name="name"
          label="Name"
          hint="What uses it, such as nightly SBOM."
          value={name}
          onChange={setName}
          first
        />
        <fieldset className="usa-fieldset choices">
          <legend className="usa-legend">It may</legend>
          {offered.map((s) => (
            <CheckField
              key={s}
              label={SCOPE_WORDS[s]}
              hint={<code>{s}</code>}
              checked={scopes.includes(s)}
              onChange={(on) => setScopes(on ? [...scopes, s] : scopes.filter((x) => x !== s))}
            />
          ))}
          {offered.length === 0 ? <p className="muted">Your role has nothing that a token could do.</p> : null}
        </fieldset>
        <TextField
          name="days"
          label="Ends after how many days"
          type="number"
          min={1}
          max={365}
          value={days}
          onChange={setDays}
        />
      </Form>
    </Dialog>
  );
}
