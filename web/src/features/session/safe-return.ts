// After a sign-in one goes back to where one wanted to be, but only inside this app: a link must not lead elsewhere.

export function safeReturn(to: string | undefined): string | undefined {
  // Exactly one slash, then nothing that a browser would read as another host, and no page of the door itself.
  const inside = to !== undefined && /^\/(?!\/)[^\\\p{Cc}]*$/u.test(to);
  return inside && !/^\/(sign-in|setup|api)(\/|\?|$)/.test(to) ? to : undefined;
}
