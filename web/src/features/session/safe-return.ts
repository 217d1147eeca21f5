// After a sign-in one goes back to where one wanted to be, but only inside this app: a link must not lead elsewhere.

export function safeReturn(to: string | undefined): string | undefined {
  if (!to || !to.startsWith('/') || to.startsWith('//') || /[\\\u0000-\u001f]/.test(to) || /^\/(sign-in|setup|api)(\/|\?|$)/.test(to)) return undefined;
  return to;
}
