// leadtime login: tries a token, then keeps it where only its owner can read it.
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { clientFor, DEFAULT_URL, keepCredentials, originOf, refuseInTheClear } from '../connection.ts';
import { Failure } from '../failure.ts';
import { visible } from '../terminal.ts';
import type { World } from '../world.ts';

export const run: Run = async (input, world) => {
  const url = originOf(input.arg(0) || world.env['LEADTIME_URL'] || DEFAULT_URL);
  refuseInTheClear(url, input);
  const token = await readToken(url, world);
  const { signedIn, person, acting } = await clientFor(world, url, token).call('session.read');
  if (!signedIn) throw new Failure(2, `${url} does not know this token. It may be expired or revoked; make a new one.`);
  const file = await keepCredentials(world, { url, token });
  const json = {
    url,
    person: person?.name ?? null,
    party: acting?.party.name ?? null,
    role: acting?.role ?? null,
    file,
  };
  await answer(
    input,
    world,
    json,
    () =>
      `Signed in at ${url} as ${visible(person?.name ?? 'somebody')}, ${acting ? `${acting.role.replace('_', ' ')} for ${visible(acting.party.name)}` : 'without a role'}.\nThe token is in ${file}.\n`,
  );
  return 0;
};

const TOKEN_LIMIT = 400;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Ctrl+D ends what is typed
const LINE_END = /[\r\n\u0004]/;

/** One line: typed unseen, or from standard input. */
async function readToken(url: string, world: World): Promise<string> {
  if (world.stdinIsTerminal) world.err(`Token for ${url} (make one in the web: Settings, Tokens): `);
  const show = world.hideTyping();
  let text = '';
  try {
    for await (const chunk of world.stdin) {
      text += Buffer.from(chunk).toString('utf8');
      if (text.includes('\u0003')) throw new Failure(130, 'Stopped.'); // Ctrl+C, unseen by the terminal
      if (LINE_END.test(text) || text.length > TOKEN_LIMIT) break;
    }
  } finally {
    show();
    if (world.stdinIsTerminal) world.err('\n');
  }
  const token = erased(text.split(LINE_END)[0] ?? '').trim();
  if (!/^[\w-]{16,400}$/.test(token))
    throw new Failure(2, 'That is not a token: a word of letters, digits, _ and -. Nothing was kept.');
  return token;
}

/** Backspaces, which nobody handles while typing is unseen. */
function erased(text: string): string {
  const letters: string[] = [];
  for (const letter of text) {
    if (letter === '\u007f' || letter === '\b') letters.pop();
    else letters.push(letter);
  }
  return letters.join('');
}
