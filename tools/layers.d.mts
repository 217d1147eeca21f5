/** A row of the layers table. */
export const layers: readonly {
  readonly from: string;
  readonly may: readonly string[];
  readonly node: 'all' | readonly string[];
  readonly test?: readonly string[];
}[];
