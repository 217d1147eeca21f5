import { expect, it } from 'vitest';
import { duration, type Funnel, funnelRows, funnelTable } from './funnel-data.ts';

const funnel: Funnel = {
  asOf: '2026-11-22T10:00:00.000Z',
  since: '2026-08-24T00:00:00.000Z',
  conclusion: '',
  stages: [
    { name: 'Received', count: 1204, of: 'findings', lost: [], medianHours: null },
    {
      name: 'Told',
      count: 38,
      of: 'vulnerabilities',
      lost: [
        { why: 'held: not validated', count: 1180 },
        { why: 'rejected', count: 0 },
      ],
      medianHours: 31,
    },
  ],
};

it('names every loss and hides none behind a total', () => {
  expect(funnelRows(funnel).map((r) => [r.name, r.lost, r.lostText])).toEqual([
    ['Received', 0, ''],
    ['Told', 1180, '1,180 held: not validated'],
  ]);
  expect(funnelTable(funnel).rows.map((r) => r[4])).toEqual([
    'nothing was lost here',
    'held: not validated',
    'rejected',
  ]);
});

it('says times as a person does', () => {
  expect([0.5, 1, 31, 48, 200].map(duration)).toEqual(['30 minutes', '1 hour', '31 hours', '2 days', '8 days']);
});
