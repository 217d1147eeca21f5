// The few USWDS form parts that we use, as their markup and class names say. (react-uswds offers the same, but comes as
// one file that no bundler can take apart: 60 kB compressed on every first page, for six elements.)
import type {
  ButtonHTMLAttributes,
  HTMLAttributes,
  LabelHTMLAttributes,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from 'react';

const names = (...all: (string | false | undefined)[]): string => all.filter(Boolean).join(' ');

export const UswdsButton = ({ className, type = 'button', ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) => (
  <button {...rest} type={type} className={names('usa-button', className)} />
);

export const FormGroup = ({ className, error, ...rest }: HTMLAttributes<HTMLDivElement> & { error?: boolean }) => (
  <div {...rest} className={names('usa-form-group', error && 'usa-form-group--error', className)} />
);

export const Label = ({ className, htmlFor, ...rest }: LabelHTMLAttributes<HTMLLabelElement> & { htmlFor: string }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: htmlFor is required, its text comes as children
  <label {...rest} htmlFor={htmlFor} className={names('usa-label', className)} />
);

export const ErrorMessage = ({ className, ...rest }: HTMLAttributes<HTMLSpanElement>) => (
  <span {...rest} className={names('usa-error-message', className)} />
);

export const Select = ({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) => (
  <select {...rest} className={names('usa-select', className)} />
);

export const Textarea = ({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) => (
  <textarea {...rest} className={names('usa-textarea', className)} />
);
