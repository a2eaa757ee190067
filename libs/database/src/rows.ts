/** `startsAt` in TypeScript is `starts_at` in SQL. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
