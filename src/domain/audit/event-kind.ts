// What an event's name says about the access: names are `<thing>.<verb>`, e.g. `note.sign`. The kinds are
// those of FHIR R4 AuditEvent and IHE Basic Audit Log Patterns 1.1. It knows no FHIR structure.

/**
 * `rest`: an access to something, with FHIR's name of the interaction. `login`, `logout`: a person came in
 * or left (DICOM 110122, 110123). `action`: create, read, update, delete, execute.
 */
export type EventKind =
  | { type: 'rest'; interaction: Interaction; action: 'C' | 'R' | 'U' | 'D' | 'E' }
  | { type: 'login' | 'logout'; action: 'E' };

export type Interaction = 'read' | 'search-type' | 'create' | 'update' | 'delete' | 'operation';

const BY_VERB: Record<string, Extract<EventKind, { type: 'rest' }>> = {
  read: { type: 'rest', interaction: 'read', action: 'R' },
  // BALP: a search executes (E); only a read by id is R.
  search: { type: 'rest', interaction: 'search-type', action: 'E' },
  create: { type: 'rest', interaction: 'create', action: 'C' },
  update: { type: 'rest', interaction: 'update', action: 'U' },
  delete: { type: 'rest', interaction: 'delete', action: 'D' },
};

/** Any verb that is none of FHIR's is an operation; `launch.…` lets people in, `….logout` out. */
export function decideEventKind(event: string): EventKind {
  const verb = event.slice(event.lastIndexOf('.') + 1);
  if (verb === 'logout') return { type: 'logout', action: 'E' };
  if (event.startsWith('launch.')) return { type: 'login', action: 'E' };
  return (
    (Object.hasOwn(BY_VERB, verb) ? BY_VERB[verb] : undefined) ?? {
      type: 'rest',
      interaction: 'operation',
      action: 'E',
    }
  );
}
