// What a signed exception is worth: which row of the packs speaks of it in the patient's state, and whether that row may
// grant. It knows nothing of credentials, nor of how a signature is kept.
import {
  buildFactReason,
  buildMissingFact,
  type Certainty,
  type Found,
  findRow,
  listDays,
  type RulePacks,
  type RuleReason,
  type RuleRow,
} from '#domain/rules';
import { EXCEPTION_KINDS, type ExceptionKind, type LicensureFacts } from './licensure-question.ts';
import type { Place as PlaceOfCare } from './worth.ts';

type Place = Pick<PlaceOfCare, 'state' | 'at' | 'days'>;

/** A rule that is named so is a row of the packs; any other text is the law in the words of whoever attests. */
const ROW = /^exception\/([^/]+)(?:\/([^/]+))?$/;

/** `to`: its last day where it grants; null: the row has no end. */
export interface ExceptionWorth {
  readonly grants: boolean;
  readonly reasons: readonly RuleReason[];
  readonly to: string | null;
}

/** An exception holds only as an explicit attestation: who, when, and by which rule. Never a silent pass. */
export function judgeException(
  exception: NonNullable<LicensureFacts['exception']>,
  place: Place,
  packs: RulePacks,
): ExceptionWorth {
  const doubt = (...reasons: RuleReason[]): ExceptionWorth => ({ grants: false, reasons, to: null });
  const missing = (['rule', 'attestedBy', 'attestedAt'] as const).filter((name) => !exception[name]?.trim());
  if (missing.length > 0) return doubt(...missing.map(buildMissingFact));
  if (Date.parse(String(exception.attestedAt)) > Date.parse(place.at))
    return doubt(buildFactReason('attested-after-the-visit', 'exception/attestedAt'));
  const found = findSpeaking(exception.kind, place, packs);
  const named = String(exception.rule).trim();
  const isRow = ROW.test(named);
  const misnamed = isRow ? judgeName(named, exception.kind, place, found.reason.rule) : null;
  if (misnamed) return doubt(buildFactReason(misnamed, named), found.reason);
  if (found.is !== 'sure') return doubt(found.reason);
  // A law that a person names is their word: no row of ours stands behind it.
  const words = isRow ? [] : [buildFactReason('attested-rule', String(exception.rule))];
  return { grants: true, reasons: [found.reason, ...words], to: found.row.to };
}

/** A state's own row goes before the row of every state, also when it is doubtful or has run out. */
function findSpeaking(kind: ExceptionKind, { state, days }: Place, packs: RulePacks): Found<'exception'> {
  const own = `${kind}/${state}`;
  const key = packs.rows.has(`exception/${own}`) ? own : kind;
  return findRow(packs, 'exception', key, days, 'exception-attested');
}

/** Null: the row that is named is the one that speaks. */
function judgeName(named: string, kind: ExceptionKind, { state }: Place, speaking: string): string | null {
  const [, ofKind, ofState] = ROW.exec(named) ?? [];
  if (ofKind !== kind) return 'rule-of-another-kind';
  if (ofState !== undefined && ofState !== state) return 'rule-of-another-state';
  return named === speaking ? null : 'not-the-rule-that-speaks';
}

/** A row that a person may attest in a state on a day, as the packs hold it. */
export interface ExceptionRule {
  readonly kind: ExceptionKind;
  /** Id of the row: what an attestation names. */
  readonly rule: string;
  /** The state's own; otherwise a class that is known of many states. */
  readonly isOfState: boolean;
  readonly source: string;
  readonly certainty: Certainty;
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  /** What whoever attests vouches for. */
  readonly conditions: readonly string[];
  readonly pack: string;
  readonly version: string;
  /** Why this row does not grant on that day, however it is signed; null: it does. A reason's code. */
  readonly doubt: string | null;
}

/** One row a class, in the order of the classes; of a class no pack speaks of, none. `state`, `at`: the patient's. */
export function listExceptions(
  { state, at }: Pick<Place, 'state' | 'at'>,
  packs: RulePacks,
): ExceptionRule[] {
  const place: Place = { state, at, days: listDays(at, state) };
  return EXCEPTION_KINDS.flatMap((kind) => {
    const found = findSpeaking(kind, place, packs);
    const row = found.row ?? findMeant(packs, found.reason);
    if (!row) return [];
    return [
      {
        ...{ kind, rule: row.id, isOfState: row.key !== kind, source: found.reason.source },
        ...{ certainty: row.certainty, effectiveFrom: row.from, effectiveTo: row.to },
        conditions: row.value.conditions ?? [],
        ...{ pack: row.pack.pack, version: row.pack.version },
        doubt: found.is === 'sure' ? null : found.reason.code,
      },
    ];
  });
}

/** The row that does not stand on that day, but of which the reason tells. */
function findMeant(packs: RulePacks, { rule, effectiveFrom, effectiveTo }: RuleReason) {
  const all = (packs.rows.get(rule) ?? []) as readonly RuleRow<'exception'>[];
  return all.find(({ from, to }) => from === effectiveFrom && to === effectiveTo);
}
