// The wire of the write-back: receipts beside a visit, and the page of deliveries. Answers of commands are the
// caller's DeliveryLine afterwards; a step that a delivery's state does not have is a 409 `delivery.state`: ask again.
// All below /l/<launchId>/api/. In a chart (a launch with a patient) only that patient's deliveries are there.
//
// who                                  method path                          input             answer
// clinician nurse supervisor biller    GET    visits/:visitId/receipts      –                 ReceiptsView
// ── the page of deliveries (staff door; oldest first) ─────────────────────────────────────────────────────────────
// supervisor                           GET    deliveries                    –                 DeliveriesView of the tenant
// clinician                            GET    deliveries                    –                 … own and assigned to them
// biller                               GET    deliveries                    –                 … charges
// supervisor                           POST   deliveries/:deliveryId/retry      OfDelivery    DeliveryLine
// supervisor                           POST   deliveries/:deliveryId/hand-over  OfDelivery    DeliveryLine
// supervisor                           POST   deliveries/:deliveryId/assign     AssignDelivery  DeliveryLine
// ── what is in it: its author, the clinician it is assigned to; for charges also a biller. Also in the chart ──────
// clinician biller                     GET    deliveries/:deliveryId/compare    –             CompareView   (audited)
// clinician biller                     GET    deliveries/:deliveryId/export     –             ExportView    (audited)
// clinician biller                     POST   deliveries/:deliveryId/done       OfDelivery    DeliveryLine  (audited)
// The author of a refused or handed-over thing may also ask for retry and hand-over from the chart.
import { z } from 'zod';
import {
  DELIVERY_KINDS,
  DELIVERY_ROUTES,
  DELIVERY_STATES,
  DELIVERY_WAITS,
  HAND_OVER_WHYS,
  NEXT_STEPS,
} from './delivery-state.ts';

const Id = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

export const OfReceipts = z.strictObject({ visitId: Id });
export const OfDelivery = z.strictObject({ deliveryId: Id });
/** `personId` out of `DeliveriesView.clinicians`; null: nobody any more. */
export const AssignDelivery = z.strictObject({ deliveryId: Id, personId: Id.nullable() });

/** What a person may do with a delivery now: draw these and no others. */
export const DELIVERY_ACTS = ['retry', 'hand-over', 'assign', 'compare', 'export', 'done'] as const;
export type DeliveryAct = (typeof DELIVERY_ACTS)[number];

/** What a receipt and a line of the page have in common. Instants are ISO 8601, UTC, by the server's clock. */
const Delivery = z.object({
  deliveryId: z.string(),
  visitId: z.string(),
  /** Words at `staff.delivery.kind.<kind>`. */
  kind: z.enum(DELIVERY_KINDS),
  /** Words at `staff.delivery.state.<state>`. */
  state: z.enum(DELIVERY_STATES),
  since: z.string(),
  /** Null: not decided yet. Words at `staff.delivery.route.<route>`. */
  route: z.enum(DELIVERY_ROUTES).nullable(),
  /** Only while planned, unknown or reconciling. Words at `staff.delivery.wait.<wait>`. */
  wait: z.enum(DELIVERY_WAITS).nullable(),
  /** When it is tried next by itself; null: at once, or not by itself. */
  nextTryAt: z.string().nullable(),
  /** Only where a person has it or had it. Words at `staff.delivery.why.<why>`. */
  why: z.enum(HAND_OVER_WHYS).nullable(),
  /** A charge that was withdrawn when it may have been in the EHR already. */
  isTakenBack: z.boolean(),
  /** Words at `staff.delivery.next.<next>`. */
  next: z.enum(NEXT_STEPS),
  /** Whose it is: who signed or confirmed it, by name; null: not known. */
  owner: z.string().nullable(),
  /** The clinician it was assigned to, by name. */
  assignedTo: z.string().nullable(),
  /** Since when it was to go: the age of a backlog counts from here. */
  madeAt: z.string(),
  may: z.array(z.enum(DELIVERY_ACTS)),
});

/** What the EHR answered, or who put it there. */
export const Receipt = Delivery.extend({
  /** When the last attempt left; null: none did. */
  sentAt: z.string().nullable(),
  attempts: z.number().int(),
  /** The record in the EHR: its id (null: the EHR named none) and, where it numbers them, its version. */
  answer: z.object({ id: z.string().nullable(), version: z.string().nullable(), at: z.string() }).nullable(),
  /** The EHR's own words on a refusal, as it said them; health data may be among them. */
  refusal: z
    .object({ status: z.number().int(), code: z.string().nullable(), words: z.string().nullable() })
    .nullable(),
  /** `WS-…`, as it stands at the end of the note, to find it in the EHR. */
  reference: z.string().nullable(),
  /** Who put it in by hand, or took it back (`why` says which), and when. */
  done: z.object({ by: z.string(), at: z.string() }).nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

/** One visit's, in the order in which they go. Empty: nothing was signed, confirmed or begun yet. */
export const ReceiptsView = z.object({ at: z.string(), receipts: z.array(Receipt) });
export type ReceiptsView = z.infer<typeof ReceiptsView>;

/** A line of the page: no text of a note, no code of a charge, no words of the EHR. */
export const DeliveryLine = Delivery.extend({
  /** As the chart said when the visit was made; null: not known. */
  patientName: z.string().nullable(),
  /** When the visit was, or is planned. */
  visitAt: z.string().nullable(),
  /** Longer undelivered than is right: counts from `madeAt`. */
  isLate: z.boolean(),
});
export type DeliveryLine = z.infer<typeof DeliveryLine>;

export const DeliveriesView = z.object({
  at: z.string(),
  /** Which lines these are: the whole tenant's, your own and those assigned to you, or the charges. */
  scope: z.enum(['tenant', 'own', 'charges']),
  /** Everything not yet in the EHR, oldest first, at most 200. */
  lines: z.array(DeliveryLine),
  /** How many there are in all, and since when the oldest waits; null: none. */
  count: z.number().int(),
  oldestAt: z.string().nullable(),
  /** Some are late: say so first. */
  lateCount: z.number().int(),
  /** To whom a supervisor may assign one, by name; empty for everybody else. */
  clinicians: z.array(z.object({ personId: z.string(), name: z.string() })),
});
export type DeliveriesView = z.infer<typeof DeliveriesView>;

/** What was sent, beside what the EHR shows. Texts whole; a screen draws them as text, never as markup. */
export const CompareView = z.object({
  line: DeliveryLine,
  /** For a charge: its lines in words, one a row. */
  sent: z.object({
    text: z.string(),
    type: z.string().nullable(),
    author: z.string().nullable(),
    at: z.string().nullable(),
  }),
  shown: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('read'),
      /** False: there may be more than is shown. */
      isComplete: z.boolean(),
      records: z.array(
        z.object({
          id: z.string(),
          version: z.string().nullable(),
          at: z.string().nullable(),
          author: z.string().nullable(),
          type: z.string().nullable(),
          /** Null: it could not be read as text. */
          text: z.string().nullable(),
          /** Carries our reference. */
          isMarked: z.boolean(),
          /** The same text but for white space. */
          isSameText: z.boolean(),
        }),
      ),
    }),
    z.object({ state: z.literal('could-not-be-read'), why: z.enum(['no-token', 'ehr-away']) }),
  ]),
});
export type CompareView = z.infer<typeof CompareView>;

/** To be put into the EHR by hand: `text` for the eye and the printer, `machine` for a program. */
export const ExportView = z.object({
  line: DeliveryLine,
  patientName: z.string().nullable(),
  birthDate: z.string().nullable(),
  /** Plain text, whole. */
  text: z.string(),
  machine: z.object({ fileName: z.string(), type: z.string(), body: z.string() }),
});
export type ExportView = z.infer<typeof ExportView>;
