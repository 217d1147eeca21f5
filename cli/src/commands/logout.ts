// leadtime logout: forgets the token on this machine.
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { credentialsFile, forgetCredentials } from '../connection.ts';

export const run: Run = async (input, world) => {
  const forgotten = await forgetCredentials(world);
  const file = credentialsFile(world);
  await answer(input, world, { forgotten, file }, () =>
    forgotten
      ? 'Forgotten. The token itself stays good until it expires: revoke it in the web (Settings, Tokens).\n'
      : 'There was no token here.\n',
  );
  return 0;
};
