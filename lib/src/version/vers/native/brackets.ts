// Ranges as mathematicians write them, of Maven and NuGet: [1.0,2.0) and (,1.0],[1.2,). A version alone is, in Maven, a wish for just
// that one, and in NuGet the lowest that will do.
import { type Alternative, bound, from, type Notation, only, readAll } from './terms.ts';

export const readMaven = (text: string): Notation | undefined =>
  read(text, (version) => ({ alternatives: [{ bounds: [only(version)] }] }));
export const readNuget = (text: string): Notation | undefined =>
  read(text, (version) => ({ alternatives: [{ bounds: [from(version)] }] }));

function read(text: string, alone: (version: string) => Notation): Notation | undefined {
  const trimmed = text.trim();
  if (VERSION.test(trimmed)) return alone(trimmed);
  const sets = trimmed.match(/[[(][^[\]()]*[\])]/g) ?? [];
  const between = trimmed.replace(/[[(][^[\]()]*[\])]/g, ';').replace(/\s/g, '');
  if (sets.length === 0 || !/^;(?:,;)*$/.test(between)) return undefined;
  const alternatives = readAll(sets, set);
  return alternatives && { alternatives };
}

const VERSION = /^[^\s,;[\]()*<>=!|]+$/;

function set(text: string): Alternative | undefined {
  const open = text.startsWith('[');
  const closed = text.endsWith(']');
  const parts = text.slice(1, -1).split(',');
  const [low = '', high = ''] = parts.map((part) => part.trim());
  if (parts.length > 2 || ![low, high].every((version) => version === '' || VERSION.test(version))) return undefined;
  if (parts.length === 1) return open && closed && low !== '' ? { bounds: [only(low)] } : undefined;
  if ((low === '' && open) || (high === '' && closed)) return undefined;
  if (low !== '' && low === high) return open && closed ? { bounds: [only(low)] } : undefined;
  return {
    bounds: [
      ...(low === '' ? [] : [bound(open ? '>=' : '>', low)]),
      ...(high === '' ? [] : [bound(closed ? '<=' : '<', high)]),
    ],
  };
}
