// Reads the licences out of a FHIR Practitioner: state, number, status, days, profession. What does not say all of
// it is left out and counted, never guessed.
import { z } from 'zod';
import { Concept, type DateTime, Identifier, Period, SimpleText, textOf } from '#profiles/elements';

export interface LicenceRead {
  /** Two letters, as the record's coding or the extension says. */
  state: string;
  number: string | null;
  status: 'active' | 'expired' | 'suspended' | 'revoked' | 'pending' | 'probation';
  /** YYYY-MM-DD, inclusive. */
  from: string;
  to: string;
  profession: string;
}

/** Da Vinci Plan-Net 1.1, practitioner-qualification: status, and the states where it holds. */
const EXTENSION =
  'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';

const Part = z.object({
  url: SimpleText,
  valueCode: SimpleText.nullish(),
  valueCodeableConcept: Concept.nullish(),
});
const Qualification = z.object({
  extension: z.array(z.object({ url: SimpleText, extension: z.array(z.unknown()).nullish() })).nullish(),
  identifier: z.array(Identifier).nullish(),
  code: Concept,
  period: Period.nullish(),
});
const Shape = z.object({
  resourceType: z.literal('Practitioner'),
  qualification: z.array(z.unknown()).nullish(),
});

/** HL7 table 0360 and the common abbreviations. */
const PROFESSIONS: readonly (readonly [RegExp, string])[] = [
  [/^(MD|DO|physician)\b/i, 'physician'],
  [/^(FNP|CNP|NP|APRN|CNM|CNS|CRNA|nurse practitioner|advanced practice)/i, 'advanced-practice-nurse'],
  [/^(PA|PA-C|physician assistant)\b/i, 'physician-assistant'],
  [/^(RN|LPN|LVN|registered nurse)\b/i, 'nurse'],
  [/^(PSY|PsyD|psychologist|PhD in psychology|doctor of psychology)/i, 'psychologist'],
  [/^(LCSW|MSW|social worker)/i, 'social-worker'],
  [/^(PT|physical therapist)\b/i, 'physical-therapist'],
  [/^(OT|occupational therapist)\b/i, 'occupational-therapist'],
];
const STATUS: Record<string, LicenceRead['status']> = {
  active: 'active',
  inactive: 'expired',
  expired: 'expired',
  suspended: 'suspended',
  revoked: 'revoked',
  pending: 'pending',
  probation: 'probation',
};

/** `unread`: qualifications that are no licence of a state, or do not say enough to be one. */
export function readLicences(resource: unknown): { licences: LicenceRead[]; unread: number } {
  const shape = Shape.safeParse(resource);
  if (!shape.success) return { licences: [], unread: 0 };
  const all = (shape.data.qualification ?? []).map(readOne);
  const licences = all.filter((one) => one !== null);
  return { licences, unread: all.length - licences.length };
}

function readOne(value: unknown): LicenceRead | null {
  const read = Qualification.safeParse(value);
  if (!read.success) return null;
  const { extension, identifier, code, period } = read.data;
  const parts = (extension ?? [])
    .filter(({ url }) => url === EXTENSION)
    .flatMap((one) => one.extension ?? [])
    .flatMap((one) => {
      const part = Part.safeParse(one);
      return part.success ? [part.data] : [];
    });
  const status = STATUS[parts.find(({ url }) => url === 'status')?.valueCode ?? ''];
  const states = parts
    .filter(({ url }) => url === 'whereValid')
    .flatMap((one) => one.valueCodeableConcept?.coding ?? [])
    .flatMap((coding) => (/^[A-Z]{2}$/.test(coding.code ?? '') ? [coding.code ?? ''] : []));
  const profession = professionOf([...(code.coding ?? []).map((one) => one.code), textOf(code)]);
  const from = dayOf(period?.start);
  const to = dayOf(period?.end);
  const [state] = states;
  if (!status || !state || states.length > 1 || !profession || !from || !to) return null;
  return { state, number: identifier?.[0]?.value ?? null, status, from, to, profession };
}

function professionOf(words: readonly (string | null | undefined)[]): string | null {
  for (const word of words) {
    const found = PROFESSIONS.find(([pattern]) => pattern.test(word ?? ''));
    if (found) return found[1];
  }
  return null;
}

/** A day that is whole; a year alone does not say when a licence ends. */
function dayOf(value: z.infer<typeof DateTime> | null | undefined): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(value ?? '')?.[0] ?? null;
}
