// The charge's doors. Who may ask stands in each row; whose visit it is, each verb finds out.
import { z } from 'zod';
import {
  AnswerCharge,
  type ChargeView,
  ConfirmCharge,
  EnterCharge,
  OfCharge,
  OfConfirmed,
  ReleaseCharge,
  WithdrawCharge,
} from '#domain/billing';
import { type HttpRow, type Caller as Role, route } from '#server/http';
import type { BillingNeeds } from './billing-needs.ts';
import * as verbs from './charge-verbs.ts';
import { exportClaim } from './export-claim.ts';
import { listCharges } from './list-charges.ts';

const CHARGERS: readonly Role[] = ['clinician', 'biller'];
const READERS: readonly Role[] = ['clinician', 'biller', 'supervisor'];
const OVERSEERS: readonly Role[] = ['biller', 'supervisor'];

const CHARGE = '/l/:launchId/api/visits/:visitId/charge';

export function billingRoutes(needs: BillingNeeds): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/charges',
      { who: OVERSEERS, input: z.strictObject({}), audit: 'charge.search' },
      async (call) => ({ json: await listCharges(needs, call) }),
    ),
    route(
      'GET',
      CHARGE,
      { who: READERS, input: OfCharge, audit: 'charge.read' },
      async ({ input, ...caller }) => ({
        json: await verbs.readCharge(needs, caller, input),
        auditDetail: { visit: input.visitId },
      }),
    ),
    route(
      'GET',
      `${CHARGE}/:chargeId/claim`,
      { who: ['biller'], input: OfConfirmed, audit: 'charge.export' },
      ({ input, ...caller }) => exportClaim(needs, caller, input),
    ),
    command(needs, 'answers', CHARGERS, AnswerCharge, 'charge.answer', verbs.answerCharge),
    command(needs, 'entry', CHARGERS, EnterCharge, 'charge.update', verbs.enterCharge),
    command(needs, 'confirm', CHARGERS, ConfirmCharge, 'charge.confirm', verbs.confirmCharge),
    command(needs, ':chargeId/release', OVERSEERS, ReleaseCharge, 'charge.release', verbs.releaseCharge),
    command(needs, ':chargeId/withdraw', CHARGERS, WithdrawCharge, 'charge.withdraw', verbs.withdrawCharge),
  ];
}

function command<Input extends { visitId: string }>(
  needs: BillingNeeds,
  path: string,
  who: readonly Role[],
  input: z.ZodType<Input>,
  audit: string,
  verb: (needs: BillingNeeds, caller: verbs.Caller, input: Input) => Promise<ChargeView>,
): HttpRow {
  return route(
    'POST',
    `${CHARGE}/${path}`,
    { who, input, audit, activity: true },
    async ({ input: given, ...caller }) => ({
      json: await verb(needs, caller, given),
      auditDetail: { visit: given.visitId },
    }),
  );
}
