// One typed projection of a record's fields per tier: the table lists, for every field, the tiers that may see it.
// Fields that are not in the table, tiers that nobody knows, and what is inherited are never shown.

/** Every field of a record must stand in its table, so that a new field is hidden until somebody decides. */
export type ProjectionTable<Row extends object, Tier extends string> = {
  readonly [Field in keyof Required<Row>]: readonly Tier[];
};

/** The fields of a record that a tier may see, as a new object. An unknown tier sees nothing. */
export function project<Row extends object, Tier extends string>(
  record: Row,
  tier: string,
  table: ProjectionTable<Row, Tier>,
): Partial<Row> {
  const shown: Partial<Row> = {};
  for (const field of fieldsFor(tier, table)) {
    if (!Object.hasOwn(record, field)) continue;
    // Defined, not assigned: a field named __proto__ must not change the object.
    Object.defineProperty(shown, field, { value: record[field], enumerable: true, configurable: true, writable: true });
  }
  return shown;
}

/** The same for many records of one kind. */
export function projectAll<Row extends object, Tier extends string>(
  records: readonly Row[],
  tier: string,
  table: ProjectionTable<Row, Tier>,
): Partial<Row>[] {
  return records.map((record) => project(record, tier, table));
}

/** What a tier may see: for filters, sorting, exports and column lists, which must not reveal a hidden field either. */
export function fieldsFor<Row extends object, Tier extends string>(
  tier: string,
  table: ProjectionTable<Row, Tier>,
): readonly (keyof Row)[] {
  return (Object.keys(table) as (keyof Row)[]) // own keys of a table of Row
    .filter((field) => (table[field] as readonly string[]).includes(tier)); // a tier from outside may be none of Tier
}

/** Whether a tier may filter, sort or search by a field. The same answer for a hidden field and one that does not exist. */
export function maySee<Row extends object, Tier extends string>(
  tier: string,
  field: string,
  table: ProjectionTable<Row, Tier>,
): boolean {
  return fieldsFor(tier, table).includes(field as keyof Row); // compared only
}
