// Segments and messages of HL7 v2.5.1, fields by the number they have in the specification. What stands in a field
// is escaped here and nowhere else; which fields a message has is its composer's matter.
import { createHash } from 'node:crypto';
import { Hl7Field, Hl7Message, Hl7Segment } from '@medplum/core';
import { escapeText } from './escape.ts';
import type { Hl7Site } from './site.ts';

/** Null and absent: the field says nothing (never `""`, which would delete what the EHR has). */
type Part = string | null | undefined;
/** One value · its components · repetitions of these. */
export type FieldText = Part | readonly Part[] | { repeats: readonly (readonly Part[])[] };

export function segment(name: string, fields: Record<number, FieldText>): Hl7Segment {
  return new Hl7Segment([name, ...listFields(1, fields)]);
}

function listFields(first: number, fields: Record<number, FieldText>): Hl7Field[] {
  const last = Math.max(0, ...Object.keys(fields).map(Number));
  return Array.from({ length: last - first + 1 }, (_, at) => fieldOf(fields[first + at]));
}

function fieldOf(text: FieldText): Hl7Field {
  if (typeof text === 'object' && text !== null && 'repeats' in text)
    return new Hl7Field(text.repeats.map(componentsOf));
  return new Hl7Field([componentsOf(Array.isArray(text) ? text : [text as Part])]);
}

function componentsOf(parts: readonly Part[]): string[] {
  const said = parts.findLastIndex((part) => part !== null && part !== undefined && part !== '');
  return parts.slice(0, said + 1).map((part) => escapeText(part ?? ''));
}

export interface MessageHead {
  site: Hl7Site;
  /** `MDM`, `T02`, and the structure both have: MSH-9. */
  type: readonly [message: string, event: string, structure: string];
  /** Of this very message; sent again it is the same (see `controlIdOf`). */
  messageId: string;
  composedAt: Date;
}

/** MSH and EVN, then these. */
export function message(head: MessageHead, segments: readonly Hl7Segment[]): string {
  const { site } = head;
  const at = instant(head.composedAt);
  const header = listFields(3, {
    3: site.sendingApplication,
    4: site.sendingFacility,
    5: site.receivingApplication,
    6: site.receivingFacility,
    7: at,
    9: head.type,
    10: controlIdOf(head.messageId),
    11: site.isTest ? 'T' : 'P',
    12: '2.5.1',
    18: 'UNICODE UTF-8',
  });
  // MSH-1 is the delimiter itself; MSH-2 names the others and is the one field that is not escaped.
  const msh = new Hl7Segment(['MSH', '^~\\&', ...header]);
  const evn = segment('EVN', { 1: head.type[1], 2: at });
  return `${new Hl7Message([msh, evn, ...segments]).toString()}\r`;
}

/** MSH-10 has at most 20 characters: the same for the same id, and no two alike. */
export function controlIdOf(messageId: string): string {
  return createHash('sha256').update(messageId).digest('base64url').replace(/[-_]/g, '0').slice(0, 20);
}

/** TS with its zone: a receiver would take a time without one for its own (v2.5.1, 2.A.77). Always UTC. */
export function instant(moment: Date | string): string {
  const digits = new Date(moment).toISOString().replace(/\D/g, '');
  return `${digits.slice(0, 14)}.${digits.slice(14, 17)}+0000`;
}
