import { expect, it } from 'vitest';
import { subset } from './uswds-subset.ts';

it('keeps the rules of the form parts and drops fonts, pictures and everything else', () => {
  const css = `@charset "UTF-8";
    @font-face{font-family:X;src:url(x.woff2)}
    .usa-button{color:red;background-image:url("../img/x.svg"), none;margin:0}
    .usa-accordion .usa-button, .usa-banner{color:blue}
    @media (min-width: 30em){.usa-input{width:auto}.usa-header{width:1px}}
    .margin-1{margin:1px}`;
  expect(subset(css).replace(/\s+/g, '')).toBe(
    '.usa-button{color:red;margin:0}@media(min-width:30em){.usa-input{width:auto}}',
  );
});
