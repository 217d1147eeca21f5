// CycloneDX's own test documents, JSON of 1.2 to 1.7 and XML of 1.0 to 1.7: the name says whether each is valid. A valid one must be
// judged so and be read without a problem, with all its components; an invalid one must get a placed problem. Then whole documents of
// the project's examples: as many components as an independent count finds, and the same from XML as from JSON.
import { judge, type SuiteResult } from '../tools/measure.ts';
import { judgeExamples } from './cyclonedx/examples.ts';
import { judgeVerdicts } from './cyclonedx/verdicts.ts';

export default async function run(): Promise<SuiteResult> {
  return judge('cyclonedx', [...judgeVerdicts(), ...judgeExamples()]);
}
