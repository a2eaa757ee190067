/** The SQLSTATE of a failed statement (PostgreSQL manual, appendix A), or undefined. */
export function sqlState(error: unknown): string | undefined {
  const cause = (error as { driverError?: unknown } | undefined)?.driverError ?? error;
  const code = (cause as { code?: unknown } | undefined)?.code;
  // Each has a digit; the operating system's EPIPE and EPERM have none.
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The constraint that a statement broke, or undefined. */
export function brokenConstraint(error: unknown): string | undefined {
  const cause = (error as { driverError?: { constraint?: string } } | undefined)?.driverError ?? error;
  return (cause as { constraint?: string } | undefined)?.constraint;
}
