export {
  agreedWord,
  deniesTheMatch,
  type VexAnnotation,
  type VexAnnotator,
  type VexContext,
  type VexContradiction,
  type VexNote,
  vexAnnotator,
  wordsOf,
} from './annotate.ts';
export { type Nameable, type Named, names } from './names.ts';
