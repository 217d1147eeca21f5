// HTTP of the search.
import type { Handlers } from '../../edge/handler.ts';
import type { Database } from '../../platform/db/database.ts';
import { search } from './search.ts';

export const searchRoutes = ({ db }: { readonly db: Database }): Handlers => ({
  'search.all': ({ actor, query }) => search(db, actor, query.q),
});
