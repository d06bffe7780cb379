// Reads a US Core AllergyIntolerance into a row of the chart, with what the banner must know of it.
import { z } from 'zod';
import type { AllergyRow } from '#domain/chart';
import {
  Backbone,
  buildEntry,
  Concept,
  DateTime,
  EntryFrame,
  listCodes,
  nameOf,
  type Read,
  Reference,
  readEntry,
  readReferenceId,
  SimpleText,
  textOf,
} from '#profiles/elements';

const Shape = EntryFrame.extend({
  clinicalStatus: Concept.nullish(),
  verificationStatus: Concept.nullish(),
  criticality: SimpleText.nullish(),
  category: z.array(SimpleText).nullish(),
  code: Concept.nullish(),
  encounter: Reference.nullish(),
  onsetDateTime: DateTime.nullish(),
  recordedDate: DateTime.nullish(),
  recorder: Reference.nullish(),
  asserter: Reference.nullish(),
  reaction: z
    .array(Backbone.extend({ manifestation: z.array(Concept).nullish(), severity: SimpleText.nullish() }))
    .nullish(),
});

/** SNOMED CT "no known allergy". "No known drug allergy" is an allergy line like any other. */
const NO_KNOWN_ALLERGY = '716186003';
const OVER = ['inactive', 'resolved'];

/** Refuted ones stay visible as not current; without any status it counts as current: safety before tidiness. */
export function readAllergy(resource: unknown): Read<AllergyRow> {
  return readEntry(
    { resourceType: 'AllergyIntolerance', shape: Shape, choices: ['onset'] },
    resource,
    (entry) => {
      const clinical = listCodes(entry.clinicalStatus).map(({ code }) => code);
      const verification = listCodes(entry.verificationStatus).map(({ code }) => code);
      if (verification.includes('entered-in-error')) return null;
      const codes = listCodes(entry.code);
      return {
        ...buildEntry(entry, {
          text: textOf(entry.code),
          date: entry.onsetDateTime ?? entry.recordedDate ?? null,
          dateIs: entry.onsetDateTime ? 'began' : 'recorded',
          status: clinical[0] ?? null,
          isCurrent: !clinical.some((code) => OVER.includes(code)) && !verification.includes('refuted'),
          author: nameOf(entry.recorder) ?? nameOf(entry.asserter),
          codes,
          encounterId: readReferenceId(entry.encounter?.reference, 'Encounter'),
        }),
        saysNoneKnown: codes.some(({ code }) => code === NO_KNOWN_ALLERGY),
        criticality: entry.criticality ?? null,
        category: entry.category ?? [],
        verification: verification[0] ?? null,
        reactions: (entry.reaction ?? []).map(({ manifestation, severity }) => ({
          text: (manifestation ?? []).map(textOf).filter(Boolean).join(', ') || null,
          severity: severity ?? null,
        })),
      };
    },
  );
}
