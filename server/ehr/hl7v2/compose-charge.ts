// A confirmed charge, or the credit of one, as DFT^P03 (v2.5.1, chapter 6): one FT1 a line, diagnoses also as DG1. A
// credit says the same line under the same number (FT1-2), so that its receiver knows what it undoes. Codes as they
// were confirmed, without labels of the code sets' owners.

import { type Hl7Parties, named, partySegments } from './parties.ts';
import { instant, type MessageHead, message, segment } from './segments.ts';

/** What of a confirmed charge is told; `ConfirmedCharge` of #domain/billing has all of it. */
export interface Hl7Charge {
  /** `WS-…`; with the line's number it is FT1-2, by which a receiver knows a line it has already. */
  reference: string;
  lines: readonly {
    /** Its place among the charge's lines, from 1: it keeps it where lines go one by one. */
    number: number;
    code: string;
    /** Canonical URL of the code system. */
    system: string;
    modifiers: readonly string[];
    units: number;
    diagnoses: readonly { code: string; display?: string | null | undefined }[];
  }[];
  /** CMS place of service, two digits; null: not said. */
  placeOfService: string | null;
  /** ISO instants of the visit. */
  occurrence: { start: string; end: string };
  confirmedAt: string;
  /** When it was taken back, ISO instant: the message credits what another one charged; null: it charges. */
  withdrawnAt: string | null;
}

export interface ChargeMessage extends Pick<MessageHead, 'site' | 'messageId' | 'composedAt'> {
  parties: Hl7Parties;
  charge: Hl7Charge;
}

/** HL7 table 0396; a system without a name there is a local one. */
const SYSTEMS = new Map([
  ['http://www.ama-assn.org/go/cpt', 'C4'],
  ['https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'HPC'],
  ['http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'HPC'],
  ['urn:oid:2.16.840.1.113883.6.285', 'HPC'],
]);
/** ICD-10-CM. */
const DIAGNOSES = 'I10C';

export function composeCharge({ parties, charge, ...head }: ChargeMessage): string {
  const performer = named(parties.clinician);
  const { start, end } = charge.occurrence;
  const lines = charge.lines.map((line, at) => {
    const procedure = [line.code, null, SYSTEMS.get(line.system) ?? 'L'];
    return segment('FT1', {
      1: `${at + 1}`,
      2: `${charge.reference}-${line.number}`,
      4: [instant(start), instant(end)],
      5: instant(charge.withdrawnAt ?? charge.confirmedAt),
      6: charge.withdrawnAt === null ? 'CG' : head.site.creditType,
      7: procedure,
      10: `${line.units}`,
      16: placeOf(charge.placeOfService),
      19: { repeats: line.diagnoses.map(({ code, display }) => [code, display, DIAGNOSES]) },
      20: performer,
      25: procedure,
      26: { repeats: line.modifiers.map((modifier) => [modifier]) },
    });
  });
  const codes = new Map(charge.lines.flatMap(({ diagnoses }) => diagnoses.map((one) => [one.code, one])));
  const diagnoses = [...codes.values()].map(({ code, display }, at) =>
    // DG1-6 `F`: final.
    segment('DG1', { 1: `${at + 1}`, 3: [code, display, DIAGNOSES], 6: 'F' }),
  );
  return message({ ...head, type: ['DFT', 'P03', 'DFT_P03'] }, [
    ...partySegments(head.site, parties),
    ...lines,
    ...diagnoses,
  ]);
}

/** PL: the place of service in its first component; at the patient's home its type is `H` (2.A.53). */
function placeOf(placeOfService: string | null): (string | null)[] | null {
  if (placeOfService === null) return null;
  return [placeOfService, null, null, null, null, placeOfService === '10' ? 'H' : null];
}
