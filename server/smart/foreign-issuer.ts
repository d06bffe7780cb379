// Does an answer on the callback come from the authorization server this browser was sent to? (RFC 9207,
// RFC 9700 4.4.) What the answer says is nobody's business here.
import type { FindServer, FoundServer } from '#server/smart/discovery';
import type { Flow } from '#server/smart/flows';
import { registrationOf, type Tenant } from '#server/smart/tenants';
import type { EhrFailure } from './ehr-failure.ts';

interface Answered {
  tenant: Tenant;
  flow: Flow;
  query: Readonly<Record<string, unknown>>;
}

/** RFC 9207, and the same for an issuer that changed since the browser was sent there (RFC 9700 4.4). */
export function findForeignIssuer(
  server: FoundServer,
  { query, flow }: Pick<Answered, 'query' | 'flow'>,
): EhrFailure | null {
  const said = query.iss;
  const isMissing = said === undefined && server.sendsIss;
  const isForeign = said !== undefined && said !== server.issuer;
  return isMissing || isForeign || flow.issuer !== server.issuer ? { code: 'ehr-answer-wrong' } : null;
}

/** The same before an error is believed: it, too, may be another's (RFC 9207 2.4). */
export async function isOfAnother(
  needs: { findServer: FindServer; publicUrl: string },
  call: Answered,
): Promise<boolean> {
  const { query, flow, tenant } = call;
  if (query.iss !== undefined && query.iss !== flow.issuer) return true;
  try {
    const server = await needs.findServer(registrationOf(tenant, flow.app, needs.publicUrl));
    return findForeignIssuer(server, call) !== null;
  } catch {
    // An EHR that is away cannot say whether it names itself; discovery has logged that it is.
    return false;
  }
}
