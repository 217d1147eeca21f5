// The thread of the CSAF validator: its import takes seconds and its schemas much memory, so it lives here alone.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';

interface Verdict {
  readonly tests: readonly {
    readonly name: string;
    readonly isValid: boolean;
    readonly errors: readonly { readonly instancePath?: string; readonly message?: string }[];
  }[];
}

const library = '@secvisogram/csaf-validator-lib'; // without types of its own

// Each of its sixty tests compiles a small schema of its own, and before that, each time, the schema of such schemas: ten
// seconds for checking constants of a pinned package. They are taken as they are; documents are checked as ever.
const itsOwn = createRequire(fileURLToPath(import.meta.resolve(`${library}/basic.js`)));
const { default: Jtd } = itsOwn('ajv/dist/jtd.js') as { default: { prototype: { validateSchema: () => boolean } } }; // the class that its tests use
Jtd.prototype.validateSchema = () => true;

const { default: validate } = (await import(`${library}/validateStrict.js`)) as {
  default: (tests: unknown[], document: unknown) => Promise<Verdict>;
}; // as its README says
const tests = Object.values((await import(`${library}/basic.js`)) as Record<string, unknown>); // schema and mandatory tests

parentPort?.on('message', async ({ id, document }: { id: number; document: unknown }) => {
  try {
    const verdict = await validate(tests, document);
    const failed = verdict.tests.flatMap((t) =>
      t.isValid
        ? []
        : t.errors.length > 0
          ? t.errors.map((e) => ({ test: t.name, path: e.instancePath ?? '', text: e.message ?? 'failed' }))
          : [{ test: t.name, path: '', text: 'failed' }],
    );
    parentPort?.postMessage({ id, failed });
  } catch (error) {
    parentPort?.postMessage({ id, fault: error instanceof Error ? error.message : String(error) });
  }
});
parentPort?.postMessage({ ready: true });
