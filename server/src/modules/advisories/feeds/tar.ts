// The files of a tar that came from outside: where it is damaged, the sender is told.
import { TarDamaged, type TarFile, filesOfTar as tarFiles } from '@leadtime/lib/kit/tar.ts';
import { refuse } from '../../../edge/refusal.ts';

export { isTar } from '@leadtime/lib/kit/tar.ts';

export async function* filesOfTar(...given: Parameters<typeof tarFiles>): AsyncGenerator<TarFile, void, undefined> {
  try {
    yield* tarFiles(...given);
  } catch (error) {
    if (!(error instanceof TarDamaged)) throw error;
    throw refuse(
      'request.malformed',
      `The tar is damaged: ${error.message}. What came before it is kept; get the file again.`,
    );
  }
}
