// Reads an Encounter as an EHR gives it: what is needed to tell whether it is this visit's. Judges nothing.
import { z } from 'zod';
import { isFhirId } from '#domain/launch';
import { Backbone, Coding, Concept, listCodes, Period, Reference } from '#profiles/elements';

export interface TelehealthEncounterRead {
  id: string;
  version: string | null;
  status: string | null;
  /** v3-ActCode; `VR` is virtual. */
  class: string | null;
  typeCodes: string[];
  /** `Patient/…` */
  patient: string | null;
  /** References of everybody who took part. */
  performers: string[];
  start: string | null;
  end: string | null;
  /** Our own reference, where the EHR keeps identifiers. */
  reference: string | null;
}

const Shape = z.object({
  resourceType: z.literal('Encounter'),
  id: z.string().refine(isFhirId),
  meta: z.object({ versionId: z.string().nullish() }).nullish(),
  identifier: z.array(z.object({ system: z.string().nullish(), value: z.string().nullish() })).nullish(),
  status: z.string().nullish(),
  class: Coding.nullish(),
  type: z.array(Concept).nullish(),
  subject: Reference.nullish(),
  participant: z.array(Backbone.extend({ individual: Reference.nullish() })).nullish(),
  period: Period.nullish(),
});

/** Null for what is no Encounter in R4's form. */
export function readTelehealthEncounter(resource: unknown): TelehealthEncounterRead | null {
  const parsed = Shape.safeParse(resource);
  if (!parsed.success) return null;
  const { data: visit } = parsed;
  return {
    id: visit.id,
    version: visit.meta?.versionId ?? null,
    status: visit.status ?? null,
    class: visit.class?.code ?? null,
    typeCodes: (visit.type ?? []).flatMap((one) => listCodes(one).map(({ code }) => code)),
    patient: visit.subject?.reference ?? null,
    performers: (visit.participant ?? []).flatMap(({ individual }) => individual?.reference ?? []),
    start: visit.period?.start ?? null,
    end: visit.period?.end ?? null,
    reference: visit.identifier?.find(({ system }) => system === 'urn:webside:reference')?.value ?? null,
  };
}
