// What results refer to: tools, rules, artifacts, base addresses, revisions. Compact, because all of a log's is held.
import type { MessageStrings } from './message.ts';
import type { Address } from './uri.ts';
import type { Taxonomy } from './weakness.ts';

export const LEVELS = ['none', 'note', 'warning', 'error'] as const;
export type Level = (typeof LEVELS)[number];

export interface Rule {
  readonly id: string | undefined;
  readonly guid: string | undefined;
  readonly name: string | undefined;
  /** Short description, one line. */
  readonly title: string | undefined;
  readonly messages: MessageStrings | undefined;
  readonly level: Level | undefined;
  readonly rank: number | undefined;
  /** `security-severity`, 0 to 10. */
  readonly score: number | undefined;
  readonly aliases: readonly string[];
  readonly weaknesses: readonly string[];
}

/** A tool's driver or one of its extensions. */
export interface Component {
  readonly name: string | undefined;
  readonly guid: string | undefined;
  readonly version: string | undefined;
  readonly rules: readonly (Rule | undefined)[];
  readonly ruleOf: ReadonlyMap<string, Rule>;
  readonly messages: MessageStrings | undefined;
}

export interface ArtifactRef {
  readonly uri: string | undefined;
  readonly baseId: string | undefined;
}

/** A revision of a repository (§3.23); `root` is where it was checked out, when that is an address on the machine. */
export interface Revision {
  readonly repository: string | undefined;
  readonly commit: string | undefined;
  readonly baseId: string | undefined;
  readonly root: Address | undefined;
}

export interface Run {
  readonly driver: Component;
  readonly extensions: readonly Component[];
  readonly taxonomies: readonly Taxonomy[];
  readonly artifacts: readonly (ArtifactRef | undefined)[];
  readonly symbols: readonly (string | undefined)[];
  readonly bases: ReadonlyMap<string, ArtifactRef>;
  readonly revisions: readonly Revision[];
  /** By invocation: rules whose level was set for that invocation (§3.20.5). */
  readonly overrides: readonly (ReadonlyMap<Rule, Level> | undefined)[];
  readonly runId: string | undefined;
}

/** What stands in a run that has nothing but results. */
export const EMPTY_COMPONENT: Component = {
  name: undefined,
  guid: undefined,
  version: undefined,
  rules: [],
  ruleOf: new Map(),
  messages: undefined,
};
