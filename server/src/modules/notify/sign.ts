// Standard Webhooks 1.0.0, "Signature scheme": v1,<base64 of HMAC-SHA256 over "id.timestamp.body">, keyed by the bytes
// behind the prefix whsec_. The receiver checks the timestamp against its clock and the id against those it has seen.
import { createHmac } from 'node:crypto';

/** The secret as people keep it: `whsec_` and base64. */
export const secretText = (secret: Uint8Array): string => `whsec_${Buffer.from(secret).toString('base64')}`;

export function signedHeaders(message: {
  /** The same for every attempt. */
  readonly id: string;
  /** Of this attempt, milliseconds since 1970. */
  readonly at: number;
  readonly body: string;
  readonly secret: Uint8Array;
}): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(message.at / 1000));
  const signed = `${message.id}.${timestamp}.${message.body}`;
  const signature = createHmac('sha256', message.secret).update(signed).digest('base64');
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
