// Documents of our own for the tests of the reader: one advisory with a tree as vendors draw it.

const product = (id: string, name: string, helper?: unknown) => ({
  product_id: id,
  name,
  ...(helper === undefined ? {} : { product_identification_helper: helper }),
});

export const ADVISORY = {
  document: {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    title: 'Acme pumps: the update server is not checked',
    publisher: { category: 'vendor', name: 'Acme Medical', namespace: 'https://acme.example' },
    distribution: { tlp: { label: 'WHITE' } },
    notes: [{ category: 'summary', title: 'Summary', text: 'Pumps take any update.' }],
    references: [{ category: 'self', summary: 'This', url: 'https://acme.example/a-1.json' }],
    acknowledgments: [{ names: ['Ada'], organization: 'Lab' }, { organization: 'CERT' }],
    tracking: {
      id: 'ACME-2026-1',
      aliases: ['VDE-2026-7'],
      status: 'final',
      version: '2',
      initial_release_date: '2026-01-01T00:00:00Z',
      current_release_date: '2026-02-01T00:00:00Z',
      revision_history: [
        { number: '2', date: '2026-02-01T00:00:00Z', summary: 'Fix' },
        { number: '1', date: '2026-01-01T00:00:00Z', summary: 'First' },
      ],
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Acme Medical GmbH',
        branches: [
          {
            category: 'product_family',
            name: 'Pumps',
            branches: [
              {
                category: 'product_name',
                name: 'Infusor 3000',
                branches: [
                  {
                    category: 'product_version_range',
                    name: '<V4.2',
                    product: product('old', 'Infusor 3000 before 4.2'),
                  },
                  { category: 'product_version', name: '4.2', product: product('fixed', 'Infusor 3000 4.2') },
                  {
                    category: 'product_version_range',
                    name: 'vers:intdot/>5.0',
                    product: product('new', 'Infusor after 5.0'),
                  },
                  {
                    category: 'product_version_range',
                    name: 'up to 3.9',
                    product: product('vague', 'Infusor up to 3.9'),
                  },
                  {
                    category: 'product_version',
                    name: '4.0',
                    branches: [
                      { category: 'service_pack', name: 'SP1', product: product('sp', 'Infusor 3000 4.0 SP1') },
                      { category: 'architecture', name: 'arm64', product: product('arm', 'Infusor 3000 4.0 arm64') },
                    ],
                  },
                ],
              },
            ],
          },
          {
            category: 'product_name',
            name: 'libacme',
            branches: [
              {
                category: 'product_version',
                name: '1.4.0',
                product: product('lib', 'libacme 1.4.0', {
                  purl: 'pkg:npm/libacme@1.4.0',
                  cpe: 'cpe:2.3:a:acme:libacme:1.4.0:*:*:*:*:*:*:*',
                  hashes: [{ filename: 'l.tgz', file_hashes: [{ algorithm: 'sha256', value: 'AB'.repeat(32) }] }],
                  model_numbers: ['LA-1*'],
                  serial_numbers: ['77'],
                }),
              },
            ],
          },
        ],
      },
    ],
    full_product_names: [
      product('plain', 'Infusor 2000 all firmware'),
      product('cpe', 'Gateway 9', { cpe: 'cpe:/h:acme:gateway:9' }),
    ],
    relationships: [
      {
        category: 'installed_on',
        product_reference: 'lib-in-pump',
        relates_to_product_reference: 'cpe',
        full_product_name: product('lib-in-pump-on-gateway', 'libacme in Infusor on Gateway'),
      },
      {
        category: 'default_component_of',
        product_reference: 'lib',
        relates_to_product_reference: 'fixed',
        full_product_name: product('lib-in-pump', 'libacme in Infusor'),
      },
    ],
    product_groups: [{ group_id: 'pumps', product_ids: ['old', 'sp'] }],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2026-1000',
      title: 'No check',
      ids: [
        { system_name: 'Acme', text: 'ACME-BUG-1' },
        { system_name: 'Web', text: 'https://acme.example/bug?id=1' },
      ],
      cwe: { id: 'CWE-494', name: 'Download of Code Without Integrity Check' },
      notes: [{ category: 'description', title: 'Description', text: 'Any update is taken.' }],
      scores: [
        {
          products: ['old'],
          cvss_v3: { version: '3.1', vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
        },
      ],
      product_status: {
        known_affected: ['old', 'new', 'vague', 'sp', 'arm', 'lib', 'cpe', 'plain'],
        fixed: ['fixed'],
        known_not_affected: ['lib-in-pump-on-gateway'],
        under_investigation: ['lib-in-pump'],
      },
      flags: [{ label: 'vulnerable_code_not_in_execute_path', product_ids: ['lib-in-pump-on-gateway'] }],
      threats: [{ category: 'impact', details: 'Never called there.', product_ids: ['lib-in-pump-on-gateway'] }],
      remediations: [
        { category: 'vendor_fix', details: 'Update to 4.2.', group_ids: ['pumps'], url: 'https://acme.example/4.2' },
      ],
    },
  ],
};
