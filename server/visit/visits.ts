// Puts the visit together: its routes, the clock that runs beside them, and the questions other areas may ask.

import type { ListeningAnswerNow, ListeningPurpose } from '#domain/consent';
import { readFhirUser } from '#domain/launch';
import type { VisitOutline, VisitRecord } from '#domain/visit';
import type { Db } from '#server/db';
import type { HttpRow, Session } from '#server/http';
import type { Smart } from '#server/smart';
import { lookAtVisit, readOwnName } from './at-visit.ts';
import { runClock } from './clock.ts';
import { findRemoval } from './find-removal.ts';
import { guestDoor } from './guest-door.ts';
import { isGoingOn } from './is-going-on.ts';
import { listOver, readOver, type VisitOver } from './list-over.ts';
import { markDocumented } from './mark-documented.ts';
import { mayListen } from './may-listen.ts';
import { readOutline } from './read-outline.ts';
import { readOwner, readRecord, type VisitOwner } from './read-record.ts';
import { disconnect, findMember } from './room-verbs.ts';
import { visitRoutes } from './routes.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { type PresenceChange, watchPresence } from './watch-presence.ts';

export interface Visits {
  routes: HttpRow[];
  /** Null: no member of that visit, or not any more. Asked anew at each message. */
  findMember(session: Session, visitId: string): ReturnType<typeof findMember>;
  /** The connection layer's word that somebody's first connection opened, or that the last one ended. */
  tellPresence(change: PresenceChange): void;
  nameOf(session: Session): Promise<string | null>;
  /** Null: no such visit in this tenant. Whose it is to read, the caller asks. Not inside a transaction. */
  findVisitRecord(tenantId: string, visitId: string): Promise<VisitRecord | null>;
  /** The same, without what was said in it and who came and went. */
  findVisitOutline(tenantId: string, visitId: string): Promise<VisitOutline | null>;
  /** Whose it is, alone: for what is asked every few seconds. */
  findVisitOwner(tenantId: string, visitId: string): Promise<VisitOwner | null>;
  /** Its note is signed: the visit's own step, in the caller's transaction. Nothing happens where it has none. */
  document(tx: Db, of: { tenantId: string; visitId: string }): Promise<void>;
  /** Ids of visits in which care was given and that ended since, the longest ago first; null: of every patient. */
  listOver(tenantId: string, since: Date, patientId: string | null): Promise<string[]>;
  /** What a list shows of such visits, in the order asked. */
  readOver(tenantId: string, visitIds: readonly string[]): Promise<VisitOver[]>;
  /** Throws `visit.unknown` (404) where this session has no such visit to look at. */
  demandSight(session: Session, visitId: string): Promise<void>;
  /** Care is being given in it now. */
  isGoingOn(visit: { tenantId: string; visitId: string }): Promise<boolean>;
  /** Null: nobody of this tenant who was removed from a visit. */
  findRemoval(tenantId: string, participantId: string): Promise<{ visitId: string; at: Date } | null>;
  /**
   * May this visit be recorded, may software listen, now? A recorder or a scribe asks before it begins and every second
   * while it goes on, and stops at any other answer than `may-be-on`. Never rejects. Not inside a transaction.
   */
  mayListen(
    visit: { tenantId: string; visitId: string },
    purpose: ListeningPurpose,
  ): Promise<ListeningAnswerNow>;
  /** What is due by the clock; also runs by itself every few seconds. */
  runClock(): Promise<void>;
  close(): Promise<void>;
}

export interface VisitsNeeds extends Omit<VisitNeeds, 'openVisitSession' | 'findHeld' | 'openAgain'> {
  smart: Pick<Smart, 'openVisitSession' | 'findHeld' | 'openAgain'>;
}

const CLOCK_MS = 5_000;

export function createVisits({ smart, ...rest }: VisitsNeeds): Visits {
  const needs: VisitNeeds = {
    ...rest,
    findHeld: smart.findHeld,
    openAgain: smart.openAgain,
    openVisitSession: ({ fhirUser, ...input }, cookieHeader) =>
      smart.openVisitSession(
        { ...input, fhirUser: fhirUser === null ? null : readFhirUser(fhirUser, '') },
        cookieHeader,
      ),
  };
  let running: Promise<void> | null = null;
  const tick = () => {
    running ??= runClock(needs)
      .catch(() => needs.log.warn({ code: 'clock.failed' }, 'the clock of visits will run again'))
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(tick, CLOCK_MS);
  timer.unref();
  const presence = watchPresence(async (gone) => {
    await disconnect(needs, gone).catch(() =>
      needs.log.warn(
        { code: 'visit.disconnect' },
        'a lost connection was not written down; the clock will see it',
      ),
    );
  });
  return {
    routes: [...visitRoutes(needs), ...guestDoor(needs)],
    findMember: (session, visitId) => findMember(needs, session, visitId),
    tellPresence: presence.tell,
    nameOf: (session) => readOwnName(needs.database, session),
    findVisitRecord: (tenantId, visitId) => readRecord(needs, tenantId, visitId),
    findVisitOutline: (tenantId, visitId) => readOutline(needs, tenantId, visitId),
    findVisitOwner: (tenantId, visitId) => readOwner(needs, tenantId, visitId),
    document: (tx, of) => markDocumented(needs, tx, of),
    listOver: (tenantId, since, patientId) => listOver(needs, { tenantId, patientId, since }),
    readOver: (tenantId, visitIds) => readOver(needs, tenantId, visitIds),
    async demandSight(session, visitId) {
      await lookAtVisit(needs, session, visitId);
    },
    isGoingOn: (visit) => isGoingOn(needs.database, visit),
    findRemoval: (tenantId, participantId) => findRemoval(needs.database, tenantId, participantId),
    mayListen: (visit, purpose) => mayListen(needs, visit, purpose),
    runClock: tick,
    async close() {
      clearInterval(timer);
      presence.stop();
      await running;
    },
  };
}
