// The condition under which a record is created once, however often it is sent (R4 http.html 3.1.0.8.1): only where the
// EHR says of this very type that it takes one. What it does not say is never relied on.
import type { StatementSummary } from '#domain/launch';
import type { WriteOrder } from './write-back-needs.ts';

const REFERENCE_SYSTEM = 'urn:webside:reference';

/** Search parameters for `If-None-Exist`: our reference, by which no two records are alike; null: none. */
export function conditionOf(
  { method, path, body }: Pick<WriteOrder, 'method' | 'path' | 'body'>,
  statement: StatementSummary | 'unreadable',
): string | null {
  if (method !== 'create' || statement === 'unreadable' || !Object.hasOwn(statement, path)) return null;
  if (statement[path]?.conditionalCreate !== true) return null;
  const { identifier = [] } = body as { identifier?: { system?: string; value?: string }[] };
  const ours =
    Array.isArray(identifier) && identifier.find(({ system }) => system === REFERENCE_SYSTEM)?.value;
  return ours ? `identifier=${encodeURIComponent(`${REFERENCE_SYSTEM}|${ours}`)}` : null;
}
