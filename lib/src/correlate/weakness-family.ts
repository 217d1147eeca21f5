// Weaknesses in about thirty families: two tools rarely choose the same CWE for one bug, but they nearly always stay in
// its family. The table is ours; a CWE that is not in it is family `other`, none at all is `unknown`.

const FAMILIES = {
  'out-of-bounds-write': [119, 120, 121, 122, 123, 124, 131, 170, 680, 785, 787, 805, 806],
  'out-of-bounds-read': [125, 126, 127, 129, 786, 788, 823, 1285],
  lifetime: [415, 416, 562, 590, 672, 761, 762, 763, 825, 826],
  'null-dereference': [252, 253, 476, 690],
  'memory-leak': [401, 404, 459, 771, 772, 773, 775],
  'uninitialised-use': [456, 457, 665, 824, 908, 909],
  'type-confusion': [588, 704, 843, 1025],
  'integer-error': [128, 190, 191, 192, 193, 194, 195, 196, 197, 369, 468, 469, 681, 682, 839, 1335, 1339],
  'format-string': [134],
  'race-condition': [
    362, 363, 364, 365, 366, 367, 368, 413, 421, 432, 543, 567, 609, 662, 667, 764, 765, 820, 821, 833,
  ],
  'resource-exhaustion': [400, 405, 407, 409, 410, 674, 770, 776, 779, 789, 799, 834, 835, 920, 1050, 1176, 1325, 1333],
  'assertion-or-crash': [248, 390, 391, 617, 703, 754, 755],
  'command-injection': [77, 78, 88],
  'code-injection': [94, 95, 96, 97, 98, 470, 627, 913, 914, 1321, 1336, 1427],
  'sql-injection': [89, 564, 943],
  'cross-site-scripting': [79, 80, 81, 82, 83, 84, 85, 86, 87, 116, 692, 1021],
  'xml-and-markup': [91, 112, 611, 643, 652, 827],
  'other-injection': [74, 75, 90, 93, 99, 113, 117, 138, 140, 147, 150, 444, 917, 1236],
  'path-traversal': [
    22, 23, 24, 25, 26, 27, 28, 29, 35, 36, 37, 38, 39, 40, 41, 59, 61, 62, 64, 65, 73, 378, 379, 426, 427, 428, 434,
    552, 641,
  ],
  deserialisation: [502, 915],
  'request-forgery': [352, 441, 918, 940, 1275],
  'open-redirect': [601],
  authentication: [
    287, 288, 289, 290, 291, 294, 302, 303, 304, 305, 306, 307, 308, 309, 384, 521, 613, 620, 640, 645, 1390, 1391,
    1392,
  ],
  authorisation: [
    266, 267, 268, 269, 270, 271, 272, 273, 274, 276, 277, 278, 279, 280, 281, 282, 283, 284, 285, 286, 425, 551, 566,
    639, 668, 732, 862, 863, 1220,
  ],
  'secret-exposure': [
    256, 257, 259, 260, 261, 312, 313, 315, 319, 321, 522, 523, 532, 538, 540, 547, 549, 598, 798, 1394,
  ],
  'information-exposure': [
    200, 201, 202, 203, 204, 208, 209, 210, 211, 212, 213, 214, 226, 359, 385, 402, 488, 497, 515, 524, 525, 530, 548,
    550, 615, 1295, 1300,
  ],
  cryptography: [
    296, 297, 298, 299, 310, 295, 322, 323, 324, 325, 326, 327, 328, 329, 330, 331, 332, 333, 334, 335, 336, 337, 338,
    339, 340, 345, 346, 347, 348, 349, 354, 757, 759, 760, 780, 916, 924, 1204, 1240, 1241,
  ],
  'input-validation': [
    20, 130, 172, 173, 174, 176, 178, 179, 180, 182, 184, 185, 228, 229, 233, 235, 240, 241, 436, 646, 1173, 1284, 1286,
    1287, 1288, 1289,
  ],
  'business-logic': [223, 358, 451, 573, 603, 602, 657, 670, 684, 691, 697, 705, 778, 807, 837, 840, 841, 1007],
  'supply-chain': [353, 494, 506, 507, 510, 511, 829, 830, 912, 937, 1035, 1104, 1357, 1395],
  configuration: [15, 16, 260, 453, 489, 614, 749, 942, 1004, 1188, 1327, 1393],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type WeaknessFamily = keyof typeof FAMILIES | 'other' | 'unknown';

const familyOf: ReadonlyMap<string, WeaknessFamily> = new Map(
  Object.entries(FAMILIES)
    .reverse() // where two families name one, the earlier one has it
    .flatMap(([family, ids]) => ids.map((id) => [`CWE-${id}`, family as WeaknessFamily])), // a key of the table above
);

/** The family of the first weakness that has one: `other` when none has, `unknown` when there is none. */
export function weaknessFamily(weaknesses: readonly string[]): WeaknessFamily {
  if (weaknesses.length === 0) return 'unknown';
  return weaknesses.map((weakness) => familyOf.get(weakness)).find((family) => family !== undefined) ?? 'other';
}

export const weaknessFamilies: readonly string[] = [...Object.keys(FAMILIES), 'other', 'unknown'];
