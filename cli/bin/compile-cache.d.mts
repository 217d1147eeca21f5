type Env = Readonly<Record<string, string | undefined>>;
export function keepCompiled(env: Env): void;
export function cacheFolder(env: Env, platform: NodeJS.Platform): string | undefined;
