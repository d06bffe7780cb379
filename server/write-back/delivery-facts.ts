// What a delivery holds that nobody may read in the table: sealed here, opened here.
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Database, placeOf, type Sealed } from '#server/db';
import { type DeliveryRow, deliveries } from './write-back-tables.ts';

/** Names and health data; sealed, and written once. */
export interface DeliveryFacts {
  /** FHIR id, without its type. */
  patientId: string;
  patientName: string | null;
  birthDate: string | null;
  /** ISO instant: when the visit was, or is planned. */
  visitAt: string | null;
  /** Who signed or confirmed it, or holds the visit; null: nobody is known. */
  owner: { reference: string | null; name: string | null } | null;
}

/** What was last sent, to be looked for and to be shown beside what the EHR has. */
export interface SentFacts {
  text: string | null;
  /** `Practitioner/…` */
  author: string | null;
  /** `Encounter/…` */
  encounter: string | null;
  types: string[];
  /** The record that an update or a patch changed: `DocumentReference/7`. */
  target: string | null;
  /** The body as it left. */
  body: object;
}

export interface AnswerFacts {
  /** Null: the EHR named none, or it refused. */
  id: string | null;
  version: string | null;
  at: string;
  refusal: { status: number; code: string | null; words: string; next: string } | null;
}

export interface HandFacts {
  assignedTo: string | null;
  doneBy: string | null;
  doneAt: string | null;
}

const placeIn = (column: PgColumn, row: Pick<DeliveryRow, 'id' | 'tenantId'>) =>
  placeOf(deliveries, column, row.id, row.tenantId);

export function sealIn(
  database: Database,
  row: Pick<DeliveryRow, 'id' | 'tenantId'>,
  column: 'facts' | 'sent' | 'answer' | 'hands',
  value: DeliveryFacts | SentFacts | AnswerFacts | HandFacts,
): Promise<Sealed> {
  return database.vault.seal(placeIn(deliveries[column], row), JSON.stringify(value));
}

async function openIn<Value>(
  database: Database,
  row: DeliveryRow,
  column: 'facts' | 'sent' | 'answer' | 'hands',
): Promise<Value | null> {
  const value = row[column];
  if (value === null) return null;
  return JSON.parse(await database.vault.open(placeIn(deliveries[column], row), value)) as Value;
}

export async function openDeliveryFacts(database: Database, row: DeliveryRow): Promise<DeliveryFacts> {
  return (await openIn<DeliveryFacts>(database, row, 'facts')) as DeliveryFacts;
}
export const openSent = (database: Database, row: DeliveryRow) => openIn<SentFacts>(database, row, 'sent');
export const openAnswer = (database: Database, row: DeliveryRow) =>
  openIn<AnswerFacts>(database, row, 'answer');
export const openHands = (database: Database, row: DeliveryRow) => openIn<HandFacts>(database, row, 'hands');
