// CISA's decision points in CVE records: github.com/cisagov/vulnrichment.
import { github, nameOf } from './github.ts';
import type { Protocol } from './journey.ts';

export const ssvc: Protocol = (journey) =>
  github(journey, {
    name: 'cisagov/vulnrichment',
    branch: 'develop',
    holds: (file) => /^\d{4}\/[\w/]*CVE-\d{4}-\d{4,}\.json$/.test(file),
    idOf: nameOf,
  });
