// CapabilityStatements, summarised and kept: what a server says it can, per resource type.
import type { CapabilityStatement, Resource } from '@medplum/fhirtypes';
import type { StatementSummary } from '#domain/launch';
import type { Log } from '#server/http';
import type { Tenant } from '#server/smart/tenants';

const FRESH_MS = 6 * 3600_000;
/** One that could not be read is asked for again soon. */
const FAILED_MS = 30_000;

export function createStatements(needs: {
  fetch(tenant: Tenant, fhirBase: string): Promise<Resource>;
  log: Log;
  now: () => Date;
}): (tenant: Tenant, fhirBase: string) => Promise<StatementSummary | 'unreadable'> {
  const kept = new Map<string, { summary: Promise<StatementSummary | 'unreadable'>; until: number }>();

  async function summarise(tenant: Tenant, fhirBase: string): Promise<StatementSummary | 'unreadable'> {
    try {
      return summariseStatement(await needs.fetch(tenant, fhirBase));
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      needs.log.warn({ tenantId: tenant.id, code }, 'the CapabilityStatement could not be read');
      const known = kept.get(fhirBase);
      if (known) known.until = needs.now().getTime() + FAILED_MS;
      return 'unreadable';
    }
  }

  return (tenant, fhirBase) => {
    const known = kept.get(fhirBase);
    const now = needs.now().getTime();
    if (known && now < known.until) return known.summary;
    const entry = {
      summary: Promise.resolve<StatementSummary | 'unreadable'>('unreadable'),
      until: now + FRESH_MS,
    };
    kept.set(fhirBase, entry);
    entry.summary = summarise(tenant, fhirBase);
    return entry.summary;
  };
}

/** Interactions, operations and conditions by type; `unreadable` for anything that is no R4 CapabilityStatement. */
export function summariseStatement(resource: Resource): StatementSummary | 'unreadable' {
  if (resource.resourceType !== 'CapabilityStatement') return 'unreadable';
  const statement = resource as CapabilityStatement;
  const server = statement.rest?.find(({ mode }) => mode === 'server');
  if (!server || !String(statement.fhirVersion ?? '').startsWith('4.')) return 'unreadable';
  return Object.fromEntries(
    (server.resource ?? []).map((entry) => [
      String(entry.type),
      {
        interactions: (entry.interaction ?? []).flatMap(({ code }) => (code ? [code] : [])),
        conditionalCreate: entry.conditionalCreate === true,
        operations: (entry.operation ?? []).flatMap(({ name }) => (name ? [name.replace(/^\$/, '')] : [])),
      },
    ]),
  );
}
