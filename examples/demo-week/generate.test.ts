// The demo week holds together: every act speaks of something that is there, by somebody who may, after it has come.
import { mayDo, ROLES } from '@leadtime/contract';
import { readCycloneDx, readKev, readOsv, readReport, readReportLines, readSarif, readSheet, readAssetSheet, type FindingClaim } from '@leadtime/lib/advisory';
import { candidateKeys, identityKeys, proposals } from '@leadtime/lib/correlate';
import { digestOf, expectOk } from '@leadtime/lib/kit';
import { describe, expect, it } from 'vitest';
import { PARTIES, PEOPLE, PROJECTS } from '../world.ts';
import { demoWeek } from './generate.ts';
import { NASTIES } from './nasty.ts';
import { EVENING } from './prepared.ts';
import { SIGHTINGS } from './sightings.ts';
import type { FindRef, Step, StepKind, StepOf } from './steps.ts';

const NOW = Date.UTC(2026, 10, 22, 9);
const week = demoWeek({ now: NOW });
const of = <K extends StepKind>(kind: K): readonly StepOf<K>[] => week.steps.filter((step): step is StepOf<K> => step.kind === kind);
