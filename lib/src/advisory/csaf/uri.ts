// Web addresses from outside as URIs in the sense of RFC 3986, which CSAF's schema asks for: browsers let more pass.

/** The address of a web page, with everything escaped that a URI does not allow; undefined where it is none. */
export function webUri(text: string): string | undefined {
  if (text.length > 2_000) return undefined;
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '')
    return undefined;
  const fragment = url.hash === '' ? '' : `#${escaped(url.hash.slice(1), '#')}`;
  return `${url.protocol}//${url.host}${escaped(url.pathname, '?#')}${escaped(url.search, '#')}${fragment}`;
}

/** Percent-encodes what RFC 3986 does not allow in a path, query or fragment, a `%` that escapes nothing, and `also`. */
function escaped(part: string, also: string): string {
  return part
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]/gu, (c) => encodeURIComponent(c))
    .replace(/[?#]/g, (c) => (also.includes(c) ? encodeURIComponent(c) : c));
}
