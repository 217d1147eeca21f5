// What an advisory says beside versions: for those who write an exposure down. Matching needs none of it.
import type { Advisory } from '../advisory/advisory-model.ts';

export interface KnownAdvisory {
  readonly aliases: readonly string[];
  readonly summary: string;
  /** CVSS vectors as written. */
  readonly vectors?: readonly string[];
  /** Ratings in words, with whose words they are: `Ubuntu medium`. */
  readonly severities?: readonly string[];
  /** Where to read it: http or https. */
  readonly url?: string;
  /** Of its worst vector: 0.0 to 10.0. Absent: not scored, or nobody has worked it out. */
  readonly score?: number;
}

export function knownOf({ aliases, summary, vectors, ratings = [], references }: Advisory): KnownAdvisory {
  const words = ratings.filter(({ score }) => !vectors.includes(score)).map(({ type, score }) => `${type} ${score}`);
  const web = references.filter(({ url }) => WEB_ADDRESS.test(url));
  const url = (web.find(({ type }) => type === 'ADVISORY') ?? web.find(({ type }) => type === 'WEB') ?? web[0])?.url;
  return {
    aliases,
    summary,
    ...(vectors.length === 0 ? {} : { vectors }),
    ...(words.length === 0 ? {} : { severities: [...new Set(words)] }),
    ...(url === undefined ? {} : { url }),
  };
}

/** What RFC 3986 lets stand in an address, so that it can be put into any document. */
const WEB_ADDRESS = /^https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+$/;

/** Of two records about one advisory the one that says more; which, must not hang on the order in which they are read. */
export function fuller(a: KnownAdvisory, b: KnownAdvisory): KnownAdvisory {
  const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
  const more = first.length - second.length || (first < second ? -1 : 1);
  return more >= 0 ? a : b;
}
