// The consents and the texts that were read: see the migrations 0030, 0032 and 0068 for what may change in a row.
import { boolean, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { ConsentTextView, GivenConsent } from '#domain/consent';
import { sealed } from '#server/db';
import type { TextKind } from './text-file.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const consents = pgTable('consents', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  patientIndex: text('patient_index').notNull(),
  visitId: text('visit_id').notNull(),
  /** A guest's own yes never stands for the patient's. */
  givenFor: text('given_for').$type<'patient' | 'guest' | 'proxy' | 'staff'>().notNull(),
  kind: text().$type<GivenConsent['kind']>().notNull(),
  version: text().notNull(),
  language: text().$type<'en' | 'es'>().notNull(),
  agreed: boolean().notNull(),
  givenBy: text('given_by').$type<NonNullable<GivenConsent['by']>>().notNull(),
  givenAt: instant('given_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
  /** Of listening alone: whom it is about, who said it. */
  subjectKey: text('subject_key'),
  speakerKey: text('speaker_key'),
  way: text().$type<'signed' | 'spoken'>().notNull().default('signed'),
  modality: text().$type<'video' | 'audio'>(),
  facts: sealed().notNull(),
});

export const consentTextsRead = pgTable(
  'consent_texts_read',
  {
    kind: text().$type<TextKind>().notNull(),
    version: text().notNull(),
    language: text().$type<'en' | 'es'>().notNull(),
    digest: text().notNull(),
    words: jsonb().$type<Pick<ConsentTextView, 'title' | 'sections'>>().notNull(),
    firstReadAt: instant('first_read_at').notNull(),
  },
  ({ kind, version, language, digest }) => [primaryKey({ columns: [kind, version, language, digest] })],
);
