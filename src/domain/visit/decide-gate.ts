// The gate: may this patient be let in here and now? It collects five answers and takes the worst. What is unknown
// needs review, never "allowed". It decides nothing about an emergency: that way does not come through here.
import type { ConsentAnswer } from '#domain/consent';
import type { LicensureAnswer } from '#domain/licensure';
import type { PatientPlace } from './check-in.ts';
import { isCovering, listOverriders, type OverrideFacts } from './decide-override.ts';
import type { EvidenceRecord } from './evidence.ts';
import type { ExceptionView } from './exception.ts';
import {
  GATE_VERDICTS,
  type GatePart,
  type GatePartView,
  type GateReason,
  type GateVerdict,
  type GateView,
} from './gate-view.ts';

export interface GateFacts {
  /** Of the rules; null: they could not be asked. */
  readonly licensure: LicensureAnswer | null;
  readonly consent: ConsentAnswer | null;
  /** A licence of this clinician that speaks of the patient's state is suspended or revoked. */
  readonly hasBarredLicence: boolean;
  /** The attestation the licence rule was asked with; null: none holds for this place and this clinician. */
  readonly exception: ExceptionView | null;
  /** The patient, or whoever speaks for them, said no, or took back their yes. */
  readonly hasRefused: boolean;
  /** A yes is on record, and the words under its version are not those that were read any more. */
  readonly isTextChanged: boolean;
  /** The patient's yes was spoken alone, and the law of their place asks for writing: its row. Null: neither, or not both. */
  readonly notInWriting: GateReason | null;
  /** Care is being given. */
  readonly isRunning: boolean;
  /** The patient's own answer to "are you …?"; null: not answered. */
  readonly identity: { readonly isRight: boolean; readonly at: Date } | null;
  /** Where they say they are; null: not said. */
  readonly location: { readonly where: PatientPlace; readonly at: Date } | null;
  readonly callBack: { readonly at: Date } | null;
  readonly overrides: readonly OverrideFacts[];
}

/** What was said of a place or a number yesterday is not where they are now. */
const STALE_MS = 12 * 3600_000;
/** Joint Commission NPSG.01.01.01 (two identifiers), product policy on top. */
const POLICY = 'Webside product policy 1';

/** Never throws for facts of these shapes; whoever calls takes a throw as `closedGate`. */
export function decideGate(facts: GateFacts, now: Date): GateView {
  const parts: GatePartView[] = [
    judge('licensure', ...licensureOf(facts), facts),
    judge('consent', ...consentOf(facts), facts),
    judge('identity', ...identityOf(facts), facts),
    judge('location', ...locationOf(facts, now), facts),
    judge('call-back', ...callBackOf(facts, now), facts),
  ];
  return {
    verdict: parts.map(({ verdict }) => verdict).reduce(worse),
    parts,
    decidedAt: now.toISOString(),
    holdsUntil: facts.licensure?.expiresAt ?? null,
    asOf: 'now',
  };
}

/** The gate whose own code failed: closed, said so, and not to be overridden. */
export function closedGate(now: Date): GateView {
  const reasons = [policy('gate-failed', 'visit.gate')];
  const closed = (part: GatePart): GatePartView => ({
    part,
    verdict: 'needs-review',
    reasons,
    override: null,
    exception: null,
    mayOverride: [],
  });
  return {
    verdict: 'needs-review',
    parts: (['licensure', 'consent', 'identity', 'location', 'call-back'] as const).map(closed),
    decidedAt: now.toISOString(),
    holdsUntil: null,
    asOf: 'now',
  };
}

/**
 * The gate of a visit that is over, out of what was written down last before its end: `record` null where nobody was let
 * in. Today's packs, texts and licences have no say in it.
 */
export function gateAtEnd(
  record: Pick<EvidenceRecord, 'verdict' | 'parts' | 'decidedAt'> | null,
  over: Date,
): GateView {
  if (record === null)
    return {
      verdict: 'needs-review',
      parts: [],
      decidedAt: over.toISOString(),
      holdsUntil: null,
      asOf: 'none',
    };
  const { verdict, decidedAt } = record;
  const parts = record.parts.map((part) => ({ ...part, mayOverride: [] }));
  return { verdict, parts, decidedAt, holdsUntil: null, asOf: 'end' };
}

type Said = [GateVerdict, readonly GateReason[]];

function licensureOf({ licensure, hasBarredLicence, exception }: GateFacts): Said {
  if (!licensure) return ['needs-review', [policy('rules-unavailable', 'visit.licensure')]];
  const { outcome, reasons } = licensure;
  if (outcome === 'allow') return ['allow', reasons];
  const barred = hasBarredLicence ? [policy('barred-licence', 'visit.licensure.barred')] : [];
  // Nobody signs their way round a board that took their licence.
  if (exception && hasBarredLicence) return ['block', [...barred, ...reasons]];
  return [outcome, [...reasons, ...barred]];
}

/** A yes is on record, and what changed is the text or the way they meet. */
const OVERTAKEN = ['other-modality', 'old-version'];

function consentOf(facts: GateFacts): Said {
  const { consent, hasRefused, isTextChanged, notInWriting, isRunning } = facts;
  // A refusal is the patient's own word: no rule can make a yes of it.
  if (hasRefused) return ['block', [policy('consent-refused', 'visit.consent'), ...(consent?.reasons ?? [])]];
  if (!consent) return ['needs-review', [policy('rules-unavailable', 'visit.consent')]];
  const whys = consent.missing.filter(({ kind }) => kind === 'telehealth').map(({ why }) => why);
  // Nobody raised the version: whether the other words are another text, only a person can tell.
  if (isTextChanged && whys.length > 0 && whys.every((why) => why === 'old-version')) {
    const others = consent.reasons.filter(({ code }) => code !== 'consent-old-version');
    return ['needs-review', [policy('consent-text-changed', 'visit.consent.text'), ...others]];
  }
  const isOvertaken = whys.length > 0 && whys.every((why) => OVERTAKEN.includes(why));
  // Care that is being given is not cut off by that: a person looks, and asks aloud.
  if (isRunning && isOvertaken) return ['needs-review', consent.reasons];
  // A state's row adds a duty: what nobody signed is no grant, and no refusal either.
  if (consent.outcome === 'allow' && notInWriting)
    return ['needs-review', [notInWriting, ...consent.reasons]];
  return [consent.outcome, consent.reasons];
}

function identityOf({ identity }: GateFacts): Said {
  if (!identity) return ['needs-review', [missing('identity')]];
  return identity.isRight ? ['allow', []] : ['block', [policy('identity-denied', 'visit.identity')]];
}

function locationOf({ location }: GateFacts, now: Date): Said {
  if (!location) return ['needs-review', [missing('location')]];
  if (now.getTime() - location.at.getTime() > STALE_MS)
    return ['needs-review', [policy('location-stale', 'visit.location.age')]];
  return ['allow', []];
}

function callBackOf({ callBack }: GateFacts, now: Date): Said {
  if (!callBack) return ['needs-review', [missing('callBack')]];
  if (now.getTime() - callBack.at.getTime() > STALE_MS)
    return ['needs-review', [policy('call-back-stale', 'visit.call-back.age')]];
  return ['allow', []];
}

function judge(
  part: GatePart,
  said: GateVerdict,
  reasons: readonly GateReason[],
  facts: GateFacts,
): GatePartView {
  const mayOverride = said === 'needs-review' ? listOverriders(part, facts) : [];
  const found = facts.overrides.find((one) => mayOverride.length > 0 && isCovering(one, part, reasons));
  return {
    part,
    verdict: found ? 'allow' : said,
    reasons: [...reasons],
    override: found ? { ...found } : null,
    exception: part === 'licensure' && said !== 'allow' ? facts.exception : null,
    mayOverride: [...mayOverride],
  };
}

function worse(one: GateVerdict, other: GateVerdict): GateVerdict {
  return GATE_VERDICTS.indexOf(one) >= GATE_VERDICTS.indexOf(other) ? one : other;
}

function missing(field: string): GateReason {
  return policy('missing-fact', field);
}

function policy(code: string, rule: string): GateReason {
  return { code, rule, source: POLICY, effectiveFrom: null, effectiveTo: null };
}
