// An inventory comes: its bytes are kept, it is read, and in one transaction it takes the place of the one before of the same
// name. What is the same as before keeps its id, so its exposures and duties live on; then the matcher is called.
import { type Answer, LIMITS } from '@leadtime/contract';
import { type Instant, parseDay, parseInstant, type Uuid } from '@leadtime/lib/kit';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { type Blobs, BlobTooLarge, type SealedBytes } from '../../platform/blobs.ts';
import { type Clock, newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import type { Prepared, PreparedComponent, Said } from './prepare.ts';
import { prepareApart } from './prepare-apart.ts';
import { staleBases } from './rests-on.ts';
import * as store from './store.ts';
import { inventoryOf } from './views.ts';
import { recordOperation } from './wall.ts';

export interface UploadDeps {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly clock: Clock;
}

export async function upload(
  deps: UploadDeps,
  actor: Pick<Actor, 'party' | 'person'>,
  bytes: AsyncIterable<Uint8Array>,
  { party = actor.party.id, madeAt, ...said }: Said & { party?: Uuid | undefined; madeAt?: string | undefined },
): Promise<Answer<'inventories.upload'>> {
  await deps.db.as(actor.party.id, (tx) => actingFor(tx, party));
  const stated = statedTime(madeAt, deps.clock.now());
  const fileId = newId(deps.clock.now());
  const { sealed, whole } = await keep(deps, fileId, bytes);
  try {
    const prepared = await prepareApart(whole, said);
    if (!prepared.ok)
      throw refuse('inventory.unreadable', 'Nothing was stored: the file as a whole could not be read.', {
        problems: prepared.problems,
        total: prepared.total,
      });
    const read = withTime(prepared.value, stated, deps.clock.now());
    const written = await deps.db.verb(
      'inventory.keep',
      (tx) => write(tx, deps, actor, { party, name: said.name, read, sealed, fileId }),
      actor.party.id,
    );
    if (written.sameBytes) await deps.blobs.remove(fileId);
    const { problems, problemsTotal } = read;
    return { inventory: written.inventory, problems: [...problems], problemsTotal };
  } catch (error) {
    await deps.blobs.remove(fileId);
    throw error;
  }
}

/** What the sender says of when it was taken: a day begins at midnight UTC. */
function statedTime(madeAt: string | undefined, now: string): Instant | undefined {
  if (madeAt === undefined) return undefined;
  const taken = parseInstant(parseDay(madeAt) ? `${madeAt}T00:00:00Z` : madeAt);
  if (taken !== undefined && taken <= now) return taken;
  const detail = 'An inventory cannot have been taken later than now. Give a day or an instant that has come.';
  throw refuse('request.invalid', detail, { problems: [{ code: 'date.future', path: '/query/madeAt', detail }] });
}

/** The sender's word counts before the file's; a file from the future is told of, and counts as of now. */
function withTime(read: Prepared, stated: Instant | undefined, now: string): Prepared {
  if (stated !== undefined) return { ...read, madeAt: stated };
  if (read.madeAt === undefined || read.madeAt <= now) return read;
  const detail = `The file says that it was made at ${read.madeAt}, which has not come yet: it counts as of now.`;
  return {
    ...read,
    madeAt: undefined,
    problems: [{ code: 'date.future', path: '', detail }, ...read.problems],
    problemsTotal: read.problemsTotal + 1,
  };
}

interface Written {
  readonly party: Uuid;
  readonly name: string;
  readonly read: Prepared;
  readonly sealed: SealedBytes;
  readonly fileId: Uuid;
}

async function write(
  tx: Tx,
  { blobs }: UploadDeps,
  actor: Pick<Actor, 'party' | 'person'>,
  coming: Written,
): Promise<{ inventory: Answer<'inventories.upload'>['inventory']; sameBytes: boolean }> {
  const { party, read, sealed, fileId } = coming;
  const { id, sameBytes } = await replace(tx, coming);
  if (!sameBytes) {
    const bytes = [sealed.digest, sealed.size, blobs.keyId, sealed.inline ?? null];
    await tx.run(store.ADD_FILE, [fileId, party, id, ...bytes, tx.now]);
  }
  await recordOperation(tx, party, {
    kind: 'inventory.received',
    actor: actor.person.id,
    refs: { inventory: id, party, by: actor.party.id },
    facts: { digest: sealed.digest.toString('hex'), size: sealed.size, components: read.components.length },
  });
  await enqueue(tx, 'exposures.matchInventory', { inventory: id }, { key: `exposures.matchInventory:${id}` });
  const stale = staleBases(await tx.all(store.FEED_AGES), tx.now);
  return { inventory: inventoryOf(await tx.one(store.INVENTORIES, [null, id, stale]), tx.now), sameBytes };
}

/** The party to act for, or nothing that anybody may know of. */
export async function actingFor(tx: Tx, party: Uuid): Promise<{ id: string; name: string }> {
  const found = await tx.maybe(store.ACTING_FOR, [party]);
  if (!found) throw notFound();
  return found;
}

async function keep(
  { blobs }: UploadDeps,
  id: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ sealed: SealedBytes; whole: Buffer }> {
  const chunks: Uint8Array[] = [];
  const heard = async function* (): AsyncIterable<Uint8Array> {
    for await (const chunk of bytes) {
      chunks.push(chunk);
      yield chunk;
    }
  };
  try {
    return { sealed: await blobs.put(id, heard(), LIMITS.inventoryBytes), whole: Buffer.concat(chunks) };
  } catch (error) {
    if (error instanceof BlobTooLarge)
      throw refuse(
        'request.too-large',
        `An inventory may have ${LIMITS.inventoryBytes} bytes. Send it in parts, each under its own name.`,
      );
    throw error;
  }
}

async function replace(tx: Tx, { party, name, read, sealed }: Written): Promise<{ id: Uuid; sameBytes: boolean }> {
  await actingFor(tx, party); // a delegation may have ended while the bytes came
  const before = await tx.one(store.OPEN_INVENTORY, [newId(tx.now), party, name, read.format, tx.now]);
  const assets = await keepAssets(tx, party, read);
  const dated = read.madeAt !== undefined;
  const asOf = read.madeAt ?? tx.now;
  await keepComponents(tx, { party, inventory: before.id, assets, components: read.components, asOf });
  const sameBytes = before.digest.equals(sealed.digest);
  await tx.run(store.SET_INVENTORY, [
    before.id,
    read.format,
    sealed.digest,
    asOf,
    dated,
    tx.now,
    sameBytes ? before.changed_at : tx.now,
    read.components.length,
    read.problemsTotal,
  ]);
  return { id: before.id, sameBytes };
}

/** Ids of the assets by name. Where an asset's exposure is another now, its duties are decided anew. */
async function keepAssets(tx: Tx, party: Uuid, { assets }: Prepared): Promise<ReadonlyMap<string, Uuid>> {
  const names = assets.map((a) => a.name);
  const before = new Map((await tx.all(store.ASSETS_NAMED, [party, names])).map((a) => [a.name, a.exposure]));
  const rows = assets.map((a) => ({ id: newId(tx.now), ...a }));
  const now = await tx.all(store.UPSERT_ASSETS, [party, JSON.stringify(rows)]);
  for (const { id, name, exposure } of now)
    if (before.has(name) && before.get(name) !== exposure) await enqueue(tx, 'duties.reassess', { asset: id });
  return new Map(now.map((a) => [a.name, a.id]));
}

interface Coming {
  readonly party: Uuid;
  readonly inventory: Uuid;
  readonly assets: ReadonlyMap<string, Uuid>;
  readonly components: readonly PreparedComponent[];
  /** The time that the inventory speaks of. */
  readonly asOf: string;
}
const ROWS_AT_ONCE = 2_000;

async function keepComponents(tx: Tx, coming: Coming): Promise<void> {
  const present = new Map(
    (await tx.all(store.PRESENT, [coming.inventory])).map((c) => [c.fingerprint.toString('hex'), c]),
  );
  const fresh: PreparedComponent[] = [];
  const moved: { id: string; line: number | null }[] = [];
  for (const c of coming.components) {
    const known = present.get(c.fingerprint);
    if (!known) fresh.push(c);
    else if (known.line !== c.line) moved.push({ id: known.id, line: c.line });
    present.delete(c.fingerprint);
  }
  await tx.run(store.RAN_UNTIL, [coming.inventory, coming.asOf]);
  const gone = [...present.values()].map((c) => c.id);
  if (gone.length > 0) await tx.run(store.RETIRE_COMPONENTS, [gone, tx.now, coming.asOf]);
  await tx.run(store.RAN_SINCE, [coming.inventory, coming.asOf]);
  if (moved.length > 0) await tx.run(store.MOVE_LINES, [moved.map((m) => m.id), moved.map((m) => m.line)]);
  for (let from = 0; from < fresh.length; from += ROWS_AT_ONCE)
    await addComponents(tx, coming, fresh.slice(from, from + ROWS_AT_ONCE));
}

const NOT_YET = { code: 'not-matched-yet', text: 'It has not been compared with advisories yet. That happens next.' };

async function addComponents(
  tx: Tx,
  { party, inventory, assets, asOf }: Coming,
  list: readonly PreparedComponent[],
): Promise<void> {
  const rows = list.map((c) => ({
    id: newId(tx.now),
    ...c,
    keys: undefined,
    cannotMatch: undefined,
    asset: assets.get(c.asset),
    state: c.cannotMatch ? 'cannot_match' : 'undetermined',
    reason: c.cannotMatch ?? NOT_YET,
  }));
  await tx.run(store.ADD_COMPONENTS, [party, inventory, JSON.stringify(rows), tx.now, asOf]);
  const keys = list.flatMap((c, i) => c.keys.map((key, position) => ({ id: rows[i]?.id, position, key })));
  await tx.run(store.ADD_KEYS, [
    party,
    keys.map((k) => k.id),
    keys.map((k) => k.position),
    keys.map((k) => k.key.package),
    keys.map((k) => k.key.via),
    keys.map((k) => k.key.versionKey),
    keys.map((k) => k.key.versionText),
    keys.map((k) => k.key.flags),
  ]);
}

/** Removes an inventory: its bytes are destroyed, its components match nothing any more, what was decided stays in the record. */
export async function remove(deps: UploadDeps, actor: Pick<Actor, 'party' | 'person'>, id: Uuid): Promise<void> {
  const files = await deps.db.verb(
    'inventory.keep',
    async (tx) => {
      const removed = await tx.maybe(store.REMOVE, [id, tx.now]);
      if (!removed) throw notFound();
      const present = (await tx.all(store.PRESENT, [id])).map((c) => c.id);
      await tx.run(store.RETIRE_COMPONENTS, [present, tx.now, tx.now]);
      await tx.run(store.DROP_KEYS, [id]);
      await tx.run(store.DROP_COMPONENTS, [id]);
      await recordOperation(tx, removed.party_id, {
        kind: 'inventory.removed',
        actor: actor.person.id,
        refs: { inventory: id, party: removed.party_id, by: actor.party.id },
      });
      await enqueue(tx, 'exposures.matchInventory', { inventory: id }, { key: `exposures.matchInventory:${id}` });
      return tx.all(store.DROP_FILES, [id]);
    },
    actor.party.id,
  );
  await Promise.all(files.map((f) => deps.blobs.remove(f.id)));
}
