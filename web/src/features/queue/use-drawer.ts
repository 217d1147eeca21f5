// Whether the evidence drawer is open: at once on the screen, a moment later in the address, so that the key need not wait
// for the router.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAddress } from '../../ui/index.ts';

export function useDrawer(): { readonly open: boolean; toggle(): void; close(): void } {
  const { values, set } = useAddress();
  const inAddress = values.evidence === 'open';
  const [open, setOpen] = useState(inAddress);
  const written = useRef(inAddress);
  // Another address was opened (back, a link): the drawer follows.
  useEffect(() => {
    if (inAddress !== written.current) setOpen(inAddress);
    written.current = inAddress;
  }, [inAddress]);
  useEffect(() => {
    if (open === written.current) return;
    written.current = open;
    set({ evidence: open ? 'open' : null });
  }, [open, set]);
  const toggle = useCallback(() => setOpen((is) => !is), []);
  const close = useCallback(() => setOpen(false), []);
  return { open, toggle, close };
}
