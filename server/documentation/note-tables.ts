// The tables of notes and summaries: see the migration 0050 for what each forbids.
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { NoteKind, SignedNote, TemplateId } from '#domain/documentation';
import { sealed } from '#server/db';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const notes = pgTable('notes', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  facts: sealed().notNull(),
  madeAt: instant('made_at').notNull(),
});

export const noteDrafts = pgTable('note_drafts', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  noteId: text('note_id').notNull(),
  visitId: text('visit_id').notNull(),
  kind: text().$type<NoteKind>().notNull(),
  ofSigned: text('of_signed'),
  template: text().$type<TemplateId>().notNull(),
  reference: text().notNull(),
  revision: integer().notNull(),
  content: sealed().notNull(),
  savedAt: instant('saved_at'),
  savedBy: text('saved_by'),
  savedPage: text('saved_page'),
  madeAt: instant('made_at').notNull(),
});

export const noteOthers = pgTable('note_others', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  draftId: text('draft_id').notNull(),
  page: text().notNull(),
  baseRevision: integer('base_revision').notNull(),
  personKey: text('person_key').notNull(),
  content: sealed().notNull(),
  at: instant('at').notNull(),
});

export const noteFacts = pgTable('note_facts', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  content: sealed().notNull(),
  madeAt: instant('made_at').notNull(),
});

export const noteKeys = pgTable('note_keys', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  draftId: text('draft_id').notNull(),
  personKey: text('person_key').notNull(),
  launchId: text('launch_id').notNull(),
  secret: sealed().notNull(),
  expiresAt: instant('expires_at').notNull(),
});

export const signedNotes = pgTable('signed_notes', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  noteId: text('note_id').notNull(),
  visitId: text('visit_id').notNull(),
  position: integer().notNull(),
  kind: text().$type<SignedNote['kind']>().notNull(),
  ofSigned: text('of_signed'),
  draftId: text('draft_id'),
  reference: text().notNull(),
  typeCode: text('type_code').notNull(),
  content: sealed().notNull(),
  signedAt: instant('signed_at').notNull(),
  launchId: text('launch_id').notNull(),
  personKey: text('person_key').notNull(),
  requestKey: text('request_key').notNull(),
});

export const summaryDrafts = pgTable('summary_drafts', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  signedNoteId: text('signed_note_id').notNull(),
  revision: integer().notNull(),
  content: sealed().notNull(),
  savedAt: instant('saved_at').notNull(),
  savedBy: text('saved_by').notNull(),
});

export const summaryReleases = pgTable('summary_releases', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  signedNoteId: text('signed_note_id').notNull(),
  content: sealed().notNull(),
  releasedAt: instant('released_at').notNull(),
  launchId: text('launch_id').notNull(),
  personKey: text('person_key').notNull(),
  requestKey: text('request_key').notNull(),
  takenBackAt: instant('taken_back_at'),
});
