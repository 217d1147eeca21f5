type Env = Readonly<Record<string, string | undefined>>;
export function keepCompiled(env: Env): void;
export function isOurs(folder: string): boolean;
export function cacheFolder(env: Env, platform: NodeJS.Platform): string | undefined;
