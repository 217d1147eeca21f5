// In the application itself: the notice appears in the party's list.
import type { Channel } from './channel.ts';

/** @param show marks the notice as shown; answers false when it is there no more. */
export const inAppChannel = (show: (notice: string) => Promise<boolean>): Channel => ({
  name: 'in-app',
  send: async (letter) =>
    (await show(letter.notice)) ? { outcome: 'sent' } : { outcome: 'never', reason: 'the notice is gone' },
});
