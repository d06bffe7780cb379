// Whether an order to write agrees with itself: its address, its body and its patient. What does not is a fault of
// ours and is never sent.
import type { Resource } from '@medplum/fhirtypes';
import { isFhirId } from '#domain/launch';
import { AppError } from '#server/errors';
import { isAboutPatient } from './about-patient.ts';
import type { WriteOrder } from './write-order.ts';

const PATHS: Record<WriteOrder['method'], RegExp> = {
  create: /^[A-Z][A-Za-z]{1,63}$/,
  update: /^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9.-]{1,64}$/,
  patch: /^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9.-]{1,64}$/,
  operation: /^[A-Z][A-Za-z]{1,63}\/\$[a-z][a-z-]{1,40}$/,
};

/** Where it goes, taken apart; `id` null for what has none yet. */
export interface Target {
  type: string;
  id: string | null;
  patientId: string;
}

/** Throws `ehr.order` for an order that names another patient than its owner's token may serve. */
export function demandOrder(order: WriteOrder, fhirBase: string): Target {
  const patientId = readPatient(order.patient);
  const [type = '', second = ''] = order.path.split('/');
  const isPlaced = PATHS[order.method].test(order.path) && (second === '' || second !== '..');
  if (!isPlaced || patientId === null || readPatient(order.owner.patient) !== patientId) throw wrongOrder();
  const id = order.method === 'update' || order.method === 'patch' ? second : null;
  if (id !== null && !isFhirId(id)) throw wrongOrder();
  if (!isBodyOf(order, { type, id, patientId }, fhirBase)) throw wrongOrder();
  return { type, id, patientId };
}

/** `Patient/7` and `7` → `7`. */
export function readPatient(reference: string): string | null {
  const id = reference.replace(/^Patient\//, '');
  return isFhirId(id) ? id : null;
}

function isBodyOf({ method, body }: WriteOrder, { type, id, patientId }: Target, fhirBase: string): boolean {
  // A patch names nobody: whom its target is about is read before it is sent.
  if (method === 'patch') return Array.isArray(body) && body.length > 0;
  const resource = body as Resource;
  if (method === 'operation') {
    const inside = listInside(resource);
    return inside.length > 0 && inside.every((one) => isAboutPatient(one, patientId, fhirBase));
  }
  const isPlaced = resource.resourceType === type && (id === null || resource.id === id);
  return isPlaced && isAboutPatient(resource, patientId, fhirBase);
}

/** Resources inside a Parameters resource. */
function listInside(parameters: Resource): Resource[] {
  if (parameters.resourceType !== 'Parameters' || !('parameter' in parameters)) return [];
  return (parameters.parameter ?? []).flatMap((one) => one.resource ?? []);
}

function wrongOrder(): AppError {
  return new AppError(
    'bad-request',
    'ehr.order',
    'What was to be sent does not agree with whom it is about. Nothing was sent.',
  );
}
