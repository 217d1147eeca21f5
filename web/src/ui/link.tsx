// Links and the address. Pages name addresses as text ("/queue?view=due"); the router is told here and nowhere else.
import { useRouter, useRouterState } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type MouseEvent, useCallback, useMemo } from 'react';
import { type Address, type AddressPatch, isInside, patchAddress, readAddress } from './address.ts';

/** Goes to an address of this app. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const { history } = useRouter();
  return useCallback((href, options) => (options?.replace ? history.replace(href) : history.push(href)), [history]);
}

/** Goes back to where one came from; to `fallback` when the page was opened by its address. */
export function useBack(fallback: string): () => void {
  const { history } = useRouter();
  return useCallback(() => (history.canGoBack() ? history.back() : history.push(fallback)), [history, fallback]);
}

export interface AProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  readonly href: string;
}

/** A link. Inside the app it does not load the page anew; only `/path` addresses are inside. */
export function A({ href, onClick, ...rest }: AProps) {
  const go = useGo();
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain || !isInside(href) || rest.target || rest.download !== undefined) return;
    event.preventDefault();
    go(href);
  };
  return <a {...rest} href={href} onClick={click} />;
}

/** The path, the query as flat names, and a way to change it. `keep` leaves a step to go back to. */
export function useAddress(): {
  readonly path: string;
  readonly values: Address;
  set(patch: AddressPatch, options?: { keep?: boolean }): void;
} {
  const { history } = useRouter();
  const path = useRouterState({ select: (s): string => s.location.pathname });
  const search = useRouterState({ select: (s): string => s.location.searchStr });
  return useMemo(
    () => ({
      path,
      values: readAddress(search),
      set(patch, options) {
        const { pathname, search: now } = history.location;
        const href = `${pathname}${patchAddress(now, patch)}`;
        if (href === `${pathname}${now}`) return;
        if (options?.keep) history.push(href);
        else history.replace(href);
      },
    }),
    [history, path, search],
  );
}

/** The value of `$name` in this page's path. */
export function useParam(name: string): string {
  return useRouterState({
    select: (s): string => {
      const params: Readonly<Record<string, unknown>> = s.matches.at(-1)?.params ?? {};
      return String(params[name] ?? '');
    },
  });
}
