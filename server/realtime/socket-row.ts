// A message kind as a row of the route table: who, input and audit cannot be left out, as with HTTP.
import type { z } from 'zod';
import type { Caller, Session, SocketRow } from '#server/http';
import type { Member } from './member.ts';

export interface SocketCall<Input> {
  session: Session;
  visitId: string;
  /** As its owner said a moment ago. */
  member: Member;
  /** The connection that asks. */
  epoch: string;
  input: Input;
  requestId: string;
}

/** `handle` gives what the answer carries (JSON). Throw an AppError to refuse; only its sender hears of it. */
export function socketRow<Input>(
  message: string,
  declared: {
    who: readonly Caller[];
    input: z.ZodType<Input>;
    audit: string | { none: string };
    activity?: boolean;
  },
  handle: (call: SocketCall<Input>) => Promise<unknown>,
): SocketRow {
  return {
    kind: 'socket',
    path: '/l/:launchId/socket',
    message,
    ...declared,
    activity: declared.activity ?? false,
    handle: handle as unknown as SocketRow['handle'],
  };
}

/** Whoever can be in a visit at all. Who is in this one, its owner says. */
export const VISIT_CALLERS: readonly Caller[] = [
  'clinician',
  'nurse',
  'supervisor',
  'patient',
  'proxy',
  'guest',
];
