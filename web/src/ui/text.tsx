// Text that came from outside is text: isolated in direction, long words broken, never markup.

/** One line or a few words of foreign text. */
export function Foreign({ children, mono = false }: { children: string; mono?: boolean }) {
  return <bdi className={mono ? 'mono' : undefined}>{visible(children)}</bdi>;
}

/** Foreign text with its line breaks. */
export function ForeignBlock({ children }: { children: string }) {
  return (
    <p className="foreign-block">
      <bdi>{visible(children)}</bdi>
    </p>
  );
}

/** Control and direction-changing characters are shown, so that they cannot disguise what stands beside them. */
export function visible(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is made visible
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\u2423${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
