import { ROUTES, type RouteDef } from '@leadtime/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../../../test/house.ts';
import { runJobs } from '../../platform/jobs.ts';
import { silentLog } from '../../platform/log.ts';
import { openApiDocument, openApiPath } from './openapi.ts';
import { checksOf } from './ready.ts';

let t: TestHouse;
beforeAll(async () => {
  t = await testHouse();
});
afterAll(() => t.close());

describe('the API as OpenAPI', () => {
  const document = openApiDocument('1') as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object> };
  };
  interface Operation {
    operationId: string;
    parameters: { name: string; in: string; schema: object }[];
    requestBody?: { content: Record<string, { schema: object }> };
    responses: Record<string, { content?: Record<string, { schema: object }> }>;
  }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

  it.each(Object.entries(ROUTES) as [string, RouteDef][])('has %s', (id, route) => {
    // entries of the table
    const found = operations.filter((o) => o.operation.operationId === id);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ method: route.method.toLowerCase(), path: openApiPath(route.path) });
    const [operation] = found.map((f) => f.operation);
    for (const name of Object.keys(route.query?.shape ?? {}))
      expect(operation?.parameters).toContainEqual(expect.objectContaining({ name, in: 'query' }));
    expect(Object.keys(operation?.responses ?? {})).toEqual([String(route.status ?? 200), 'default']);
    expect(operation?.requestBody !== undefined).toBe(route.body !== undefined || route.bytes === true);
  });
  it('has no more than the routes', () => expect(operations).toHaveLength(Object.keys(ROUTES).length));
  it('has two routes nowhere under one method and path', () => {
    const places = (Object.values(ROUTES) as RouteDef[]).map((r) => `${r.method} ${openApiPath(r.path)}`); // as above
    expect(new Set(places).size).toBe(places.length);
  });
  it('has only schemas that a validator of JSON Schema 2020-12 compiles', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const schemas = operations.flatMap(({ operation: o }) => [
      ...o.parameters.map((p) => p.schema),
      ...Object.values(o.requestBody?.content ?? {}).map((c) => c.schema),
      ...Object.values(o.responses).flatMap((r) => Object.values(r.content ?? {}).map((c) => c.schema)),
    ]);
    for (const schema of [...schemas, ...Object.values(document.components.schemas)]) ajv.compile(schema);
    expect(schemas.length).toBeGreaterThan(100);
  });
  it('declares each parameter of a path', () => {
    for (const { path, operation } of operations)
      expect(operation.parameters.filter((p) => p.in === 'path').map((p) => `{${p.name}}`)).toEqual(
        path.match(/\{\w+\}/g) ?? [],
      );
  });
  it('is served to anybody', async () => {
    const served = await t.call(undefined, 'system.openapi');
    expect(served.status).toBe(200);
    expect(served.body).toMatchObject({ openapi: '3.1.0', info: { version: t.house.version } });
  });
});

describe('health and readiness', () => {
  it('is alive', async () => {
    expect((await t.call(undefined, 'system.health')).body).toEqual({ ok: true, version: t.house.version });
  });

  it('serves without a worker, and says that work waits', async () => {
    const { status, body } = await t.call(undefined, 'system.ready');
    expect(status).toBe(200);
    expect(body.ok).toBe(false);
    expect(body.checks.map((c: { name: string; ok: boolean }) => [c.name, c.ok])).toEqual([
      ['database and migrations', true],
      ['key', true],
      ['worker', false],
    ]);
  });

  it('is ready when a worker lives, and no longer once it is gone', async () => {
    const none = { connection: t.database.worker, tasks: {}, everyMinute: [], concurrency: 1 };
    const jobs = await runJobs({ ...none, log: silentLog, metrics: t.house.metrics });
    expect((await t.call(undefined, 'system.ready')).body).toMatchObject({ ok: true });
    await t.owner.query(`SELECT graphile_worker.add_job('nobody.does', run_at => now() - interval '1 hour')`);
    const late = (await t.call(undefined, 'system.ready')).body;
    expect(late.checks[2]).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^the oldest due job has waited 36\d\d seconds$/),
    });
    await jobs.stop();
    expect((await t.call(undefined, 'system.ready')).body.checks[2].detail).toContain('no worker is connected');
  });

  it('does not serve a schema of another version', async () => {
    const checks = await checksOf({ ...t.house, migrations: async () => ['0001_walls', '9999_next'] });
    expect(checks[0]).toMatchObject({ ok: false, needed: true, detail: expect.stringContaining('needs 9999_next') });
    await t.owner.query(`INSERT INTO leadtime_migrations.kysely_migration (name, timestamp) VALUES ('9999_next', '')`);
    const { status, body } = await t.call(undefined, 'system.ready');
    expect(status).toBe(503);
    expect(body.code).toBe('server.not-ready');
    await t.owner.query(`DELETE FROM leadtime_migrations.kysely_migration WHERE name = '9999_next'`);
  });

  it('does not serve with a key that opens nothing, nor without a database, and says no more than that', async () => {
    const blobs = {
      ...t.house.blobs,
      read: () => {
        throw new Error('secret detail');
      },
    };
    const down = {
      ...t.house.db,
      asAnyone: async () => {
        throw new pg.DatabaseError('password of leadtime', 1, 'error');
      },
    };
    const checks = await checksOf({ db: down, blobs, migrations: async () => [] });
    expect(checks.map((c) => [c.ok, c.detail])).toEqual([
      [false, 'no answer'],
      [false, 'no answer'],
      [false, 'no answer'],
    ]);
  });
});
