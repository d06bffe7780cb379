// Notes that nobody has signed: whoever may not read them gets neither the document nor the way to its bytes.
import type { Resource } from '@medplum/fhirtypes';
import { decideDraftAccess } from '#domain/chart';
import type { Session } from '#server/http';

/** R4 composition-status, as DocumentReference.docStatus uses it. */
const UNSIGNED = 'preliminary';

export function isWithheldDraft(session: Session, resource: Resource): boolean {
  if (resource.resourceType !== 'DocumentReference' || decideDraftAccess(session.role ?? 'no-role'))
    return false;
  return 'docStatus' in resource && resource.docStatus === UNSIGNED;
}
