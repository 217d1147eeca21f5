export {
  answerOf,
  type EffectiveStatement,
  effectiveStatements,
  mergeStatements,
  type VexAnswer,
} from './effective.ts';
