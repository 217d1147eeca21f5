// A signed POST to a place of the party's own (Standard Webhooks). The body says that something happened and where to read
// it, never what: a webhook often ends in a chat room, and content stays behind its wall.
import type { Clock } from '../../../platform/clock.ts';
import { type Egress, EgressClosed } from '../../../platform/egress.ts';
import { signedHeaders } from '../sign.ts';
import type { Channel, Letter, Sent } from './channel.ts';

export interface WebhookDeps {
  readonly egress: Egress;
  readonly clock: Clock;
  /** Where people reach this instance. */
  readonly origin: string;
}
const TIMEOUT_MS = 15_000;

export const webhookChannel = ({ egress, clock, origin }: WebhookDeps): Channel => ({
  name: 'webhook',
  async send(letter) {
    if (!letter.to) return { outcome: 'never', reason: 'the webhook was removed' };
    const body = bodyOf(letter, origin);
    const headers = signedHeaders({ id: letter.id, at: Date.parse(clock.now()), body, secret: letter.to.secret });
    try {
      const answer = await egress.fetch(letter.to.url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'leadtime' },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel(); // what it says is not read
      return verdictOf(answer.status);
    } catch (error) {
      if (error instanceof EgressClosed) return { outcome: 'never', reason: error.message };
      return { outcome: 'again', reason: reasonOf(error) };
    }
  },
});

function bodyOf(letter: Letter, origin: string): string {
  return JSON.stringify({
    type: letter.event,
    timestamp: letter.at,
    data: { notice: letter.notice, text: letter.plain, href: `${origin}${letter.href}` },
  });
}

/** Standard Webhooks: 2xx is received, 410 ends the subscription, the rest is tried again. Redirects are not followed. */
function verdictOf(status: number): Sent {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  if (status === 410) return { outcome: 'never', reason: 'the host answered 410: it wants no more', gone: true };
  return { outcome: 'again', reason: `the host answered ${status}` };
}

/** A fixed word per kind of failure: what a network error says is foreign text. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return `no answer in ${TIMEOUT_MS / 1000} seconds`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return /^[A-Z_]{3,40}$/.test(code) ? `the host could not be reached (${code})` : 'the host could not be reached';
}
