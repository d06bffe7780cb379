// The named moments at which a process is killed: between which durable step of a delivery and the next. Each is a
// short list of things that are seen at the drivers, one after the other; the last one is the end of the process.
import type { DeliveryKind, DeliveryState } from '#domain/write-back';
import type { Personality } from '../fixtures/deliveries.ts';

/** What is seen of the app from below it. A transaction's things count `before-commit` and once more `committed`. */
export type Step =
  | { on: 'fact'; kind: string; when: When }
  | { on: 'row'; kind: DeliveryKind; state: DeliveryState; when: When }
  | { on: 'lease'; kind: DeliveryKind; when: When }
  | { on: 'request'; method: string; path: string; when: 'no-bytes' | 'half-sent' | 'sent' | 'answered' };
type When = 'before-commit' | 'committed';

export const POINTS = ['K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8', 'K9', 'K10', 'K11', 'K12'] as const;
export type PointName = (typeof POINTS)[number];

/** security-rules.md 8.0. */
export const MEANS: Record<PointName, string> = {
  K1: 'before the business commit',
  K2: 'after it, before the wake-up',
  K3: 'after the lease',
  K4: 'after the intent is committed, before the first byte',
  K5: 'half the request sent',
  K6: 'request sent, no answer waited for',
  K7: 'the EHR has committed, the answer is not read',
  K8: 'answer read, its commit not yet made',
  K9: 'confirmed and committed, nothing else done',
  K10: 'in the token refresh, after the EHR has rotated',
  K11: 'in the search that reconciles',
  K12: 'between what it stands behind and itself',
};

export const KINDS = ['encounter', 'note', 'addendum', 'charge'] as const;
export type Kind = (typeof KINDS)[number];

/** Which point for which kind; a kind without one is not killed. */
export type Points = { [kind in Kind]?: PointName | undefined };

const FACT: Record<Kind, string> = {
  encounter: 'visit.admitted',
  note: 'note.signed',
  addendum: 'note.signed',
  charge: 'charge.confirmed',
};
const BASE: Record<Personality, string> = { generic: '/fhir', epic: '/epic/fhir', oracle: '/oracle/fhir' };

/** Null: nothing of this kind leaves for this EHR by itself; the receipt says by which hand it goes. */
export function requestOf(personality: Personality, kind: Kind): { method: string; path: string } | null {
  const base = BASE[personality];
  if (kind === 'note' || kind === 'addendum') return { method: 'POST', path: `${base}/DocumentReference` };
  if (personality === 'epic') return null;
  if (kind === 'encounter') return { method: 'POST', path: `${base}/Encounter` };
  return { method: 'POST', path: `${base}/ChargeItem${personality === 'oracle' ? '/$create' : ''}` };
}

/** Where a lost answer is looked for. */
export function searchOf(personality: Personality, kind: Kind): { method: string; path: string } {
  const type = kind === 'encounter' ? 'Encounter' : kind === 'charge' ? 'ChargeItem' : 'DocumentReference';
  return { method: 'GET', path: `${BASE[personality]}/${type}` };
}

/** Null: this cell is none, because nothing is sent. */
export function stepsOf(point: PointName, personality: Personality, kind: Kind): Step[] | null {
  const request = requestOf(personality, kind);
  const row = (state: DeliveryState, when: When): Step => ({ on: 'row', kind, state, when });
  // What an EHR takes by no road ends in a person's hands: that is its last step.
  const last: DeliveryState = personality === 'epic' && kind === 'charge' ? 'handed-over' : 'confirmed';
  switch (point) {
    case 'K1':
      return [{ on: 'fact', kind: FACT[kind], when: 'before-commit' }];
    case 'K2':
      return [{ on: 'fact', kind: FACT[kind], when: 'committed' }];
    case 'K3':
      return [{ on: 'lease', kind, when: 'committed' }];
    case 'K4':
      return request && [row('sending', 'committed')];
    case 'K5':
      return request && [{ on: 'request', ...request, when: 'half-sent' }];
    case 'K6':
      return request && [{ on: 'request', ...request, when: 'sent' }];
    case 'K7':
      return request && [{ on: 'request', ...request, when: 'answered' }];
    case 'K8':
      return [row(last, 'before-commit')];
    case 'K9':
      return [row(last, 'committed')];
    case 'K10':
      return (
        request && [
          { on: 'lease', kind, when: 'committed' },
          { on: 'request', method: 'POST', path: `/${personality}/oauth2/token`, when: 'answered' },
        ]
      );
    case 'K11':
      return (
        request && [
          { on: 'request', ...request, when: 'sent' },
          { on: 'request', ...searchOf(personality, kind), when: 'answered' },
        ]
      );
    case 'K12': {
      const before = standsBehind(personality, kind);
      return before && [{ on: 'row', kind: before, state: 'confirmed', when: 'committed' }];
    }
  }
}

/** What goes before it in its visit, and is sent; an encounter's end stands behind the encounter. */
export function standsBehind(personality: Personality, kind: Kind): Kind | null {
  if (kind === 'addendum' || kind === 'charge') return 'note';
  return kind === 'note' && personality !== 'epic' ? 'encounter' : null;
}
