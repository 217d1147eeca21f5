export const root: string;
export function setup(): { node: string; bubblewrap: string | undefined };
export function node24(): string;
export function becomeNode24(args: readonly string[]): void;
export function aptInstall(packages: readonly string[]): boolean;
export function findProgram(name: string): string | undefined;
export function writable(folder: string): boolean;
