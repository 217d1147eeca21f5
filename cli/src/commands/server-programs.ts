// Commands that run an instance: they hand over to programs of the server, which this package never imports.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { optionsOf, type Run } from '../command.ts';
import { Failure } from '../failure.ts';

const PROGRAMS = {
  up: new URL('../../../server/src/main/up.ts', import.meta.url),
  serve: new URL('../../../server/src/main/serve.ts', import.meta.url),
  worker: new URL('../../../server/src/main/worker.ts', import.meta.url),
  migrate: new URL('../../../server/src/main/migrate-cli.ts', import.meta.url),
  backup: new URL('../../../server/src/main/backup.ts', import.meta.url),
  restore: new URL('../../../server/src/main/restore.ts', import.meta.url),
} as const;

export function program(name: keyof typeof PROGRAMS): { readonly run: Run } {
  return {
    run: async (input, world) => {
      const place = PROGRAMS[name];
      if (!existsSync(fileURLToPath(place)))
        throw new Failure(3, 'The server is not part of this installation. Install leadtime again.');
      const flags = optionsOf(input.command).flatMap(({ name: option }) => (input.flag(option) ? [`--${option}`] : []));
      await world.become(place, [...flags, ...input.args]);
      return undefined;
    },
  };
}
