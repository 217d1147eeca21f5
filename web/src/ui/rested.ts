// A value as it was when it last stood still: for what need not follow every key of a hand that moves fast.
import { useEffect, useState } from 'react';

export function useRested<T>(value: T, ms = 150): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
