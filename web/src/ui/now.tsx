// The server's clock. Screens count from it; it ticks every twenty seconds.
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

const NowContext = createContext<number>(Date.now());

/** `offset`: what to add to this computer's clock, in milliseconds. */
export function NowProvider({ offset, children }: { offset: number; children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now() + offset);
  useEffect(() => {
    setNow(Date.now() + offset);
    const timer = setInterval(() => setNow(Date.now() + offset), 20_000);
    return () => clearInterval(timer);
  }, [offset]);
  return <NowContext value={now}>{children}</NowContext>;
}

export const useNow = (): number => useContext(NowContext);
