// Tells a connection what it has missed: once, in order, and only what is for it. Reads from the journal
// alone, so that it makes no difference who wrote, on which instance, or how often we were woken.
import type { Log } from '#server/http';
import type { Connection } from './connection.ts';
import type { Entry, Journal } from './journal.ts';
import type { FindMember, Member } from './member.ts';

const PAGE = 100;

export interface TellNeeds {
  journal: Journal;
  findMember: FindMember;
  /** The member may have moved to another circle. */
  onMember(connection: Connection): void;
  log: Log;
}

/** Safe to call at any time and from anywhere; a second call while one runs makes it look once more. */
export async function tellJournal(needs: TellNeeds, connection: Connection): Promise<void> {
  connection.isToldAgain = true;
  if (connection.isTelling) return;
  connection.isTelling = true;
  try {
    while (connection.isToldAgain && !connection.isClosed) {
      connection.isToldAgain = false;
      while (await tellPage(needs, connection));
    }
  } catch (error) {
    needs.log.error({ code: 'journal.unread', name: error instanceof Error ? error.name : 'unknown' }, '');
    // It comes back and asks again from the last number it has.
    connection.close('restart');
  } finally {
    connection.isTelling = false;
  }
}

/** True: there may be more. */
async function tellPage(needs: TellNeeds, connection: Connection): Promise<boolean> {
  const member = await renewMember(needs, connection);
  if (!member || !connection.visit) return false;
  const entries = await needs.journal.list(connection.visit, connection.seen, PAGE);
  for (const entry of entries) {
    if (connection.isClosed) return false;
    if (isFor(member, entry)) {
      const { sequence, kind, at } = entry;
      await connection.tell({ t: 'entry', sequence, kind, at: at.toISOString(), body: await entry.body() });
    }
    connection.seen = entry.sequence;
  }
  if (entries.length === PAGE) return true;
  await connection.tell({ t: 'current', sequence: connection.seen });
  return false;
}

/** Asks the visit's owner; who is no member is cut, and null comes back. */
export async function renewMember(
  needs: Pick<TellNeeds, 'findMember' | 'onMember' | 'log'>,
  connection: Connection,
): Promise<Member | null> {
  if (!connection.visit || connection.isClosed) return null;
  try {
    const member = await needs.findMember(connection.session, connection.visit.visitId);
    // One page stands for one person; another person on it is another page.
    const isSame = !connection.member || connection.member.participantId === member?.participantId;
    connection.member = isSame ? member : null;
  } catch (error) {
    needs.log.error({ code: 'member.unknown', name: error instanceof Error ? error.name : 'unknown' }, '');
    connection.close('restart');
    return null;
  }
  if (!connection.member) {
    connection.close('stranger');
    return null;
  }
  needs.onMember(connection);
  return connection.member;
}

export function isFor(member: Member, entry: Pick<Entry, 'audience' | 'sequence'>): boolean {
  if (entry.sequence < (member.hearsFrom ?? 0)) return false;
  return entry.audience === null || entry.audience.some((one) => member.hears.includes(one));
}
