import { describe, expect, it } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { greeting } from './greeting.ts';
import { wantsDemo } from './wants-demo.ts';

const URL_SET = { DATABASE_URL: 'postgres://somebody@db.example/leadtime' };

it.each<[what: string, args: string[], env: Record<string, string>, wanted: boolean]>([
  ['is loaded into the embedded database', [], {}, true],
  ['is left out with --empty', ['--empty'], {}, false],
  ['is not loaded into a database that somebody names', [], URL_SET, false],
  ['is loaded there with --demo', ['--demo'], URL_SET, true],
  ['is loaded there with LEADTIME_DEMO=1', [], { ...URL_SET, LEADTIME_DEMO: '1' }, true],
  ['is not loaded there with LEADTIME_DEMO=0', [], { ...URL_SET, LEADTIME_DEMO: '0' }, false],
  ['is left out with --empty, whatever else is said', ['--demo', '--empty'], { LEADTIME_DEMO: '1' }, false],
])('the demo week %s', (_, args, env, wanted) => {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.problems.join());
  expect(wantsDemo(args, read.config)).toBe(wanted);
});

describe('the greeting', () => {
  const doors = { secret: 'ltu_secret', links: [], heldBack: false };
  const say = (more: Partial<Parameters<typeof greeting>[2]>) =>
    greeting('Leadtime 1', 'http://localhost:4409', { ...doors, ...more });
  const link = { role: 'model_developer', person: 'A. Person', party: 'A lab', demo_secret: 'ltl_secret' };

  it('says that the demo was left out, and how to have it, on a named database that nobody has set up', () => {
    expect(say({ heldBack: true })).toContain('start with --demo or LEADTIME_DEMO=1');
    expect(say({})).not.toContain('--demo');
    expect(say({ heldBack: true, secret: undefined })).not.toContain('--demo');
  });
  it('gives each door once', () => {
    const text = say({ links: [link] });
    expect(text).toContain('http://localhost:4409/setup#ltu_secret');
    expect(text).toContain('model developer  A. Person, A lab\n    http://localhost:4409/sign-in/link#ltl_secret');
  });
});
