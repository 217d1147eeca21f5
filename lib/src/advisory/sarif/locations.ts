// Where a result is: paths inside the target, lines and symbols (§3.28 to §3.33), and the frames of its stacks (§3.44).
import { quote } from '../../kit/index.ts';
import type { FrameClaim, LocationClaim } from '../finding-model.ts';
import { frameClaim, MAX_FRAMES } from '../report/frame.ts';
import { cutText } from '../report/text.ts';
import { child, children, integerOf, member, type Node, textOf } from './fields.ts';
import { artifactRef, symbolOf } from './keepers.ts';
import type { SarifLimits } from './options.ts';
import type { ArtifactRef, Revision, Run } from './run.ts';
import { type Address, below, joinAddress, parseAddress } from './uri.ts';

export interface Locations {
  readonly claims: readonly LocationClaim[];
  /** Base ids that the addresses were given under: they tell which revision is meant. */
  readonly baseIds: readonly string[];
}

const MAX_PATH = 1_024;
const MAX_SNIPPET = 4_096;
const MAX_BASES = 16;

/** The result's locations; where it has none, the file that was analysed. */
export function locationsOf(result: Node, run: Run, limits: SarifLimits): Locations {
  const all = children(result, 'locations');
  if (all.length > limits.maxList)
    result.report(
      'field.too-many',
      `${result.path}/locations`,
      `${all.length} locations, the first ${limits.maxList} are kept`,
    );
  const baseIds: string[] = [];
  const claims = all.slice(0, limits.maxList).flatMap((location) => locationClaim(location, run, baseIds) ?? []);
  if (claims.length > 0) return { claims, baseIds };
  const analysed = child(result, 'analysisTarget');
  const path = analysed && artifactPath(analysed, run, baseIds);
  return { claims: path ? [{ path }] : [], baseIds };
}

function locationClaim(location: Node, run: Run, baseIds: string[]): LocationClaim | undefined {
  const physical = child(location, 'physicalLocation');
  const artifact = physical && child(physical, 'artifactLocation');
  const region = physical && child(physical, 'region');
  if (physical && !region && member(physical, 'contextRegion') !== undefined)
    physical.report(
      'field.missing',
      `${physical.path}/region`,
      'there is a contextRegion but no region that it surrounds',
    );
  const path = artifact && artifactPath(artifact, run, baseIds);
  const symbol = symbolAt(location, run);
  if (!path && symbol === undefined) return undefined;
  const startLine = region && integerOf(region, 'startLine', 1);
  const endLine = region && integerOf(region, 'endLine', 1);
  const content = region && child(region, 'snippet');
  const snippet = content && textOf(content, 'text');
  if (startLine !== undefined && endLine !== undefined && endLine < startLine)
    location.report('field.value', `${region?.path}/endLine`, 'stands before startLine');
  return {
    path: path ?? '',
    ...(startLine === undefined ? {} : { startLine }),
    ...(startLine === undefined || endLine === undefined || endLine < startLine ? {} : { endLine }),
    ...(symbol === undefined || symbol === '' ? {} : { symbol }),
    ...(snippet === undefined || snippet === '' ? {} : { snippet: cutText(snippet, MAX_SNIPPET) }),
  };
}

/** A function or method before a namespace or file: the first logical location that is code one can call. */
function symbolAt(location: Node, run: Run): string | undefined {
  const named = children(location, 'logicalLocations').map((logical) => {
    const index = integerOf(logical, 'index');
    return {
      kind: textOf(logical, 'kind'),
      name: symbolOf(logical) ?? (index === undefined ? undefined : run.symbols[index]),
    };
  });
  return (named.find(({ kind, name }) => name !== undefined && (kind === 'function' || kind === 'member')) ?? named[0])
    ?.name;
}

/** The path inside the target, or undefined where there is none or it would leave the target. */
function artifactPath(location: Node, run: Run, baseIds: string[]): string | undefined {
  const reference = referenceOf(location, run);
  if (!reference || reference.uri === undefined) return undefined;
  const { address, chain } = resolve(reference as ArtifactRef & { uri: string }, run); // uri is checked on the line before
  baseIds.push(...chain);
  if (typeof address === 'string') {
    location.report(
      'field.value',
      `${location.path}/uri`,
      `${quote(reference.uri)} ${address}: the location is left out`,
    );
    return undefined;
  }
  const segments = inTarget(address, run, chain);
  if (segments[0] === '..') {
    location.report(
      'field.value',
      `${location.path}/uri`,
      `${quote(reference.uri)} leaves the target: the location is left out`,
    );
    return undefined;
  }
  const path = segments.join('/');
  if (path.length <= MAX_PATH) return path;
  location.report(
    'field.too-long',
    `${location.path}/uri`,
    `${path.length} characters, more than ${MAX_PATH}: the location is left out`,
  );
  return undefined;
}

/** Its own address, else that of the artifact it points to (§3.4.5). */
function referenceOf(location: Node, run: Run): ArtifactRef | undefined {
  const own = artifactRef(location);
  const index = integerOf(location, 'index');
  if (own.uri !== undefined || index === undefined) return own;
  const artifact = run.artifacts[index];
  if (!artifact)
    location.report('reference.dangling', `${location.path}/index`, `the run has no artifact number ${index}`);
  return artifact;
}

/** Follows the base ids (§3.14.14); a base without an address is where the target begins. */
function resolve(
  { uri, baseId }: ArtifactRef & { uri: string },
  run: Run,
): { address: Address | string; chain: readonly string[] } {
  const chain: string[] = [];
  let address = parseAddress(uri);
  for (let id = baseId; id !== undefined && chain.length < MAX_BASES && !chain.includes(id); ) {
    chain.push(id);
    const base = run.bases.get(id);
    if (base?.uri !== undefined && typeof address !== 'string' && !address.absolute) {
      const parsed = parseAddress(base.uri);
      address = typeof parsed === 'string' ? parsed : joinAddress(parsed, address);
    }
    id = base?.baseId;
  }
  return { address, chain };
}

/** Cuts off where the checkout lies on the machine that scanned: revisions first, then the bases, the outermost first. */
function inTarget(address: Address, run: Run, chain: readonly string[]): readonly string[] {
  if (!address.absolute) return address.segments;
  for (const { root } of run.revisions) {
    const inside = root && below(root, address);
    if (inside && inside.length > 0) return inside;
  }
  const bases = [...[...chain].reverse(), ...[...run.bases.keys()].sort(byRootName)];
  for (const id of bases) {
    const uri = run.bases.get(id)?.uri;
    const base = uri === undefined ? undefined : parseAddress(uri);
    const inside = base === undefined || typeof base === 'string' ? undefined : below(base, address);
    if (inside && inside.length > 0 && base !== undefined && typeof base !== 'string' && base.segments.length > 0)
      return inside;
  }
  return address.segments;
}

/** Names that tools give to the root of the sources come first. */
const byRootName = (a: string, b: string): number => Number(isRootName(b)) - Number(isRootName(a)) || (a < b ? -1 : 1);
const isRootName = (id: string): boolean =>
  /^%?(srcroot|src_root|reporoot|repo_root|projectroot|project_root|root)%?$/i.test(id);

/** The revision whose checkout the result lies in; else the first. */
export const revisionOf = (run: Run, baseIds: readonly string[]): Revision | undefined =>
  run.revisions.find((revision) => revision.baseId !== undefined && baseIds.includes(revision.baseId)) ??
  run.revisions[0];

/** The frames of the first stack, innermost first. */
export function framesOf(result: Node, run: Run): readonly FrameClaim[] {
  const [stack] = children(result, 'stacks');
  if (!stack) return [];
  return children(stack, 'frames')
    .slice(0, MAX_FRAMES)
    .flatMap((frame) => {
      const location = child(frame, 'location');
      const claim = location && locationClaim(location, run, []);
      if (!claim) return [];
      return [frameClaim(claim.symbol ?? '', claim.path === '' ? undefined : claim.path, claim.startLine)];
    });
}
