// What the clinician is shown of the gate: may this patient be let in now, and if not, why, part by part, with the
// rule behind each reason. The patient never gets this.
import { z } from 'zod';
import { ExceptionView } from './exception.ts';

export const GATE_PARTS = ['licensure', 'consent', 'identity', 'location', 'call-back'] as const;
export type GatePart = (typeof GATE_PARTS)[number];

/** From the best to the worst. */
export const GATE_VERDICTS = ['allow', 'allow-by-exception', 'needs-review', 'block'] as const;
export type GateVerdict = (typeof GATE_VERDICTS)[number];

/** The door may be opened by this verdict. */
export function isOpening(verdict: GateVerdict): boolean {
  return verdict === 'allow' || verdict === 'allow-by-exception';
}

/** `code` is literal; its words stand with the screens (`staff.visit.gate.<code>`). Dates are inclusive days. */
export const GateReason = z.object({
  code: z.string(),
  /** The row or rule that speaks; the name of the missing field where `code` is `missing-fact`. */
  rule: z.string(),
  /** Where it is written: a law, a payer's text, the product's own policy. */
  source: z.string(),
  effectiveFrom: z.string().nullable(),
  effectiveTo: z.string().nullable(),
});
export type GateReason = z.infer<typeof GateReason>;

/** Who went on after "needs review", and on what ground. */
export const OverrideView = z.object({
  overrideId: z.string(),
  part: z.enum(GATE_PARTS),
  by: z.string(),
  role: z.string(),
  at: z.string(),
  /** Codes of the reasons it was recorded for; a reason that comes up later is not covered. */
  covers: z.array(z.string()),
  reason: z.string(),
  rule: z.string(),
  checked: z.string(),
});
export type OverrideView = z.infer<typeof OverrideView>;

export const GatePartView = z.object({
  part: z.enum(GATE_PARTS),
  verdict: z.enum(GATE_VERDICTS),
  reasons: z.array(GateReason),
  /** The override that covers every reason of this part; the verdict is then `allow`. */
  override: OverrideView.nullable(),
  /** Of the licence: the attestation that was judged, also where it did not grant; null: none holds here and now. */
  exception: ExceptionView.nullable(),
  /** Roles that may record one; empty: this cannot be overridden. */
  mayOverride: z.array(z.string()),
});
export type GatePartView = z.infer<typeof GatePartView>;

export const GateView = z.object({
  /** The worst of its parts. Only `allow` and `allow-by-exception` open the door. */
  verdict: z.enum(GATE_VERDICTS),
  parts: z.array(GatePartView),
  /** ISO instant of this answer, and until when it holds at most (a licence that ends); null: no such end. */
  decidedAt: z.string(),
  holdsUntil: z.string().nullable(),
  /**
   * `now`: asked for this view. `end`: of a visit that is over, as it was decided last before its end; nothing is asked
   * anew. `none`: over, and nobody was let in: nothing was decided, and there are no parts.
   */
  asOf: z.enum(['now', 'end', 'none']),
});
export type GateView = z.infer<typeof GateView>;
