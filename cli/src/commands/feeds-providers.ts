// leadtime feeds providers: the CSAF providers that the instance reads.
import type { Answer, Client } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { Failure } from '../failure.ts';
import { table, visible } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const action = input.arg(0);
  const provider = input.arg(1);
  if (action !== 'list' && action !== 'add' && action !== 'remove')
    throw new Failure(2, `ACTION is list, add or remove, not ${JSON.stringify(action)}.`);
  if (action !== 'add' && input.texts('fingerprint').length > 0)
    throw new Failure(2, '--fingerprint goes with add: it is pinned when a provider comes onto the list.');
  if ((provider === '') !== (action === 'list'))
    throw new Failure(2, action === 'list' ? 'list takes no PROVIDER.' : `Say which PROVIDER to ${action}.`);
  const { client } = await connect(input, world);
  if (action === 'add') {
    const added = await client.call('feedProviders.add', {
      body: { provider, fingerprints: [...input.texts('fingerprint')] },
    });
    await answer(input, world, added, () => addedText(added));
  } else if (action === 'remove') {
    const done = await client.call('feedProviders.remove', { params: { id: await idOf(client, provider) } });
    await answer(input, world, done, () => 'Removed. What it published here stays.\n');
  } else {
    const list = await client.call('feedProviders.list');
    await answer(input, world, list, () => listText(list.items, world.columns));
  }
  return 0;
};

type Provider = Answer<'feedProviders.add'>;

function addedText({ asked, toAllow, fingerprints }: Provider): string {
  const pinned =
    fingerprints.length > 0
      ? `Pinned: ${fingerprints.map(visible).join(', ')}.\n`
      : 'No key is pinned yet: those that its metadata names at the first sync will be. Then compare their fingerprints (leadtime feeds providers list) with what its people tell you.\n';
  const first = `${visible(asked)} is on the list. Read it: leadtime feeds sync csaf\n${pinned}`;
  return toAllow.length === 0
    ? first
    : `${first}First the instance must be allowed to call ${toAllow.map(visible).join(', ')}: add it to LEADTIME_EGRESS.\n`;
}

async function idOf(client: Client, provider: string): Promise<string> {
  const { items } = await client.call('feedProviders.list');
  const found = items.find((p) => p.id === provider || p.asked === provider);
  if (!found) throw new Failure(2, `${visible(provider)} is not on the list. See: leadtime feeds providers list`);
  return found.id;
}

const listText = (items: readonly Provider[], columns: number | undefined): string =>
  items.length === 0
    ? 'No provider is on the list. Add one: leadtime feeds providers add DOMAIN\n'
    : table(
        [
          { title: 'provider', whole: true },
          { title: 'publisher' },
          { title: 'documents', right: true },
          { title: 'pinned keys' },
          { title: 'now' },
        ],
        items.map((p) => [
          p.asked,
          p.publisher,
          p.documents,
          p.fingerprints.length === 0 ? 'none' : p.fingerprints.join(' '),
          p.lastError ?? (p.toAllow.length > 0 ? `to allow: ${p.toAllow.join(', ')}` : (p.note ?? 'not read yet')),
        ]),
        columns,
      );
