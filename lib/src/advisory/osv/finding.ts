// An OSV record seen as a report of one finding: OSV is accepted at intake too, from those who have written their finding up that way.
import { ecosystem } from '../../version/ecosystem.ts';
import { makePurl } from '../../version/purl.ts';
import type { Advisory, Affected, RangeEvent } from '../advisory-model.ts';
import type { CrashClaim, FindingClaim, TargetClaim } from '../finding-model.ts';

/** `ordinal` is the record's position in the report, from 0. */
export const findingOfOsv = (advisory: Advisory, ordinal: number): FindingClaim =>
  findingOfAdvisory(advisory, ordinal, '');

/** The same for an advisory of any format. `path` is where in the document it stands. */
export function findingOfAdvisory(advisory: Advisory, ordinal: number, path: string): FindingClaim {
  const crash = crashOf(advisory.details);
  const versions = affectedVersions(advisory.affected);
  return {
    ordinal,
    path,
    title: advisory.summary || firstLine(advisory.details) || advisory.id,
    description: advisory.details || advisory.summary,
    target: targetOf(advisory.affected),
    locations: [],
    weaknesses: [...advisory.weaknesses].sort(),
    aliases: [...new Set([withoutPart(advisory), ...advisory.aliases])].sort(),
    fingerprints: [],
    ...(crash ? { crash } : {}),
    severity: { level: 'unknown', vectors: advisory.vectors },
    attachments: [],
    discovery: { by: 'unknown', promptRetention: 'unknown' },
    finders: advisory.credits,
    ...(versions === '' ? {} : { affectedVersions: versions }),
  };
}

/** A part of a document is no alias of what the document is of. */
const withoutPart = ({ id, document, aliases }: Advisory): string =>
  document !== undefined && document.id !== id ? (aliases[0] ?? document.id) : id;

const nameOf = ({ vendor, name }: Affected): string => (vendor === undefined ? name : `${vendor} ${name}`);

/** The first affected package; the others stand in `affectedVersions`. */
function targetOf(affected: readonly Affected[]): TargetClaim {
  const [first] = affected;
  if (!first) return {};
  const repository = first.ranges.find((range) => range.repo !== undefined)?.repo;
  const purl = first.purl ?? purlOf(first);
  return {
    ...(purl === undefined ? {} : { purl }),
    ...(repository === undefined ? {} : { repository }),
    ...(first.name === '' || first.ecosystem === 'GIT' ? {} : { name: nameOf(first) }),
  };
}

/** The package URL that an OSV package stands for, where the ecosystem has a purl type. */
export function purlOf({
  ecosystem: name,
  name: packageName,
}: Pick<Affected, 'ecosystem' | 'name'>): string | undefined {
  const { namespace, distribution } = ecosystem(name);
  const type = namespace.split(':')[0] ?? '';
  if (!PURL_TYPES_OF_NAMESPACES.has(type)) return undefined;
  const separator = type === 'maven' ? ':' : '/';
  const cut = packageName.lastIndexOf(separator);
  const group = distribution ?? (cut < 0 ? undefined : packageName.slice(0, cut));
  const made = makePurl({
    type,
    name: distribution === undefined ? packageName.slice(cut + 1) : packageName,
    qualifiers: {},
    ...(group === undefined ? {} : { namespace: group }),
  });
  return made.ok ? made.value.text : undefined;
}

const PURL_TYPES_OF_NAMESPACES: ReadonlySet<string> = new Set([
  'npm',
  'pypi',
  'maven',
  'golang',
  'cargo',
  'gem',
  'nuget',
  'composer',
  'pub',
  'hex',
  'deb',
  'apk',
  'rpm',
]);

const MAX_VERSIONS_TEXT = 2_000;

/** `npm left-pad >= 1.0.0, < 1.3.1; …`, cut when long. */
function affectedVersions(affected: readonly Affected[]): string {
  const parts: string[] = [];
  let length = 0;
  for (const entry of affected) {
    const ranges = entry.ranges.map((range) => range.events.map(eventText).join(', '));
    const listed =
      entry.versions.length > 0
        ? [
            `= ${entry.versions.slice(0, 20).join(', ')}${entry.versions.length > 20 ? ` and ${entry.versions.length - 20} more` : ''}`,
          ]
        : [];
    const words = [...ranges.filter((text) => text !== ''), ...listed, ...(entry.unread ?? [])];
    const named = entry.ecosystem === 'product' ? nameOf(entry) : `${entry.ecosystem} ${entry.name}`;
    const part = `${named} ${words.join(' or ')}`.trim();
    length += part.length;
    if (length > MAX_VERSIONS_TEXT) return `${[...parts, part].join('; ').slice(0, MAX_VERSIONS_TEXT)}…`;
    parts.push(part);
  }
  return parts.join('; ');
}

function eventText(event: RangeEvent): string {
  if ('introduced' in event) return event.introduced === '0' ? '>= 0' : `>= ${event.introduced}`;
  if ('fixed' in event) return `< ${event.fixed}`;
  return 'lastAffected' in event ? `<= ${event.lastAffected}` : `before ${event.limit}`;
}

const firstLine = (text: string): string => text.trimStart().split('\n', 1)[0]?.slice(0, 200).trim() ?? '';

/** OSS-Fuzz writes `Crash type: …` and `Crash state:` with up to three functions into the details. */
function crashOf(details: string): CrashClaim | undefined {
  const lines = details.slice(0, 16_384).split('\n');
  const type = lines
    .find((line) => line.startsWith('Crash type: '))
    ?.slice('Crash type: '.length)
    .trim();
  if (!type) return undefined;
  const state = lines.findIndex((line) => line.startsWith('Crash state:'));
  const frames: string[] = [];
  for (let i = state + 1; state >= 0 && i < lines.length && frames.length < 64; i += 1) {
    const line = lines[i]?.trim() ?? '';
    if (line === '' || line === '```') break;
    frames.push(line);
  }
  const access = /\b(READ|WRITE)\b/.exec(type)?.[1];
  const kind = type
    .replace(/\s+(?:READ|WRITE)\b.*$/, '')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, '-');
  return {
    detector: 'unknown',
    kind: kind === '' ? 'unknown' : kind,
    ...(access === 'READ' ? { access: 'read' } : access === 'WRITE' ? { access: 'write' } : {}),
    frames: frames.map((symbol) => ({ symbol })),
  };
}
