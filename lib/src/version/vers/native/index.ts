// From the range notations of package managers and projects to ranges of vers. A table of who writes how.
import { ok, type Result } from '../../../kit/index.ts';
import { readMaven, readNuget } from './brackets.ts';
import { readComparators, readList, readNginx } from './comparators.ts';
import { readConan } from './conan.ts';
import { readGem, readHex } from './gem.ts';
import { readCargo, readComposer, readNpm } from './npm.ts';
import { readPypi } from './pypi.ts';
import { type NativeVers, type Notation, readNotation } from './terms.ts';

/**
 * The range that a text means in the notation of a scheme (`~1.2 || >=2` of npm, `[1.0,2.0)` of Maven, `>= 1.0, < 2` of most).
 * A text with nothing in it states nothing: a range without constraints, of which no question can be answered.
 */
export function versFromNative(scheme: string, text: string): Result<NativeVers> {
  if (text.trim() === '') return ok({ range: { scheme, constraints: [] } });
  return readNotation(scheme, text, NOTATIONS.get(scheme) ?? readComparators);
}

const NOTATIONS: ReadonlyMap<string, (text: string) => Notation | undefined> = new Map([
  ['cargo', readCargo],
  ['composer', readComposer],
  ['conan', readConan],
  ['dart', readCargo],
  ['gem', readGem],
  ['hex', readHex],
  ['maven', readMaven],
  ['nginx', readNginx],
  ['npm', readNpm],
  ['nuget', readNuget],
  ['openssl', readList],
  ['pub', readCargo],
  ['pypi', readPypi],
]);
