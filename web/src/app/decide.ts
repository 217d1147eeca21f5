// Changes that apply at once and can be taken back: the screen first, then the server, then a toast with Undo.
import type { RouteId } from '@leadtime/contract';
import { useCallback } from 'react';
import { errorInWords, useToast } from '../ui/index.ts';
import { outdate, send } from './api.ts';

/** What a verb answers: the decision to name when undoing; more than one after a batch. */
export interface Decided {
  readonly decisionIds: readonly string[];
  /** null: it cannot be taken back. */
  readonly undoUntil: string | null;
  /** Said in the toast in place of the planned words ("waits as number 6"). */
  readonly text?: string;
  /** Nothing was changed although the server answered: shown as a failure. */
  readonly failed?: string;
}
export interface Decision {
  readonly text: string;
  readonly run: () => Promise<Decided>;
  /** Changes what is on the screen at once; answers how to change it back. */
  readonly apply?: () => () => void;
  /** Routes whose answers are old after this. */
  readonly outdates?: readonly RouteId[];
  /** Called when the server has changed something: after it was done, and after it was taken back. */
  readonly after?: () => void;
}

/** Runs a decision; resolves to false when the server refused (the screen is then as before). `rethrow` for forms. */
export function useDecide(): (decision: Decision, options?: { rethrow?: boolean }) => Promise<boolean> {
  const { show } = useToast();
  return useCallback(
    async (decision, options) => {
      const takeBack = decision.apply?.();
      const old = decision.outdates ?? [];
      try {
        const done = await decision.run();
        void outdate(...old);
        decision.after?.();
        const { decisionIds, undoUntil } = done;
        if (done.failed) show({ text: done.failed, failed: true });
        const undo = async () => {
          takeBack?.();
          try {
            for (const id of decisionIds.toReversed()) await send('decisions.undo', { params: { id } });
            show({ text: `Taken back: ${lowerFirst(decision.text)}`, ms: 3_000 });
          } catch (error) {
            show({ text: `Could not be taken back: ${failure(error)}`, failed: true });
          } finally {
            void outdate(...old);
            decision.after?.();
          }
        };
        if (decisionIds.length > 0) show({ text: done.text ?? decision.text, ...(undoUntil ? { undo } : {}) });
        return true;
      } catch (error) {
        takeBack?.();
        if (options?.rethrow) throw error;
        show({ text: `Not done: ${failure(error)}`, failed: true });
        return false;
      }
    },
    [show],
  );
}

/** The answer of one undoable route as Decided. */
export const decided = (answer: { decisionId: string; undoUntil: string | null }): Decided => ({
  decisionIds: [answer.decisionId],
  undoUntil: answer.undoUntil,
});

function failure(error: unknown): string {
  const said = errorInWords(error);
  return `${lowerFirst(said.detail || said.title)} ${said.advice} (${said.code})`;
}
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
