// What npm start prints when the server is there: where it is, and who may come in how.

export interface Doors {
  /** Of the first administrator; undefined: the instance is set up. */
  readonly secret: string | undefined;
  /** Of the demo; none without it. */
  readonly links: readonly {
    readonly role: string;
    readonly person: string;
    readonly party: string;
    readonly demo_secret: string;
  }[];
  /** The demo was left out because the database is one that somebody named. */
  readonly heldBack: boolean;
}

export function greeting(title: string, origin: string, { secret, links, heldBack }: Doors): string {
  const first = secret ? `\n  First administrator (works once): ${origin}/setup#${secret}\n` : '';
  const without =
    secret && heldBack
      ? '\n  The demo week was not loaded, because DATABASE_URL names a database. For a demo there, which\n  cannot be taken out again, start with --demo or LEADTIME_DEMO=1.\n'
      : '';
  const walkIn = links.map(
    (l) =>
      `  ${l.role.replace('_', ' ').padEnd(16)} ${l.person}, ${l.party}\n    ${origin}/sign-in/link#${l.demo_secret}\n`,
  );
  const demo =
    walkIn.length > 0 ? `\n  A demo: its people, their bugs and their links are made up.\n\n${walkIn.join('')}` : '';
  return `\n${title} is at ${origin}\n${first}${without}${demo}\n  Stop with Ctrl+C.\n\n`;
}
