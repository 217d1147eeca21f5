// The GitHub Advisory Database in OSV form: github.com/github/advisory-database. What GitHub has not reviewed names no packages.
import { github, nameOf } from './github.ts';
import type { Protocol } from './journey.ts';

export const ghsa: Protocol = (journey) =>
  github(journey, {
    name: 'github/advisory-database',
    branch: 'main',
    holds: (file) => /^advisories\/github-reviewed\/.+\/GHSA(-[0-9a-z]{4}){3}\.json$/.test(file),
    idOf: nameOf,
  });
