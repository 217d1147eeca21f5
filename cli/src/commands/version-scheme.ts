// The order of an ecosystem's versions, by the name that was typed.
import { ecosystem, ORDERED_ECOSYSTEMS } from '@leadtime/lib/version/ecosystem.ts';
import { VERSION_FLAG, type VersionScheme } from '@leadtime/lib/version/scheme.ts';
import { Failure } from '../failure.ts';

export function schemeOf(name: string): VersionScheme {
  const { scheme, namespace } = ecosystem(name);
  if (scheme) return scheme;
  throw new Failure(
    2,
    namespace.startsWith('other:')
      ? `${JSON.stringify(name)} is no ecosystem that is known here. Ecosystems are named as OSV does: ${ORDERED_ECOSYSTEMS.join(', ')} (product stands for vendors' products); those of distributions may name a release, as Debian:12.`
      : `Versions of ${name} cannot be ordered in this version of leadtime; only equal ones can be told.`,
  );
}

export const flagNames = (flags: number): string[] =>
  Object.entries(VERSION_FLAG).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]));
