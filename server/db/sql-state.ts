// Reads the SQLSTATE out of whatever a driver threw; the message itself may hold values and is not shown.

/** Five characters such as `23505` (unique violation), or null when the failure is not PostgreSQL's. */
export function sqlStateOf(thrown: unknown): string | null {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return null;
}
