// A row of a rule pack as a rule reads it: dated, sourced, with how sure it is. Rows come from packs that
// server/rules loads; nothing here knows files.
import type { PackRead } from './reason.ts';
import type { RowKind, RowValue } from './row-kinds.ts';

/** How well a row was read; see the README of the packs. Only the first three and `decision` decide. */
export const CERTAINTIES = [
  'read-primary',
  'read-primary-copy',
  'read-secondary',
  'single-source',
  'recalled',
  'disagree',
  'decision',
] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** Who at the site verified a row of the site's own pack. */
export interface Verified {
  readonly by: string;
  /** Day. */
  readonly on: string;
  readonly what: string;
}

export interface RuleRow<K extends RowKind = RowKind> {
  /** `kind/key`, the name under which reasons speak of it. */
  readonly id: string;
  readonly kind: K;
  readonly key: string;
  /** First and last day it stands, inclusive; null: no such end (product policy). */
  readonly from: string | null;
  readonly to: string | null;
  /** Null: the pack forgot it, and the row decides nothing. */
  readonly source: string | null;
  readonly certainty: Certainty;
  readonly pack: PackRead;
  /** Present on rows of the site's own packs; they go before shipped rows on the days they stand. */
  readonly verified: Verified | null;
  readonly value: RowValue<K>;
}

/** All rows by `kind/key`, the site's before the shipped ones, and the packs by topic. */
export interface RulePacks {
  readonly rows: ReadonlyMap<string, readonly RuleRow[]>;
  readonly read: Readonly<Record<Topic, readonly PackRead[]>>;
}

export const TOPICS = ['billing', 'licensure', 'consent', 'prescribing', 'red-flags'] as const;
export type Topic = (typeof TOPICS)[number];
