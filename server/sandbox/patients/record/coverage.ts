// Who pays: coverage by the payers of the sandbox's world (all of them invented).
import type { Coverage, Organization, Patient, Reference } from '@medplum/fhirtypes';
import { coding, concept, hl7, ownSystem, usCore } from '#server/sandbox/patients/terms';
import type { Day } from './calendar.ts';
import { add, type Chart } from './chart.ts';

interface Payer {
  /** Organization id. */
  id: string;
  name: string;
  /** Source of Payment Typology (NAHDO) code and its words. */
  typology: [code: string, display: string];
  plan: string;
}

export const PAYERS = {
  medicare: {
    id: 'payer-medicare',
    name: 'Medicare Part B (sandbox)',
    typology: ['1', 'Medicare'],
    plan: 'Medicare Part B',
  },
  medicaid: {
    id: 'payer-medicaid',
    name: 'Bay Commonwealth Medicaid (sandbox)',
    typology: ['2', 'Medicaid'],
    plan: 'Medicaid Standard',
  },
  granite: {
    id: 'payer-granite-mutual',
    name: 'Granite Mutual Health Plan',
    typology: ['5', 'Private Health Insurance'],
    plan: 'Granite PPO 1500',
  },
  tidewater: {
    id: 'payer-tidewater',
    name: 'Tidewater Benefit Trust',
    typology: ['5', 'Private Health Insurance'],
    plan: 'Tidewater HMO Silver',
  },
} satisfies Record<string, Payer>;

export interface CoverageOptions {
  memberId: string;
  since: Day;
  until?: Day;
  /** The parent whose policy covers the child. */
  subscriber?: Reference<Patient>;
}

export function addCoverage(
  chart: Chart,
  payerName: keyof typeof PAYERS,
  options: CoverageOptions,
): Coverage {
  const payer: Payer = PAYERS[payerName];
  const relationship = options.subscriber ? 'child' : 'self';
  return add<Coverage>(chart, {
    resourceType: 'Coverage',
    id: chart.newId('coverage'),
    meta: { profile: [usCore('us-core-coverage')] },
    identifier: [
      {
        type: concept('Member number', coding(hl7('v2-0203'), 'MB', 'Member Number')),
        system: ownSystem(`member/${payer.id}`),
        value: options.memberId,
      },
    ],
    status: options.until ? 'cancelled' : 'active',
    type: concept(payer.typology[1], coding('https://nahdo.org/sopt', ...payer.typology)),
    subscriber: options.subscriber ?? chart.subject,
    subscriberId: options.memberId,
    beneficiary: chart.subject,
    relationship: concept(relationship, coding(hl7('subscriber-relationship'), relationship, relationship)),
    period: options.until ? { start: options.since, end: options.until } : { start: options.since },
    payor: [{ reference: `Organization/${payer.id}`, display: payer.name }],
    class: [
      {
        type: concept('Plan', coding(hl7('coverage-class'), 'plan', 'Plan')),
        value: payer.plan,
        name: payer.plan,
      },
    ],
  });
}

/** Pays out of pocket: a statement of its own, not an absent one. */
export function addSelfPay(chart: Chart, since: Day): Coverage {
  return add<Coverage>(chart, {
    resourceType: 'Coverage',
    id: chart.newId('self-pay'),
    meta: { profile: [usCore('us-core-coverage')] },
    status: 'active',
    type: concept('Self-pay', coding('https://nahdo.org/sopt', '81', 'Self-pay')),
    beneficiary: chart.subject,
    relationship: concept('self', coding(hl7('subscriber-relationship'), 'self', 'Self')),
    period: { start: since },
    payor: [chart.subject],
  });
}

export function buildPayers(): Organization[] {
  return Object.values(PAYERS).map(
    (payer): Organization => ({
      resourceType: 'Organization',
      id: payer.id,
      meta: { profile: [usCore('us-core-organization')] },
      active: true,
      type: [concept('Payer', coding(hl7('organization-type'), 'pay', 'Payer'))],
      name: payer.name,
      telecom: [{ system: 'phone', value: '800-555-0119' }],
      address: [
        { line: ['1 Example Plaza'], city: 'Boston', state: 'MA', postalCode: '02110', country: 'US' },
      ],
    }),
  );
}
