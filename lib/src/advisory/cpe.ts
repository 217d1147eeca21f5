// CPE names (NIST IR 7695): the 2.3 formatted string and the 2.2 URI, read into their parts. Only what names a product is kept.

export interface CpeParts {
  /** a application, o operating system, h hardware. */
  readonly part: 'a' | 'o' | 'h';
  readonly vendor: string;
  readonly product: string;
  /** Absent: any version, or not applicable. */
  readonly version?: string;
  readonly update?: string;
  readonly targetSoftware?: string;
}

/** The parts of a name, or undefined where it is none, or names no product. */
export function parseCpe(text: string): CpeParts | undefined {
  if (text.length > 2_000) return undefined;
  const fields = /^cpe:2\.3:/i.test(text) ? formatted(text) : /^cpe:\//i.test(text) ? uri(text) : undefined;
  if (!fields) return undefined;
  const [part = '', vendor, product, version, update, , , , targetSoftware] = fields;
  const letter = part.toLowerCase();
  if ((letter !== 'a' && letter !== 'o' && letter !== 'h') || !vendor || !product) return undefined;
  return {
    part: letter,
    vendor,
    product,
    ...(version === undefined ? {} : { version }),
    ...(update === undefined ? {} : { update }),
    ...(targetSoftware === undefined ? {} : { targetSoftware }),
  };
}

/** Thirteen fields with colons between them; a colon inside one is escaped. `*` is any, `-` is none. */
function formatted(text: string): readonly (string | undefined)[] | undefined {
  const fields = text.slice(8).split(/(?<!\\):/);
  if (fields.length !== 11) return undefined;
  return fields.map((field) =>
    field === '*' || field === '-' || field === '' ? undefined : field.replace(/\\(.)/g, '$1'),
  );
}

/** Up to seven fields, percent-encoded; empty is any, `-` is none. */
function uri(text: string): readonly (string | undefined)[] | undefined {
  const fields = text.slice(5).split(':');
  if (fields.length > 7) return undefined;
  try {
    return fields.map((field) => (field === '' || field === '-' ? undefined : decodeURIComponent(field)));
  } catch {
    return undefined;
  }
}
