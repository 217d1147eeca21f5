// HTTP of the instance itself: alive, ready, described.
import type { Handlers } from '../../edge/handler.ts';
import { refuse } from '../../edge/refusal.ts';
import { openApiDocument } from './openapi.ts';
import { checksOf, type ReadyDeps } from './ready.ts';

export function systemRoutes(deps: ReadyDeps & { readonly version: string }): Handlers {
  let document: string | undefined; // made once: it depends on nothing but the version
  return {
    'system.health': async () => ({ ok: true, version: deps.version }),
    'system.ready': async () => {
      const checks = await checksOf(deps);
      const failed = checks.filter((c) => !c.ok);
      if (failed.some((c) => c.needed))
        throw refuse('server.not-ready', failed.map((c) => `${c.name}: ${c.detail}`).join('; '), {
          headers: { 'retry-after': '10' },
        });
      return { ok: failed.length === 0, checks: checks.map(({ name, ok, detail }) => ({ name, ok, detail })) };
    },
    'system.openapi': async ({ reply }) => {
      document ??= JSON.stringify(openApiDocument(deps.version));
      reply.header('cache-control', 'public, max-age=300');
      return { file: true, type: 'application/json; charset=utf-8', body: document };
    },
  };
}
