// The state of a page lives in its address: flat names and plain values, so that an address can be read and typed.

export type Address = Readonly<Record<string, string>>;
export type AddressPatch = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** `?a=1&b=x` as a record; the last of repeated names wins. */
export function readAddress(search: string): Address {
  return Object.fromEntries(new URLSearchParams(search));
}

/** The query string after a change, with '' , null and undefined removed; '' when nothing is left. Order is kept. */
export function patchAddress(search: string, patch: AddressPatch): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === '') params.delete(name);
    else params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** Whether an address is a page of this app. The API, the feeds, the ledger's tiles and documents are files of the server. */
export const isInside = (href: string): boolean =>
  href.startsWith('/') && !href.startsWith('//') && !FILES.test(href.split(/[?#]/)[0] ?? '');
const FILES = /^\/(api|feed|ledger\/checkpoint|ledger\/tile)(\/|$)|\.(nd)?json$/;

export interface Sort {
  readonly by: string;
  readonly dir: 'asc' | 'desc';
}
/** `age` ascending, `-age` descending. */
export const readSort = (text: string | undefined): Sort | undefined =>
  text ? { by: text.replace(/^-/, ''), dir: text.startsWith('-') ? 'desc' : 'asc' } : undefined;
export const writeSort = (sort: Sort | undefined): string | null =>
  sort ? `${sort.dir === 'desc' ? '-' : ''}${sort.by}` : null;
/** A click on a heading: up, then down, then as it was. */
export function nextSort(now: Sort | undefined, by: string): Sort | undefined {
  if (now?.by !== by) return { by, dir: 'asc' };
  return now.dir === 'asc' ? { by, dir: 'desc' } : undefined;
}
