// For whom one acts. Switching empties the cache: nothing of one party stays on another's screen.
import type { Role } from '@leadtime/contract';
import { A, errorInWords, Icon, Menu, sentence, spaced, useGo, useToast } from '../ui/index.ts';
import { send } from './api.ts';
import { homeOf } from './routes.ts';
import { takeSession, useSession } from './session.tsx';
import { readTheme, setTheme, type Theme } from './theme.ts';

export function PartySwitch() {
  const session = useSession();
  const go = useGo();
  const { show } = useToast();
  if (!session.signedIn || !session.acting)
    return (
      <A className="usa-button button button-primary" href="/sign-in">
        Sign in
      </A>
    );
  const { acting } = session;
  const act = async (partyId: string, role: Role) => {
    try {
      await takeSession(await send('session.switch', { body: { partyId, role } }));
      go(homeOf(role));
    } catch (error) {
      show({ text: `Not switched: ${errorInWords(error).title}`, failed: true });
    }
  };
  const leave = async () => {
    try {
      await send('session.close');
      await takeSession(await send('session.read'));
      go('/sign-in');
    } catch (error) {
      show({ text: `Not signed out: ${errorInWords(error).title}`, failed: true });
    }
  };
  return (
    <Menu
      label="Switch party, look, sign out"
      button={
        <span className="party">
          <span className="party-icon">
            <Icon name="person" />
          </span>
          <span className="party-name">{acting.party.name}</span>
          <span className="party-role">{sentence(spaced(acting.role))}</span>
          <Icon name="down" size={12} />
        </span>
      }
    >
      <h2 className="menu-heading">Act for</h2>
      {session.memberships.map((m) => {
        const here = m.party.id === acting.party.id && m.role === acting.role;
        return (
          <button
            key={`${m.party.id} ${m.role}`}
            type="button"
            className="menu-item"
            aria-pressed={here}
            onClick={() => void act(m.party.id, m.role)}
          >
            <span>
              <bdi>{m.party.name}</bdi> <span className="muted">{sentence(spaced(m.role))}</span>
            </span>
            {here ? <Icon name="check" size={14} /> : null}
          </button>
        );
      })}
      <h2 className="menu-heading">Look</h2>
      <ThemeChoice />
      <h2 className="menu-heading">{session.person?.name ?? 'You'}</h2>
      <A className="menu-item" href="/settings">
        Settings, tokens, webhooks
      </A>
      <button type="button" className="menu-item" onClick={() => void leave()}>
        Sign out
      </button>
    </Menu>
  );
}

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function ThemeChoice() {
  return (
    <>
      {THEMES.map(([theme, label]) => (
        <button
          key={theme}
          type="button"
          className="menu-item"
          aria-pressed={readTheme() === theme}
          onClick={() => setTheme(theme)}
        >
          <span>{label}</span>
          {readTheme() === theme ? <Icon name="check" size={14} /> : null}
        </button>
      ))}
    </>
  );
}
