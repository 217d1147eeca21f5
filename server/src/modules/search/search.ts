// Search in everything that the acting party may see and the acting role may read.
import { mayDo } from '@leadtime/contract';
import type { Actor } from '../../edge/handler.ts';
import { refuse } from '../../edge/refusal.ts';
import type { Database } from '../../platform/db/database.ts';
import { KINDS, type Kind } from './kinds.ts';
import { type Found, IS_CLEARINGHOUSE, type Params } from './store.ts';

export interface Item {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly href: string;
}
const PER_KIND = 20;
const WORDS_MAX = 12;

/** At most 20 of a kind, best first; `total` counts all that this party could have been shown. */
export async function search(db: Database, actor: Actor, typed: string): Promise<{ items: Item[]; total: number }> {
  const params = paramsOf(typed);
  const kinds = KINDS.filter((k) => mayDo(actor.role, k.action));
  const found = await db.as(actor.party.id, async (tx) => {
    const clearinghouse = (await tx.one(IS_CLEARINGHOUSE)).yes;
    const all: { kind: Kind; row: Found & { inventory_id?: string } }[] = [];
    for (const kind of kinds) {
      const find = (clearinghouse && kind.forClearinghouse) || kind.find;
      for (const row of await tx.all(find, params)) all.push({ kind, row });
    }
    return all;
  });
  const total = [...Map.groupBy(found, (f) => f.kind).values()].reduce(
    (sum, rows) => sum + (rows[0]?.row.total ?? 0),
    0,
  );
  const items = found
    .toSorted((a, b) => b.row.rank - a.row.rank) // stable: kinds keep their order where ranks are equal
    .map(({ kind, row }) => ({
      kind: kind.kind,
      id: row.id,
      title: row.title,
      detail: row.detail,
      href: kind.href(row),
    }));
  return { items, total };
}

/** What was typed as words that must all begin something, as a pattern, and as an identifier. */
function paramsOf(typed: string): Params {
  const words = (typed.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, WORDS_MAX);
  if (words.length === 0)
    throw refuse('request.invalid', 'There is nothing to search for.', {
      problems: [{ code: 'field.value', path: '/query/q', detail: 'at least one letter or digit' }],
    });
  const like = typed.trim().replace(/[\\%_]/g, '\\$&');
  return [words.map((w) => `'${w}':*`).join(' & '), like, typed.trim().toUpperCase(), PER_KIND];
}
