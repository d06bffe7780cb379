// Tells by e-mail that lines of the register end soon or have ended: each line once at each mark, counts alone. The
// letter names nobody; who they are stands in the register, behind the staff door.
import { listReminders, type Reminder } from '#domain/licensure';
import type { Database } from '#server/db';
import type { Log } from '#server/http';
import { createLoop, type Loop } from '#server/jobs';
import type { Mail } from '#server/mail';
import { listOf } from './credential-store.ts';
import { dropReminders, insertReminders } from './reminder-store.ts';
import { viewCredential } from './view-credential.ts';

export interface RemindedSite {
  tenantId: string;
  hospital: string;
  /** E-mail address of who keeps the register. */
  to: string;
  /** Of the staff door. */
  address: string;
}

export interface RemindNeeds {
  database: Database;
  mail: Mail;
  /** Those that have said whom to tell. */
  sites: readonly RemindedSite[];
  log: Log;
  now: () => Date;
}

/** Days end in one state or another at any hour. */
const LOOK_MS = 3600_000;
const CHANNEL = 'webside_reminders';

/** Looks once an hour; with no mail server, or nobody to tell, never. */
export function createReminders(needs: RemindNeeds): Promise<Loop> {
  const { database, log, now } = needs;
  let nextLook = 0;
  return createLoop<RemindedSite>({
    ...{ database, log, channel: CHANNEL, parallel: 1 + needs.sites.length },
    async claim() {
      if (!needs.mail.isOn || now().getTime() < nextLook) return [];
      nextLook = now().getTime() + LOOK_MS;
      return [...needs.sites];
    },
    run: (site) => remindSite(needs, site),
  });
}

async function remindSite({ database, mail, log, now }: RemindNeeds, site: RemindedSite): Promise<void> {
  const { tenantId, to, hospital, address } = site;
  const lines = (await listOf(database, database.db, tenantId, null)).map(viewCredential);
  const due = listReminders(lines, now().toISOString()).flatMap((reminder) => {
    const line = lines.find(({ credentialId }) => credentialId === reminder.credentialId);
    return line ? [{ ...reminder, validTo: line.to }] : [];
  });
  // Written down first: two instances look at the same hour, and one letter is enough.
  const ours = await insertReminders(database.db, tenantId, due, now());
  if (ours.length === 0) return;
  const count = (days: Reminder['daysBefore']) => ours.filter(({ daysBefore }) => daysBefore === days).length;
  const counts = { ended: count(0), week: count(7), month: count(30), quarter: count(90) };
  const sent = await mail.send({
    ...{ kind: 'licence-reminder', to, hospital, address, until: null, language: 'en', counts },
  });
  if (sent.ok) return;
  // Nobody was told: the next hour tries again.
  await dropReminders(database.db, ours);
  log.warn(
    { code: `licensure.reminder-${sent.why}`, tenantId },
    'a reminder of ending licences was not sent',
  );
}
