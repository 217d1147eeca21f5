export function repairLinks(packageFolder: string): {
  made: number;
  missing: { link: string; file: string }[];
};
