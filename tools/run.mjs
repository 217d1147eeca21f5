// What the entry scripts share: set up or say why not, and hand over to Node 24.
import { fileURLToPath } from 'node:url';
import { becomeNode24, setup } from './setup.mjs';

/**
 * @param {string} script path from the root of the repository
 * @param {(node: string) => void} [first] what must be done before
 */
export function setUpAndRun(script, first) {
  try {
    const { node } = setup();
    first?.(node);
    becomeNode24([fileURLToPath(new URL(`../${script}`, import.meta.url)), ...process.argv.slice(2)]);
  } catch (error) {
    console.error(error.message);
    process.exit(3);
  }
}
