// What a document may name as the package URL of a product: one that is a URI, and that no reader takes for nameless.
import { makePurl, parsePurl } from '../../version/purl.ts';

/** The package URL as it may be written, of that version where one is given; or why not. */
export function fitPurl(text: string, version?: string): { readonly purl: string } | { readonly reason: string } {
  const parsed = parsePurl(text);
  const made = parsed.ok && version !== undefined ? makePurl({ ...parsed.value, version }) : parsed;
  if (!made.ok) return { reason: made.problems[0]?.detail ?? '' };
  // Some readers trim what they have decoded.
  if (made.value.name.trim() === '') return { reason: 'The name in the package URL is blank.' };
  return URI_SAFE.test(made.value.text) ? { purl: made.value.text } : { reason: 'The package URL is no URI.' };
}

const URI_SAFE = /^(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
