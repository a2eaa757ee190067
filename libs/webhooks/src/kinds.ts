/** Whether a kind is one of those that the patterns mean: `registration.made`, `registration.*`, `*`. */
export function isWanted(patterns: readonly string[], kind: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '*' || pattern === kind) return true;
    return pattern.endsWith('.*') && kind.startsWith(pattern.slice(0, -1));
  });
}
