// ChargeItem/$create in the manner of Oracle Health (ehr-integration §3.3): a Parameters resource in, nothing out but
// the status; the charge itself is found by a search of its encounter.
import type { ChargeItem, Parameters } from '@medplum/fhirtypes';
import { ruleBroken, transactionSeen } from './outcomes.ts';

/** The highest tier of bill codes that this site has. */
const TIER = /\/BillCodes-CPT$/;

export interface NewCharge {
  transactionId: string;
  charge: ChargeItem;
}

/** Throws 422 for what is wrong, 409 for a transaction that was seen before. */
export function readCharge(body: unknown, wasSeen: (transactionId: string) => boolean): NewCharge {
  const parameters = (body as Partial<Parameters> | undefined)?.parameter ?? [];
  const named = (name: string) => parameters.find((one) => one.name === name);
  const transactionId = named('transactionId')?.valueUuid ?? '';
  const charge = named('chargeItem')?.resource as Partial<ChargeItem> | undefined;
  const coding = charge?.code?.coding ?? [];
  const needs: [isGood: boolean, text: string][] = [
    [/^urn:uuid:[0-9a-f-]{36}$/.test(transactionId), 'transactionId must be a urn:uuid'],
    [charge?.resourceType === 'ChargeItem', 'chargeItem is required'],
    [charge?.status === 'unknown', 'ChargeItem.status must be unknown'],
    [Boolean(charge?.subject?.reference), 'ChargeItem.subject is required'],
    [/^Encounter\//.test(charge?.context?.reference ?? ''), 'ChargeItem.context must be an Encounter'],
    [charge?.occurrenceDateTime !== undefined, 'ChargeItem.occurrenceDateTime is required'],
    [charge?.quantity?.value !== undefined, 'ChargeItem.quantity is required'],
    [coding.length === 1, 'ChargeItem.code must have exactly one coding'],
    [
      TIER.test(coding[0]?.system ?? ''),
      'ChargeItem.code must be of the highest tier of this site: BillCodes-CPT',
    ],
    [
      (coding[0]?.extension ?? []).some(({ url }) => url.endsWith('/bill-code-schedule')),
      'ChargeItem.code needs a bill-code-schedule',
    ],
  ];
  const broken = needs.find(([isGood]) => !isGood);
  if (broken) throw ruleBroken(broken[1]);
  if (wasSeen(transactionId)) throw transactionSeen();
  return { transactionId, charge: { ...(charge as ChargeItem), status: 'billable' } };
}
