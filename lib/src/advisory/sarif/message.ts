// The plain text of a SARIF message (§3.11): its own text, or a string of the rule or tool with the arguments put in.
// Markdown is taken as text where nothing else is given, and never rendered.
import { quote } from '../../kit/index.ts';
import { child, entriesOf, type Node, textOf, textsOf } from './fields.ts';

/** Message strings by their id: of a rule, or of all rules of a tool. */
export type MessageStrings = ReadonlyMap<string, string>;

/** The text, or undefined where there is none. `strings` are asked in order for a message that has only an id. */
export function messageText(
  message: Node | undefined,
  strings: readonly (MessageStrings | undefined)[],
): string | undefined {
  if (!message) return undefined;
  const own = textOf(message, 'text') ?? textOf(message, 'markdown');
  const args = textsOf(message, 'arguments');
  if (own !== undefined) return args.length > 0 ? withArguments(own, args) : own;
  const id = textOf(message, 'id');
  if (id === undefined) return undefined;
  for (const known of strings) {
    const text = known?.get(id);
    if (text !== undefined) return withArguments(text, args);
  }
  message.report('reference.dangling', `${message.path}/id`, `no message string has the id ${quote(id)}`);
  return undefined;
}

/** Reads a `messageStrings` object: id → text of a multiformat message string (§3.12). */
export function messageStrings(node: Node | undefined): MessageStrings | undefined {
  if (!node) return undefined;
  const strings = new Map<string, string>();
  for (const [id] of entriesOf(node)) {
    const string = child(node, id);
    const text = string && (textOf(string, 'text') ?? textOf(string, 'markdown'));
    if (text !== undefined) strings.set(id, text);
  }
  return strings;
}

/** `{0}` becomes the argument, `{{` and `}}` become braces (§3.11.5); a placeholder without its argument stays as it is. */
export function withArguments(text: string, args: readonly string[]): string {
  return text.replace(/\{\{|\}\}|\{(\d{1,4})\}/g, (found, index: string | undefined) => {
    if (index !== undefined) return args[Number(index)] ?? found;
    return found.charAt(0);
  });
}

/** Embedded links `[text](target)` as their text, for one line of title (§3.11.6). */
export const withoutLinks = (text: string): string =>
  text.replace(/\[((?:[^[\]\\]|\\.){1,300})\]\([^()\s]{1,300}\)/g, '$1');
