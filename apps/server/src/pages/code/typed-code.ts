const LONGEST = 100;

/** A code in the query of an address; '' for none, and for what cannot be one. */
export function typedCode(sent: unknown): string {
  const typed = typeof sent === 'string' ? sent.trim() : '';
  return typed.length > LONGEST ? typed.slice(0, LONGEST) : typed;
}

export function withCode(path: string, typed: string): string {
  return `${path}?code=${encodeURIComponent(typed)}`;
}
