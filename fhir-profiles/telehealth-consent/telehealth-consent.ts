// A consent as it was given: which text, in which language, by whom for whom, when, and whether taken back. R4's Consent
// (https://hl7.org/fhir/R4/consent.html): a no is `rejected`, a yes taken back `inactive` with the end of its period.
import type { Consent } from '@medplum/fhirtypes';
import { z } from 'zod';
import { Concept, DateTime, Period, Reference, readReferenceId, SimpleText } from '#profiles/elements';

export const TELEHEALTH_CONSENT_PROFILE =
  'https://webside.example/fhir/StructureDefinition/webside-telehealth-consent';

const KIND_SYSTEM = 'https://webside.example/fhir/CodeSystem/consent-kind';
/** Our texts by version: `telehealth/1`. */
const TEXT_SYSTEM = 'https://webside.example/fhir/CodeSystem/consent-text';
/** R4's Consent has no elements for these: as whom the performer spoke, of whom, and how it came to be written. */
const EXTENSION = 'https://webside.example/fhir/StructureDefinition/consent-';
const GIVEN_BY = `${EXTENSION}given-by`;
const GIVEN_FOR = `${EXTENSION}given-for`;
const WAY = `${EXTENSION}way`;
/** The way of meeting it is for, where it is for one alone. */
const MODALITY = `${EXTENSION}modality`;
/** Of what was spoken alone: names as they go by. */
const HEARD_BY = `${EXTENSION}heard-by`;
const INTERPRETER = `${EXTENSION}interpreter`;
const WITNESS = `${EXTENSION}witness`;
const SCOPE = { system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' };

const KINDS = ['telehealth', 'recording', 'ai-listening'] as const;
const GIVERS = ['self', 'parent', 'guardian', 'proxy'] as const;
const SUBJECTS = ['patient', 'guest', 'proxy', 'staff'] as const;
const LANGUAGES = ['en', 'es'] as const;
const MODALITIES = ['video', 'audio'] as const;

/** Instants are ISO 8601 with offset. */
export interface ConsentFacts {
  readonly kind: (typeof KINDS)[number];
  readonly agreed: boolean;
  /** Version of the text that was shown. */
  readonly version: string;
  readonly language: (typeof LANGUAGES)[number];
  readonly by: (typeof GIVERS)[number];
  /** Who of the visit it is about: each person who is heard has a say of their own. */
  readonly givenFor: (typeof SUBJECTS)[number];
  /** The way of meeting it was given for; null: it speaks of every way. */
  readonly modality: (typeof MODALITIES)[number] | null;
  /** Null: by their own act on a screen. Otherwise spoken: who heard it, through whom, before whom. */
  readonly heard: {
    readonly by: string;
    readonly interpreter: string | null;
    readonly witness: string | null;
  } | null;
  /** Who said it, as they go by; null: not recorded. */
  readonly name: string | null;
  readonly givenAt: string;
  readonly withdrawnAt: string | null;
  /** FHIR id of the patient whose visit it is. */
  readonly patientId: string;
}

export function buildConsent(facts: ConsentFacts): Consent {
  const { kind, agreed, version, language, by, name, givenAt, withdrawnAt, patientId, heard } = facts;
  return {
    resourceType: 'Consent',
    meta: { profile: [TELEHEALTH_CONSENT_PROFILE] },
    language,
    extension: [
      { url: GIVEN_BY, valueCode: by },
      { url: GIVEN_FOR, valueCode: facts.givenFor },
      { url: WAY, valueCode: heard ? 'spoken' : 'signed' },
      ...(facts.modality ? [{ url: MODALITY, valueCode: facts.modality }] : []),
      ...(heard ? [{ url: HEARD_BY, valueString: heard.by }] : []),
      ...(heard?.interpreter ? [{ url: INTERPRETER, valueString: heard.interpreter }] : []),
      ...(heard?.witness ? [{ url: WITNESS, valueString: heard.witness }] : []),
    ],
    status: !agreed ? 'rejected' : withdrawnAt === null ? 'active' : 'inactive',
    scope: { coding: [SCOPE] },
    category: [{ coding: [{ system: KIND_SYSTEM, code: kind }] }],
    patient: { reference: `Patient/${patientId}` },
    dateTime: givenAt,
    ...(name !== null && { performer: [{ display: name }] }),
    policyRule: { coding: [{ system: TEXT_SYSTEM, code: `${kind}/${version}` }] },
    provision: {
      type: agreed ? 'permit' : 'deny',
      period: { start: givenAt, ...(withdrawnAt !== null && { end: withdrawnAt }) },
    },
  };
}

const Shape = z.object({
  resourceType: z.literal('Consent'),
  language: z.enum(LANGUAGES),
  extension: z.array(
    z.object({ url: SimpleText, valueCode: SimpleText.nullish(), valueString: SimpleText.nullish() }),
  ),
  status: z.enum(['active', 'inactive', 'rejected']),
  category: z.array(Concept),
  patient: Reference,
  dateTime: DateTime,
  performer: z.array(Reference).nullish(),
  policyRule: Concept,
  provision: z.object({ period: Period }),
});

/** Null: not one of ours, or it contradicts itself; a consent is never guessed. */
export function readConsent(resource: unknown): ConsentFacts | null {
  const read = Shape.safeParse(resource);
  if (!read.success) return null;
  const { language, extension, status, category, patient, dateTime, performer, policyRule, provision } =
    read.data;
  const codeOf = (system: string, concepts: readonly z.infer<typeof Concept>[]) =>
    concepts.flatMap(({ coding }) => coding ?? []).find((one) => one.system === system)?.code;
  const kind = KINDS.find((one) => one === codeOf(KIND_SYSTEM, category));
  const said = (name: string) => extension.find(({ url }) => url === name);
  const by = GIVERS.find((one) => one === said(GIVEN_BY)?.valueCode);
  const givenFor = SUBJECTS.find((one) => one === said(GIVEN_FOR)?.valueCode);
  const modality = MODALITIES.find((one) => one === said(MODALITY)?.valueCode) ?? null;
  if (said(MODALITY) && modality === null) return null;
  const heardBy = said(HEARD_BY)?.valueString ?? null;
  // Spoken is what somebody heard, and nothing else is.
  if (said(WAY)?.valueCode !== (heardBy === null ? 'signed' : 'spoken')) return null;
  const [of, version] = codeOf(TEXT_SYSTEM, [policyRule])?.split('/') ?? [];
  const patientId = readReferenceId(patient.reference, 'Patient');
  const withdrawnAt = provision.period.end ?? null;
  if (!kind || !by || !givenFor || of !== kind || !version || !patientId) return null;
  if ((status === 'inactive') !== (withdrawnAt !== null)) return null;
  const agreed = status !== 'rejected';
  const name = performer?.[0]?.display ?? null;
  const heard =
    heardBy === null
      ? null
      : {
          by: heardBy,
          interpreter: said(INTERPRETER)?.valueString ?? null,
          witness: said(WITNESS)?.valueString ?? null,
        };
  const who = { by, name, givenFor, modality, heard, patientId };
  return { kind, agreed, version, language, givenAt: dateTime, withdrawnAt, ...who };
}
