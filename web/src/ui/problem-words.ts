// What is wrong with a field, in words. The schema language of the API says "Too small: expected string to have >=12
// characters"; who has filled in a form wants "At least 12 characters."

const WORDS: readonly (readonly [RegExp, (m: RegExpExecArray) => string])[] = [
  [/^Too small: expected string to have >=1 characters$/, () => 'Fill this in.'],
  [/^Too small: expected string to have >=(\d+) characters$/, (m) => `At least ${m[1]} characters.`],
  [/^Too big: expected string to have <=(\d+) characters$/, (m) => `At most ${m[1]} characters.`],
  [/^Too small: expected array to have >=1 items$/, () => 'Give at least one.'],
  [/^Too big: expected array to have <=(\d+) items$/, (m) => `At most ${m[1]} of them.`],
  [/^Too small: expected number to be >=(-?\d+)$/, (m) => `${m[1]} or more.`],
  [/^Too big: expected number to be <=(-?\d+)$/, (m) => `${m[1]} or less.`],
  [/^Invalid input: expected (\w+), received (undefined|null|NaN)$/, () => 'Fill this in.'],
  [/^Invalid string: must match pattern (.+)$/, (m) => `Not in the form that is asked for: ${m[1]}`],
  [/^Invalid email address$/, () => 'This is not an e-mail address.'],
  [/^Invalid URL$/, () => 'This is not an address of the web.'],
];

/** The plainest words for a problem; its own words where we know none. */
export function problemInWords(detail: string): string {
  for (const [pattern, words] of WORDS) {
    const match = pattern.exec(detail);
    if (match) return words(match);
  }
  return detail;
}
