// A CVE record of our own with everything in it that the reader reads.

export const RECORD = {
  dataType: 'CVE_RECORD',
  dataVersion: '5.2.0',
  cveMetadata: {
    cveId: 'CVE-2026-1000',
    assignerOrgId: '00000000-0000-4000-8000-000000000001',
    state: 'PUBLISHED',
    datePublished: '2026-01-01T00:00:00',
    dateUpdated: '2026-02-01T00:00:00.5Z',
  },
  containers: {
    cna: {
      providerMetadata: { orgId: '00000000-0000-4000-8000-000000000001', shortName: 'acme' },
      title: 'Path traversal in unpack',
      descriptions: [
        { lang: 'de', value: 'Ein Pfad' },
        { lang: 'en', value: 'A path is not checked.' },
      ],
      tags: ['disputed'],
      source: { advisory: 'ACME-1' },
      affected: [
        {
          vendor: 'Acme Inc.',
          product: 'Unpack',
          packageURL: 'pkg:npm/unpack',
          defaultStatus: 'unaffected',
          versions: [
            {
              version: '1.0.0',
              lessThan: '3.0.0',
              status: 'affected',
              versionType: 'semver',
              changes: [
                { at: '1.4.2', status: 'unaffected' },
                { at: '2.0.0', status: 'affected' },
              ],
            },
          ],
          cpes: ['cpe:2.3:a:acme:unpack:*:*:*:*:*:*:*:*'],
          platforms: ['Windows'],
          modules: ['zip'],
          programFiles: ['src/zip.c'],
          programRoutines: [{ name: 'unzip' }],
        },
        {
          vendor: 'Acme Inc.',
          product: 'Kernel',
          repo: 'https://example.org/kernel',
          versions: [
            { version: 'abc', lessThan: 'def', status: 'affected', versionType: 'git' },
            { version: '0', lessThan: '*', status: 'affected', versionType: 'git' },
          ],
        },
        {
          vendor: 'Acme Inc.',
          product: 'Kernel',
          defaultStatus: 'affected',
          versions: [
            { version: '0', lessThan: '5.4', status: 'unaffected', versionType: 'custom' },
            { version: '5.4.100', lessThanOrEqual: '5.4.*', status: 'unaffected', versionType: 'custom' },
            { version: '6.1', lessThanOrEqual: '*', status: 'unaffected', versionType: 'custom' },
          ],
        },
        {
          vendor: 'Acme Inc.',
          product: 'Pump',
          versions: [
            { version: '< 4.2', status: 'affected' },
            { version: '5.0', status: 'affected' },
          ],
        },
        {
          vendor: 'Acme Inc.',
          product: 'Vague',
          versions: [
            { version: 'up to 3', status: 'affected' },
            { version: '1', status: 'unaffected' },
          ],
        },
        {
          vendor: 'Acme Inc.',
          product: 'Old',
          versions: [{ version: 'unspecified', lessThan: '2', status: 'affected', versionType: 'custom' }],
        },
        { vendor: 'Acme Inc.', product: 'Looking', versions: [{ version: '1', status: 'unknown' }] },
        { vendor: 'Acme Inc.', product: 'Safe', defaultStatus: 'unaffected' },
        { vendor: 'n/a', product: 'n/a', versions: [{ version: 'n/a', status: 'affected' }] },
        {
          collectionURL: 'https://pypi.org',
          packageName: 'acme-unpack',
          versions: [{ version: '1.0', status: 'affected' }],
        },
      ],
      metrics: [
        { format: 'CVSS', cvssV3_1: { version: '3.1', vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } },
        { other: { type: 'ssvc', content: {} } },
      ],
      problemTypes: [
        {
          descriptions: [
            { lang: 'en', description: 'x', cweId: 'CWE-22' },
            { lang: 'en', description: 'y' },
          ],
        },
      ],
      references: [
        { url: 'https://acme.example/1', tags: ['x_refsource_CONFIRM'] },
        { url: 'https://acme.example/2', tags: ['patch', 'vendor-advisory'] },
      ],
      credits: [{ lang: 'en', value: 'Ada', type: 'finder' }],
    },
    adp: [
      {
        providerMetadata: {
          orgId: '00000000-0000-4000-8000-000000000002',
          shortName: 'NVD',
          dateUpdated: '2026-03-01T00:00:00Z',
        },
        references: [{ url: 'https://acme.example/1', tags: ['exploit'] }],
        problemTypes: [{ descriptions: [{ lang: 'en', description: 'z', cweId: 'CWE-9' }] }],
        cpeApplicability: [
          {
            operator: 'AND',
            nodes: [
              {
                operator: 'OR',
                negate: false,
                cpeMatch: [
                  {
                    vulnerable: true,
                    criteria: 'cpe:2.3:a:acme:browser:*:*:*:*:*:android:*:*',
                    versionStartExcluding: '1.0',
                    versionEndExcluding: '2.0',
                  },
                  { vulnerable: true, criteria: 'cpe:2.3:a:acme:ntp:4.2.8:p18:*:*:*:*:*:*' },
                ],
              },
              {
                operator: 'OR',
                negate: false,
                cpeMatch: [{ vulnerable: false, criteria: 'cpe:2.3:o:acme:kernel:-:*:*:*:*:*:*:*' }],
              },
            ],
          },
        ],
      },
    ],
  },
};
