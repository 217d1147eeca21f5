export function buildWeb(node: string): void;
