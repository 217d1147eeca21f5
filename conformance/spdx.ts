// SPDX documents that others made. Verdicts: as SPDX's own tools say, and as its published JSON schemas say (through ajv). Content: as
// many packages and files as an independent count finds, the same from every spelling of one document, and the same packages from 3.0
// as from 2.x where an example is in both. Lists of one image by several tools: the packages of its distribution reconcile.
import { judge, type SuiteResult } from '../tools/measure.ts';
import { judgeSpellings } from './spdx/spellings.ts';
import { judgeTools } from './spdx/tools.ts';
import { judgeVerdicts } from './spdx/verdicts.ts';
import { judgeWhole } from './spdx/whole.ts';

export default async function run(): Promise<SuiteResult> {
  return judge('spdx', [...judgeVerdicts(), ...judgeWhole(), ...judgeSpellings(), ...judgeTools()]);
}
