// leadtime runner: what is not there says so.
import type { Run } from '../command.ts';

export const run: Run = async (_input, world) => {
  world.err(
    'This version has no runner. Validations are recorded by people (leadtime queue; the web: v). Untrusted work is not run anywhere: it waits.\n',
  );
  return 3;
};
