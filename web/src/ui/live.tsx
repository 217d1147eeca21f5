// One polite live region for the whole app: what changed is said once, for those who do not see it change.
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const LiveContext = createContext<(text: string) => void>(() => {});

export function LiveProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', turn: 0 });
  const say = useCallback((text: string) => setSaid(({ turn }) => ({ text, turn: turn + 1 })), []);
  return (
    <LiveContext value={say}>
      {children}
      {/* Two regions in turn, so that the same sentence twice is heard twice. */}
      <div className="sr-only" role="status">
        {said.turn % 2 === 0 ? said.text : ''}
      </div>
      <div className="sr-only" role="status">
        {said.turn % 2 === 1 ? said.text : ''}
      </div>
    </LiveContext>
  );
}

/** Says a sentence to assistive technology. */
export const useSay = (): ((text: string) => void) => useContext(LiveContext);
