// Weaknesses in about thirty families: two tools rarely choose the same CWE for one bug, but they nearly always stay in
// its family. The table is ours; a CWE that is not in it is family `other`, none at all is `unknown`.

const FAMILIES: Readonly<Record<string, readonly number[]>> = {
  'out-of-bounds-write': [119, 120, 121, 122, 123, 124, 680, 787, 805, 806],
  'out-of-bounds-read': [125, 126, 127, 129, 823, 1285],
  'use-after-free': [415, 416, 562, 672, 825, 826],
  'null-dereference': [476, 690],
  'memory-leak': [401, 772, 775],
  'uninitialised-use': [456, 457, 824, 908, 909],
  'type-confusion': [704, 843, 588],
  'integer-error': [128, 190, 191, 192, 193, 194, 195, 196, 197, 369, 681, 682],
  'format-string': [134],
  'race-condition': [362, 363, 364, 365, 366, 367, 368, 413, 662, 667],
  'resource-exhaustion': [400, 407, 409, 674, 770, 771, 776, 789, 834, 835, 1333],
  'assertion-or-crash': [248, 617, 754, 755, 703],
  'command-injection': [77, 78, 88],
  'code-injection': [94, 95, 96, 97, 98, 470, 913, 1321, 1336],
  'sql-injection': [89, 564, 943],
  'cross-site-scripting': [79, 80, 81, 82, 83, 84, 85, 86, 87, 116],
  'other-injection': [74, 75, 90, 91, 93, 99, 113, 117, 611, 643, 652, 917],
  'path-traversal': [22, 23, 24, 25, 26, 27, 28, 29, 35, 36, 37, 38, 39, 40, 59, 61, 73, 434, 552, 641],
  deserialisation: [502, 915],
  'request-forgery': [352, 441, 918, 1275],
  'open-redirect': [601],
  authentication: [287, 288, 290, 294, 302, 303, 304, 305, 306, 307, 308, 384, 521, 613, 620, 640, 1390],
  authorisation: [266, 269, 273, 276, 277, 281, 284, 285, 425, 639, 732, 862, 863, 1220],
  'secret-exposure': [256, 257, 259, 260, 312, 313, 319, 321, 522, 532, 538, 540, 798],
  'information-exposure': [200, 201, 203, 208, 209, 497, 524, 548, 598],
  cryptography: [295, 297, 310, 322, 323, 324, 325, 326, 327, 328, 329, 330, 331, 335, 338, 347, 354, 916, 1204],
  'input-validation': [20, 112, 130, 170, 179, 228, 241, 436, 444, 1173, 1284, 1286, 1287],
  'supply-chain': [353, 426, 427, 428, 494, 506, 829, 1104, 1357],
};

const familyOf: ReadonlyMap<string, string> = new Map(
  Object.entries(FAMILIES).flatMap(([family, ids]) => ids.map((id) => [`CWE-${id}`, family] as const)),
);

/** The family of the first weakness that has one: `other` when none has, `unknown` when there is none. */
export function weaknessFamily(weaknesses: readonly string[]): string {
  if (weaknesses.length === 0) return 'unknown';
  return weaknesses.map((w) => familyOf.get(w)).find((f) => f !== undefined) ?? 'other';
}

export const weaknessFamilies: readonly string[] = [...Object.keys(FAMILIES), 'other', 'unknown'];
