// The call's doors: for whoever is in a visit, for staff who ask how it went, and for the vendor. Who may exchange
// media with whom is asked of the visit at each of them, as at every message of the socket.
import type { Request } from 'express';
import { z } from 'zod';
import { ChooseWay, OfCall, SaveCallRecord } from '#domain/video';
import { AppError } from '#server/errors';
import { bodyBytesOf, type Caller, type HttpRow, route, type Session } from '#server/http';
import { VISIT_CALLERS } from '#server/realtime';
import type { CallMetrics } from './call-metrics.ts';
import {
  keepVendorWord,
  type RecordNeeds,
  readReport,
  saveRecord,
  stayOf,
  takeUncounted,
} from './call-records.ts';
import { type CallNeeds, chooseWay, demandMember, takeSeat, viewCall } from './call-verbs.ts';
import { findVisitOfRoom } from './daily-rooms.ts';
import { DailyWord, isFromDaily, WEBHOOK_KINDS } from './daily-webhook.ts';
import { type RelayNeeds, viewRelays } from './relays.ts';

export interface CallRouteNeeds extends CallNeeds, RecordNeeds, RelayNeeds {
  metrics: CallMetrics;
  /** Throws where this session has no such visit. */
  demandSight(session: Session, visitId: string): Promise<void>;
  /** Somebody came into the vendor's room; of whom nobody removed, it is nothing. */
  reappeared(tenantId: string, participantId: string): Promise<void>;
  /** Base64; null: this tenant does not listen to Daily. */
  webhookSecretOf(tenantId: string): string | null;
}

const CALL = '/l/:launchId/api/visits/:visitId/call';
const OVERSIGHT: readonly Caller[] = ['clinician', 'nurse', 'supervisor'];
/** A guest is in somebody else's visit. */
const HOUSE: readonly Caller[] = ['clinician', 'nurse', 'patient', 'proxy'];
const SEATED: readonly Caller[] = [...HOUSE, 'guest'];

export function callRoutes(needs: CallRouteNeeds): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/visits/:visitId/relays',
      {
        who: VISIT_CALLERS,
        input: OfCall,
        audit: { none: 'the address of a relay and a password for minutes; it opens no room and no record' },
      },
      async ({ session, input: { visitId } }) => {
        const { participantId } = await demandMember(needs, session, visitId);
        return { json: viewRelays(needs, { tenantId: session.tenantId, visitId, participantId }) };
      },
    ),
    route(
      'GET',
      CALL,
      {
        who: VISIT_CALLERS,
        input: OfCall,
        audit: { none: 'which way a call goes; joining it is on record' },
      },
      async ({ session, input: { visitId } }) => ({ json: await viewCall(needs, session, visitId) }),
    ),
    route(
      'POST',
      `${CALL}/seat`,
      { who: SEATED, input: OfCall, audit: 'call.seat', whenLocked: 'answers' },
      async ({ session, input: { visitId } }) => ({
        json: await takeSeat(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    route(
      'POST',
      `${CALL}/way`,
      { who: HOUSE, input: ChooseWay, audit: 'call.way', activity: true },
      async ({ session, input }) => ({
        json: await chooseWay(needs, session, input),
        auditDetail: { visit: input.visitId, provider: input.provider },
      }),
    ),
    recordRow(needs),
    route(
      'GET',
      `${CALL}/report`,
      { who: OVERSIGHT, input: OfCall, audit: 'call.report' },
      async ({ session, input: { visitId } }) => {
        await needs.demandSight(session, visitId);
        const report = await readReport(needs, { tenantId: session.tenantId, visitId });
        return { json: report, auditDetail: { visit: visitId } };
      },
    ),
    webhookRow(needs),
  ];
}

/** The flight recorder. A call goes on while a screen is locked, and so does what is noted of its line. */
function recordRow(needs: CallRouteNeeds): HttpRow {
  return route(
    'POST',
    `${CALL}/record`,
    {
      who: SEATED,
      input: SaveCallRecord,
      audit: { none: 'counts and times of a line; joining and leaving are on record' },
      whenLocked: 'answers',
    },
    async ({ session, input: { visitId, isLast, ...told } }) => {
      const { participantId } = await demandMember(needs, session, visitId);
      await saveRecord(needs, { ...told, tenantId: session.tenantId, visitId, participantId });
      if (isLast)
        for (const row of await takeUncounted(needs, { visitId, participantId, stay: told.stay }))
          needs.metrics.countStay(stayOf(row));
      return { json: {} };
    },
  );
}

function webhookRow(needs: CallRouteNeeds): HttpRow {
  return route(
    'POST',
    '/webhooks/daily/:tenantId',
    {
      who: 'anyone',
      csrf: 'signed',
      input: z.looseObject({ tenantId: z.string().max(40) }),
      audit: { none: 'that a room was used, by ids; kept with the call' },
    },
    async ({ input: { tenantId, ...word }, req }) => {
      const secret = needs.webhookSecretOf(tenantId);
      if (secret === null) throw new AppError('not-found', 'not-found', 'There is nothing at this address.');
      // What Daily asks when a webhook is made there, before there is a secret to sign with.
      if (word.test === 'test' && Object.keys(word).length === 1) return { json: {} };
      if (!isFromDaily(signed(req), secret, needs.now()))
        throw new AppError(
          'forbidden',
          'webhook.signature',
          'This message is not signed by the video service.',
        );
      await keepWord(needs, tenantId, word);
      return { json: {} };
    },
  );
}

function signed(req: Request) {
  const header = (name: string) => [req.headers[name]].flat()[0];
  return {
    signature: header('x-webhook-signature'),
    timestamp: header('x-webhook-timestamp'),
    bytes: bodyBytesOf(req),
  };
}

/** They tell of every room of their account; only ours, and only what we keep, leaves a trace. */
async function keepWord(needs: CallRouteNeeds, tenantId: string, told: unknown): Promise<void> {
  const word = DailyWord.safeParse(told).data;
  if (!word || !WEBHOOK_KINDS.some((kind) => kind === word.type)) return;
  const visit = await findVisitOfRoom(needs, tenantId, word.payload.room);
  if (!visit) return;
  const { id, type: kind, payload } = word;
  await keepVendorWord(needs, {
    id,
    ...visit,
    kind,
    participantId: payload.user_id ?? null,
    toldAt: needs.now(),
  });
  // Told twice does no harm here, and told once may have been before a crash.
  if (kind === 'participant.joined' && payload.user_id) await needs.reappeared(tenantId, payload.user_id);
}
