// Carries an open launch from the EHR's frame to its own window: the cookie of a frame is not visible at
// top level (security-rules finding 8), so a code of one minute, used once, travels by form POST.
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Database } from '#server/db';
import type { Session } from '#server/http';
import { hashSecret, newSecret } from '#server/smart/secrets';
import { handoffs } from './session-tables.ts';

export const HANDOFF_SECONDS = 60;

interface HandoffNeeds {
  database: Database;
  now: () => Date;
}

export async function makeHandoff(needs: HandoffNeeds, session: Session): Promise<string> {
  const code = newSecret();
  await needs.database.db.insert(handoffs).values({
    id: newSecret(16),
    tenantId: session.tenantId,
    launchId: session.launchId,
    codeHash: hashSecret(code),
    expiresAt: new Date(needs.now().getTime() + HANDOFF_SECONDS * 1000),
  });
  return code;
}

/** True once, within the minute, for the launch it was made for. */
export async function spendHandoff(needs: HandoffNeeds, launchId: string, code: string): Promise<boolean> {
  const now = needs.now();
  const spent = await needs.database.db
    .update(handoffs)
    .set({ usedAt: now })
    .where(
      and(
        eq(handoffs.codeHash, hashSecret(code)),
        eq(handoffs.launchId, launchId),
        isNull(handoffs.usedAt),
        gt(handoffs.expiresAt, now),
      ),
    )
    .returning({ id: handoffs.id });
  return spent.length === 1;
}

export async function deleteOldHandoffs(database: Database, before: Date): Promise<void> {
  await database.db.delete(handoffs).where(lt(handoffs.expiresAt, before));
}
