// SQL of which reminders were sent. It decides nothing.
import { and, eq } from 'drizzle-orm';
import type { ReminderDays } from '#domain/licensure';
import type { Db } from '#server/db';
import { reminders } from './licensure-tables.ts';

export interface SentReminder {
  credentialId: string;
  /** Last day of the line; a renewed line has another and is told again. */
  validTo: string;
  daysBefore: ReminderDays;
}

/** Those that were not there yet. */
export async function insertReminders(
  db: Db,
  tenantId: string,
  due: readonly SentReminder[],
  sentAt: Date,
): Promise<SentReminder[]> {
  if (due.length === 0) return [];
  const rows = due.map(({ credentialId, validTo, daysBefore }) => ({
    ...{ tenantId, credentialId, validTo, daysBefore, sentAt },
  }));
  const written = await db.insert(reminders).values(rows).onConflictDoNothing().returning();
  return written.map(({ credentialId, validTo, daysBefore }) => ({ credentialId, validTo, daysBefore }));
}

export async function dropReminders(db: Db, sent: readonly SentReminder[]): Promise<void> {
  for (const { credentialId, validTo, daysBefore } of sent)
    await db
      .delete(reminders)
      .where(
        and(
          eq(reminders.credentialId, credentialId),
          eq(reminders.validTo, validTo),
          eq(reminders.daysBefore, daysBefore),
        ),
      );
}
