// Statements of our own: every status, the justifications, subcomponents, ranges, two authors in time.
import type { VexDocument, VexJustification, VexProduct, VexStatement } from '../vex-model.ts';

export const product = (purl: string, more: Partial<VexProduct> = {}): VexProduct => ({
  id: purl,
  purls: [purl],
  cpes: [],
  hashes: [],
  subcomponents: [],
  ...more,
});

export const statement = (more: Partial<VexStatement>): VexStatement => ({
  path: '',
  vulnerability: { name: 'CVE-2026-1000', aliases: [] },
  products: [product('pkg:npm/left@1.0.0')],
  status: 'under_investigation',
  author: 'Acme',
  at: '2026-01-01T00:00:00.000Z',
  ...more,
});

const notAffected = (justification: VexJustification, name: string): VexStatement =>
  statement({ vulnerability: { name, aliases: [] }, status: 'not_affected', justification });

export const DOCUMENT: VexDocument = {
  format: 'openvex',
  id: 'https://acme.example/vex/1',
  version: '2',
  author: 'Acme',
  role: 'vendor',
  issued: '2026-01-01T00:00:00.000Z',
  statements: [
    statement({}),
    statement({
      vulnerability: { name: 'CVE-2026-1001', aliases: ['GHSA-2222-3333-4444'], description: 'A hole' },
      status: 'affected',
      action: 'Update to 2.0.0',
      products: [
        product('pkg:npm/app@1.0.0', {
          cpes: ['cpe:2.3:a:acme:app:1.0.0:*:*:*:*:*:*:*'],
          hashes: [{ algorithm: 'SHA-256', value: 'ab'.repeat(32) }],
          subcomponents: [{ id: 'pkg:npm/left@1.0.0', purls: ['pkg:npm/left@1.0.0'], cpes: [], hashes: [] }],
        }),
      ],
    }),
    statement({
      vulnerability: { name: 'CVE-2026-1002', aliases: [] },
      status: 'fixed',
      at: '2026-02-01T00:00:00.000Z',
    }),
    notAffected('component_not_present', 'CVE-2026-1003'),
    notAffected('vulnerable_code_not_present', 'CVE-2026-1004'),
    notAffected('vulnerable_code_not_in_execute_path', 'CVE-2026-1005'),
    notAffected('vulnerable_code_cannot_be_controlled_by_adversary', 'CVE-2026-1006'),
    notAffected('inline_mitigations_already_exist', 'CVE-2026-1007'),
    statement({
      vulnerability: { name: 'GHSA-5555-6666-7777', aliases: ['CVE-2026-1008'] },
      status: 'not_affected',
      impact: 'The function is never called.',
    }),
  ],
  problems: [],
  problemsTotal: 0,
};
