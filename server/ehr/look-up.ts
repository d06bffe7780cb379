// Looks up what was written, with the token that may write it: whole lists, and never anybody else's record.
import { AppError } from '#server/errors';
import type { DeliveryToken } from '#server/smart';
import { isAboutPatient } from './about-patient.ts';
import type { SearchParams } from './addresses.ts';
import { readPatient } from './check-order.ts';
import type { WriterNeeds } from './ehr-writer.ts';
import { findToken } from './find-token.ts';
import { fillText } from './note-text.ts';
import { ehrAnswers, look } from './with-token.ts';
import type {
  EhrWriter,
  ReadAnswer,
  ReadOrder,
  SearchAnswer,
  SearchOrder,
  TokenOwner,
} from './write-order.ts';

/** A list longer than this is no window of a search for one note. */
const PAGES = 20;
const A_PAGE = 50;

export function createLookUp(
  needs: Pick<WriterNeeds, 'channel' | 'tokens'>,
  recordWrongPatient: (tenantId: string, about: { type: string; patientId: string }) => Promise<void>,
): Pick<EhrWriter, 'search' | 'read'> {
  const { channel } = needs;

  async function search(order: SearchOrder): Promise<SearchAnswer> {
    const patientId = demandPatient(order);
    const token = await ehrAnswers(() => findToken(needs.tokens, order, order.type, 's'));
    if (token === 'away') return { kind: 'failed', why: 'ehr.down' };
    if (token === null) return { kind: 'no-token' };
    const params: SearchParams = {
      ...(takesPatient(token, order.type) && { patient: patientId }),
      ...order.params,
    };
    const query = { type: order.type, params, count: A_PAGE };
    const found = await look(token, async (line) => {
      const { resources, next } = await channel.pages.upTo(line, PAGES, query);
      const texts = await Promise.all(resources.map((one) => fillText(channel, line, one)));
      return {
        resources: texts.map(({ resource }) => resource),
        isWhole: texts.every((one) => one.isWhole),
        next,
      };
    });
    if (found.kind === 'failed') return found;
    const { resources, next, isWhole } = found.value;
    if (resources.some(({ resourceType }) => resourceType !== order.type))
      return { kind: 'failed', why: 'ehr.type-unexpected' };
    if (!resources.every((one) => isAboutPatient(one, patientId, token.fhirBase))) {
      await recordWrongPatient(order.tenantId, { type: order.type, patientId });
      return { kind: 'failed', why: 'wrong-patient' };
    }
    return { kind: 'found', resources, isComplete: next === null && isWhole };
  }

  async function read(order: ReadOrder): Promise<ReadAnswer> {
    const patientId = demandPatient(order);
    const token = await ehrAnswers(() => findToken(needs.tokens, order, order.type, 'r'));
    if (token === 'away') return { kind: 'failed', why: 'ehr.down' };
    if (token === null) return { kind: 'no-token' };
    const found = await look(token, async (line) => {
      const resource = await channel.read(line, order.type, order.id);
      return (await fillText(channel, line, resource)).resource;
    });
    if (found.kind === 'failed')
      return ['ehr.not-found', 'ehr.gone'].includes(found.why) ? { kind: 'absent' } : found;
    const { value: resource } = found;
    if (resource.resourceType !== order.type || resource.id !== order.id)
      return { kind: 'failed', why: 'ehr.type-unexpected' };
    if (!isAboutPatient(resource, patientId, token.fhirBase)) {
      await recordWrongPatient(order.tenantId, { type: order.type, patientId });
      return { kind: 'failed', why: 'wrong-patient' };
    }
    return { kind: 'found', resource, version: resource.meta?.versionId ?? null };
  }

  return { search, read };
}

function demandPatient({ owner, patient }: { owner: TokenOwner; patient: string }): string {
  const patientId = readPatient(patient);
  if (patientId !== null && readPatient(owner.patient) === patientId) return patientId;
  throw new AppError(
    'bad-request',
    'ehr.order',
    'Whose record is looked at does not agree with whose token it is.',
  );
}

/** Oracle Health searches charges by their encounter alone (security-rules finding 3). */
function takesPatient({ tenant }: DeliveryToken, type: string): boolean {
  return !(tenant.vendor === 'oracle' && type === 'ChargeItem');
}
