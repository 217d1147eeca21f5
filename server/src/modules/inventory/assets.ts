// Assets: what a person says of them. When an asset's exposure changes, its duties are decided anew; old decisions stay.
import { type Answer, LIMITS } from '@leadtime/contract';
import { readAssetSheet } from '@leadtime/lib/advisory';
import type { Uuid } from '@leadtime/lib/kit';
import type { Actor, Call } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { bounded } from './names.ts';
import * as store from './store.ts';
import { actingFor } from './upload.ts';
import { recordOperation } from './wall.ts';

type Person = Pick<Actor, 'party' | 'person'>;

export function updateAsset(
  db: Database,
  actor: Person,
  id: Uuid,
  tags: Call<'assets.update'>['body'],
): Promise<store.AssetRow> {
  return db.verb(
    'inventory.keep',
    async (tx) => {
      const before = await tx.maybe(store.LOCK_ASSET, [id]);
      if (!before) throw notFound();
      await tx.run(store.TAG_ASSET, [
        id,
        tags.exposure ?? null,
        tags.environment ?? null,
        tags.organisation ?? null,
        tags.subOrganisation ?? null,
        tags.type ?? null,
      ]);
      await recordOperation(tx, before.party_id, {
        kind: 'asset.tagged',
        actor: actor.person.id,
        refs: { asset: id, party: before.party_id, by: actor.party.id },
        facts: tags.exposure ? { exposure: { from: before.exposure, to: tags.exposure } } : {},
      });
      if (tags.exposure && tags.exposure !== before.exposure) await enqueue(tx, 'duties.reassess', { asset: id });
      return tx.one(store.ASSET, [id]);
    },
    actor.party.id,
  );
}

const NAME_UNITS = 200;
const ROWS = 200_000;

export async function importAssets(
  db: Database,
  actor: Person,
  bytes: AsyncIterable<Uint8Array>,
  party: Uuid = actor.party.id,
): Promise<Answer<'assets.import'>> {
  await db.as(actor.party.id, (tx) => actingFor(tx, party));
  const read = readAssetSheet(await wholeOf(bytes), { rows: ROWS });
  if (!read.ok)
    throw refuse('inventory.unreadable', 'Nothing was stored: the sheet as a whole could not be read.', {
      problems: read.problems,
      total: read.total,
    });
  const rows = [...new Map(read.value.assets.map((a) => [bounded(a.name, NAME_UNITS), a]))].map(([name, a]) => ({
    name,
    organisation: tag(a.organisation),
    subOrganisation: tag(a.subOrganisation),
    environment: tag(a.environment),
    exposure: a.exposure,
    type: tag(a.type),
  }));
  const counts = await db.verb('inventory.keep', (tx) => keepRows(tx, actor, party, rows), actor.party.id);
  return { ...counts, problems: [...read.value.problems], problemsTotal: read.value.problemsTotal };
}

async function keepRows(
  tx: Tx,
  actor: Person,
  party: Uuid,
  rows: readonly { name: string; exposure: string }[],
): Promise<{ updated: number; added: number }> {
  const before = new Map(
    (await tx.all(store.ASSETS_NAMED, [party, rows.map((r) => r.name)])).map((a) => [a.name, a.exposure]),
  );
  const stored = await tx.all(store.IMPORT_ASSETS, [
    party,
    JSON.stringify(rows.map((r) => ({ id: newId(tx.now), ...r }))),
  ]);
  for (const { id, name, exposure } of stored)
    if (before.has(name) && before.get(name) !== exposure) await enqueue(tx, 'duties.reassess', { asset: id });
  await recordOperation(tx, party, {
    kind: 'asset.imported',
    actor: actor.person.id,
    refs: { party, by: actor.party.id },
    facts: { assets: stored.length },
  });
  return { updated: before.size, added: stored.length - before.size };
}

async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > LIMITS.inventoryBytes)
      throw refuse('request.too-large', `A sheet of assets may have ${LIMITS.inventoryBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tag = (text: string | undefined): string | null => (text === undefined ? null : bounded(text, NAME_UNITS));
