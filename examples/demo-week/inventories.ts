// What the operators of the demo week run: a bank and a water utility with bills of materials, a hospital with a spreadsheet,
// an agency with two hundred assets in three bureaus.
import { cyclonedxBom, type GivenComponent } from '../generate/cyclonedx.ts';
import type { FictionalPackage } from '../generate/packages.ts';
import { randomOf } from '../generate/random.ts';
import { csvText, productSheet, type SheetRow } from '../generate/sheet.ts';
import { DEMO_PACKAGES } from './packages.ts';

export interface MadeInventory {
  readonly name: string;
  readonly format: 'cyclonedx' | 'sheet';
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly asset?: string;
  readonly exposure?: 'public' | 'internal' | 'unknown';
}

const P = DEMO_PACKAGES;
const have = (pkg: FictionalPackage, version: string): GivenComponent => ({ pkg, version });

/** Three bills, one an asset: 900 components. `reached` are packages of advisories that the bank must have. */
export function bankInventories(
  seed: string,
  at: string,
  reached: readonly GivenComponent[],
): readonly MadeInventory[] {
  return [
    bom(seed, at, {
      name: 'web-banking',
      components: 420,
      exposure: 'public',
      ecosystems: ['npm', 'Debian:12'],
      given: [
        have(P.tar, '2.4.1'),
        have(P.gate, '1.6.3'),
        have(P.cookie, '1.1.0'),
        have(P.query, '3.5.0'),
        have(P.quaycert, '2.8.0-4+deb12u1'),
        ...reached,
      ],
    }),
    bom(seed, at, {
      name: 'branch-tablets',
      components: 260,
      exposure: 'internal',
      ecosystems: ['npm'],
      given: [have(P.tar, '2.3.0'), have(P.sheet, '1.4.0')],
    }),
    bom(seed, at, {
      name: 'statement-printing',
      components: 220,
      exposure: 'internal',
      ecosystems: ['Debian:12'],
      given: [have(P.lanternfs, '3.2.1-2'), have(P.quaycert, '2.8.0-4')],
    }),
  ];
}

/** Three bills, one an asset: 600 components. */
export function waterInventories(seed: string, at: string): readonly MadeInventory[] {
  return [
    bom(seed, at, {
      name: 'pump-house-north',
      components: 180,
      exposure: 'internal',
      ecosystems: ['Debian:12'],
      given: [have(P.brinepump, '1.6.0-1+deb12u1')],
    }),
    bom(seed, at, {
      name: 'pump-house-south',
      components: 170,
      exposure: 'internal',
      ecosystems: ['Debian:12'],
      given: [have(P.brinepump, '1.6.0-1')],
    }),
    bom(seed, at, {
      name: 'customer-portal',
      components: 250,
      exposure: 'public',
      ecosystems: ['npm', 'Debian:12'],
      given: [have(P.gate, '1.5.0'), have(P.query, '3.4.0'), have(P.lanternfs, '3.2.1-2+deb12u1')],
    }),
  ];
}

/** The hospital's list: 140 rows, some of which match nothing and some without a version. */
export function hospitalInventory(seed: string): MadeInventory {
  return {
    name: 'Equipment list',
    format: 'sheet',
    filename: 'equipment.csv',
    bytes: productSheet({ rows: 140, seed: `${seed}/hospital`, given: HOSPITAL_ROWS }),
  };
}

const pump = (row: Partial<SheetRow>): Partial<SheetRow> => ({
  vendor: 'Velloria Medical',
  product: 'InfuSure 300',
  ...row,
});
const HOSPITAL_ROWS: readonly Partial<SheetRow>[] = [
  pump({ version: '4.1.0', asset: 'Ward 3 infusion pumps', quantity: '12' }),
  pump({ version: '4.0.7', asset: 'Emergency infusion pumps', quantity: '4' }),
  pump({ version: '4.2.1', asset: 'Theatre A infusion pumps', quantity: '2', note: 'updated by the vendor in spring' }),
  pump({
    version: '',
    asset: 'Store room infusion pumps',
    quantity: '6',
    note: 'switched off, version not on the label',
  }),
  pump({ vendor: 'VELLORIA MEDICAL', version: 'v4.1.0', asset: 'Ward 1 infusion pumps', quantity: '8' }),
  pump({
    vendor: 'Velloria',
    version: '4.1.0',
    asset: 'Clinic infusion pumps',
    quantity: '2',
    note: 'vendor as on the invoice',
  }),
  pump({ product: 'InfuSure Gateway', version: '2.0', asset: 'Infusion gateway', quantity: '1' }),
  pump({ product: 'Infusure-300', version: '4.1.0 build 812', asset: 'Ward 2 infusion pumps', quantity: '6' }),
  {
    vendor: 'Pennoway Networks',
    product: 'VPN Box',
    version: '',
    asset: 'VPN for the vendor',
    note: '=HYPERLINK("https://example.net","click")',
  },
  {
    vendor: '',
    product: 'Grey box under the desk',
    version: '',
    asset: 'Front desk',
    note: 'nobody knows, "do not unplug"',
  },
  { vendor: 'Lumestra', product: 'WardLight\nMonitor', version: '3.1', asset: 'Ward 2 monitors', quantity: 'several' },
  { vendor: 'Hollin Software', product: 'Admissions', version: '11.4.2', asset: 'Admissions server', quantity: '1' },
];

export const BUREAUS = [
  'Lock Operations Bureau',
  'Charts and Soundings Service',
  'Grants and Permits Division',
] as const;
const AGENCY = 'Office of Inland Navigation';

interface AgencyAsset {
  readonly name: string;
  readonly bureau: string;
  readonly environment: 'prod' | 'test' | 'dev';
  readonly exposure: 'public' | 'internal' | '';
  readonly type: 'server' | 'application' | 'network device' | 'workstation';
}

/** 200 assets: twelve applications that have a bill, and 188 more that stand in the bureaus' lists. */
export function agencyAssets(seed: string): readonly AgencyAsset[] {
  const r = randomOf('agency', seed);
  const applications = BUREAUS.flatMap(
    (bureau, b) =>
      APPLICATIONS[b]?.map(
        ([name, exposure]): AgencyAsset => ({ name, bureau, environment: 'prod', exposure, type: 'application' }),
      ) ?? [],
  );
  const others = Array.from({ length: 200 - applications.length }, (_, i): AgencyAsset => {
    const type = r.weighted([
      ['server', 4],
      ['network device', 3],
      ['workstation', 5],
    ] as const);
    return {
      name: `oin-${type.slice(0, 3).replace(' ', '')}-${String(i + 1).padStart(3, '0')}`,
      bureau: r.pick(BUREAUS),
      environment: r.weighted([
        ['prod', 7],
        ['test', 2],
        ['dev', 1],
      ] as const),
      exposure: r.weighted([
        ['internal', 8],
        ['public', 2],
        ['', 1],
      ] as const),
      type,
    };
  });
  return [...applications, ...others];
}

/** The asset tags of BOD 26-04 (organisation, sub-organisation, environment, exposure, type) as CSV. */
export function agencyAssetCsv(seed: string): Uint8Array {
  const rows = agencyAssets(seed).map((a) => [a.name, AGENCY, a.bureau, a.environment, a.exposure, a.type]);
  return new TextEncoder().encode(
    csvText([['asset', 'organisation', 'sub-organisation', 'environment', 'exposure', 'type'], ...rows]),
  );
}

/** Twelve bills of about 155 components, and a list of about 640 rows. */
export function agencyInventories(seed: string, at: string): readonly MadeInventory[] {
  const bills = APPLICATIONS.flat().map(([name], i) =>
    bom(`${seed}/agency`, at, {
      name,
      components: 150 + (i % 4) * 5,
      ecosystems: i % 3 === 1 ? ['Debian:12'] : ['npm', 'Debian:12'],
      given: AGENCY_GIVEN[name] ?? [],
    }),
  );
  return [...bills, agencyList(seed)];
}

const APPLICATIONS: readonly (readonly (readonly [string, 'public' | 'internal'])[])[] = [
  [
    ['lock-scheduler', 'public'],
    ['lock-control-gateway', 'internal'],
    ['crew-rota', 'internal'],
    ['lock-camera-archive', 'internal'],
  ],
  [
    ['chart-viewer', 'public'],
    ['sounding-import', 'internal'],
    ['tide-tables', 'public'],
    ['survey-share', 'internal'],
  ],
  [
    ['permit-desk', 'public'],
    ['grant-intake', 'public'],
    ['payments-bridge', 'internal'],
    ['records-export', 'internal'],
  ],
];
const AGENCY_GIVEN: Readonly<Record<string, readonly GivenComponent[]>> = {
  'lock-scheduler': [have(P.tar, '2.4.0'), have(P.gate, '1.6.3')],
  'lock-control-gateway': [have(P.brinepump, '1.6.0-1+deb12u1')],
  'chart-viewer': [have(P.tar, '2.2.0'), have(P.quaycert, '2.8.0-4+deb12u1')],
  'survey-share': [have(P.lanternfs, '3.2.1-2+deb12u1')],
  'permit-desk': [have(P.tar, '2.4.1'), have(P.query, '3.5.2'), have(P.cookie, '1.2.1')],
  'grant-intake': [have(P.gate, '1.4.0'), have(P.sheet, '1.3.0')],
  'records-export': [have(P.sheet, '1.4.0'), have(P.tar, '1.9.0')],
};

function agencyList(seed: string): MadeInventory {
  const r = randomOf('agency-list', seed);
  const assets = agencyAssets(seed).slice(12);
  const given = assets.flatMap((asset) =>
    Array.from({ length: r.between(3, 4) }, (): Partial<SheetRow> => {
      const [vendor, product] = r.pick(AGENCY_PRODUCTS);
      return {
        vendor,
        product,
        asset: asset.name,
        version: r.chance(7) ? '' : `${r.between(1, 14)}.${r.between(0, 9)}.${r.between(0, 30)}`,
      };
    }),
  );
  return {
    name: 'Everything else',
    format: 'sheet',
    filename: 'oin-everything-else.csv',
    bytes: productSheet({ rows: given.length, seed: `${seed}/agency`, given }),
  };
}

const AGENCY_PRODUCTS: readonly (readonly [string, string])[] = [
  ['Pennoway Networks', 'Edge Switch 24'],
  ['Pennoway Networks', 'VPN Box'],
  ['Hollin Software', 'Rota'],
  ['Avenmoor', 'Telephone Switch'],
  ['Saltbrook Building', 'Door Controller'],
  ['Corrigan Office', 'Text Desk'],
  ['Corrigan Office', 'Number Desk'],
  ['Underhay', 'Remote Hands'],
  ['Underhay', 'Patch Runner'],
  ['Marlow & Pike', 'Scan Station'],
  ['Tideline', 'Gauge Reader'],
  ['Tideline', 'Pump Controller'],
];

function bom(
  seed: string,
  at: string,
  facts: {
    readonly name: string;
    readonly components: number;
    readonly exposure?: 'public' | 'internal';
    readonly ecosystems: readonly ('npm' | 'Debian:12')[];
    readonly given: readonly GivenComponent[];
  },
): MadeInventory {
  const { name, components, ecosystems, given } = facts;
  return {
    name,
    format: 'cyclonedx',
    filename: `${name}.cdx.json`,
    bytes: cyclonedxBom({ components, seed: `${seed}/${name}`, name, ecosystems, given, at, packages: 1_400 }),
    asset: name,
    ...(facts.exposure && { exposure: facts.exposure }),
  };
}
