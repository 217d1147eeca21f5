// leadtime whoami: which instance, as whom, with which token.
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { visible } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const { url, client, tokenFrom } = await connect(input, world);
  const { signedIn, person, acting, instance } = await client.call('session.read');
  const { name, version, marking, demo, now } = instance;
  const json = {
    url,
    signedIn,
    person: person?.name ?? null,
    party: acting?.party.name ?? null,
    role: acting?.role ?? null,
    tokenFrom: tokenFrom ?? null,
    instance: { name, version, marking, demo, now },
  };
  await answer(input, world, json, () => {
    const who = signedIn
      ? `${visible(person?.name ?? 'Somebody')}, ${acting ? `${acting.role.replace('_', ' ')} for ${visible(acting.party.name)}` : 'without a role'} (token from ${tokenFrom})`
      : tokenFrom === undefined
        ? 'Not signed in. To sign in: leadtime login'
        : `Not signed in: the token from ${tokenFrom} is unknown, expired or revoked`;
    return `${who}\n${visible(name)} at ${url}, version ${visible(version)}, ${visible(marking)}${demo ? ', a demo' : ''}\n`;
  });
  return signedIn ? 0 : 1;
};
