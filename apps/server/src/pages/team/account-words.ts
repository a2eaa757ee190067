import type { GrantView, Role } from '#contracts';

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  manager: 'Manager',
  door: 'At the door',
  viewer: 'Viewer',
};

export function grantInWords({ role, eventIds }: GrantView): string {
  if (!eventIds) return `${ROLE_WORDS[role]}, for all events`;
  return `${ROLE_WORDS[role]}, for ${eventIds.length === 1 ? 'one event' : `${eventIds.length} events`}`;
}

/** Browsers name themselves after one another; the first that fits is meant. */
const BROWSERS = [
  [/\bEdg/, 'Edge'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

/** "Firefox on Linux", as far as it says so. */
export function browserInWords(userAgent: string | null): string {
  const said = userAgent ?? '';
  const named = (list: readonly (readonly [RegExp, string])[]) => list.find(([pattern]) => pattern.test(said))?.[1];
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)];
  return `${browser ?? 'A program'}${system ? ` on ${system}` : ''}`;
}
