// A made-up catalogue in the shape of CISA's Known Exploited Vulnerabilities JSON. Every id, vendor and product is fictional.
import { randomOf } from './random.ts';
import { WEAKNESS_KINDS } from './weaknesses.ts';
import { HEADS, TAILS } from './words.ts';

export interface KevEntry {
  readonly cveID: string;
  readonly vendorProject: string;
  readonly product: string;
  readonly vulnerabilityName: string;
  /** YYYY-MM-DD. */
  readonly dateAdded: string;
  readonly shortDescription: string;
  readonly requiredAction: string;
  readonly dueDate: string;
  readonly knownRansomwareCampaignUse: 'Known' | 'Unknown';
  readonly notes: string;
  readonly cwes: readonly string[];
}
export interface KevCatalog {
  readonly title: string;
  readonly catalogVersion: string;
  readonly dateReleased: string;
  readonly count: number;
  readonly vulnerabilities: readonly KevEntry[];
}
export interface KevOptions {
  readonly n: number;
  readonly seed?: string | number;
  /** Milliseconds; entries were added in the three years before. Default 2026-11-01. */
  readonly until?: number;
  /** When this state of the list came out. Default `until`. */
  readonly released?: number;
  /** Entries that must be in it, whatever chance says. */
  readonly given?: readonly KevEntry[];
}

const DAY = 86_400_000;

/** A catalogue of n entries, newest first. Entry i has the id CVE-2099-50000 + i. */
export function kevCatalog(options: KevOptions): KevCatalog {
  const until = options.until ?? Date.UTC(2026, 10, 1);
  const released = options.released ?? until;
  const given = options.given ?? [];
  const made = Array.from({ length: Math.max(0, options.n - given.length) }, (_, i) =>
    madeUp(options.seed ?? 'kev', i, until),
  );
  const vulnerabilities = [...given, ...made].sort((a, b) =>
    a.dateAdded < b.dateAdded ? 1 : a.dateAdded > b.dateAdded ? -1 : 0,
  );
  return {
    title: 'Synthetic catalogue in the KEV format: not CISA data',
    catalogVersion: dayText(released).replaceAll('-', '.'),
    dateReleased: new Date(released).toISOString(),
    count: vulnerabilities.length,
    vulnerabilities,
  };
}

export const kevBytes = (options: KevOptions): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(kevCatalog(options), null, 2)}\n`);

/** An entry from what is particular to it; dates and duties follow. */
export function kevEntry(facts: {
  readonly cve: string;
  readonly vendor: string;
  readonly product: string;
  readonly name: string;
  readonly text: string;
  readonly added: number;
  readonly cwe: string;
  readonly days?: number;
  readonly ransomware?: boolean;
}): KevEntry {
  return {
    cveID: facts.cve,
    vendorProject: facts.vendor,
    product: facts.product,
    vulnerabilityName: facts.name,
    dateAdded: dayText(facts.added),
    shortDescription: facts.text,
    requiredAction: 'Synthetic entry. Update as the vendor says, or take the product off the network until you can.',
    dueDate: dayText(facts.added + (facts.days ?? 21) * DAY),
    knownRansomwareCampaignUse: facts.ransomware ? 'Known' : 'Unknown',
    notes: `Synthetic example; https://advisories.example.org/${facts.cve.toLowerCase()}`,
    cwes: [facts.cwe],
  };
}

function madeUp(seed: string | number, i: number, until: number): KevEntry {
  const r = randomOf('kev', seed, i);
  const kind = r.pick(WEAKNESS_KINDS);
  const vendor = `${capital(r.pick(HEADS))}${r.pick(['tec', 'soft', ' Systems', ' Networks', 'ware'])}`;
  const product = `${capital(r.pick(TAILS))} ${r.pick(['Gateway', 'Server', 'Manager', 'Firmware', 'Client', 'Controller'])}`;
  return kevEntry({
    cve: `CVE-2099-${50_000 + i}`,
    vendor,
    product,
    name: `${vendor} ${product}: ${kind.name}`,
    text: `${vendor} ${product} has a weakness of the kind "${kind.name.toLowerCase()}" that lets a stranger change how it works. Made up.`,
    added: until - r.between(1, 1_095) * DAY,
    cwe: kind.cwe,
    days: r.pick([3, 14, 21, 21]),
    ransomware: r.chance(20),
  });
}

const dayText = (millis: number): string => new Date(millis).toISOString().slice(0, 10);
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
