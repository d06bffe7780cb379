// The rows of recording and listening by software: whoever is in a visit asks how it stands and answers for themself.
import type { z } from 'zod';
import {
  AnswerListening,
  AskListening,
  OfListening,
  PlaceListening,
  RecordSpoken,
  TakeBackListening,
} from '#domain/visit';
import { type Caller, type HttpRow, route, type Session } from '#server/http';
import {
  answerListening,
  askListening,
  placeListening,
  recordSpoken,
  takeBackListening,
} from './listening-verbs.ts';
import { readListening } from './listening-view.ts';
import type { VisitNeeds } from './visit-needs.ts';

const ROOM: readonly Caller[] = ['clinician', 'nurse', 'patient', 'proxy', 'guest'];
const CLINICIAN: readonly Caller[] = ['clinician'];
const LISTENING = '/l/:launchId/api/visits/:visitId/listening';

export function listeningRows(needs: VisitNeeds): HttpRow[] {
  const command = <Input extends { visitId: string }>(
    path: string,
    who: readonly Caller[],
    input: z.ZodType<Input>,
    audit: string,
    run: (needs: VisitNeeds, session: Session, input: Input) => Promise<void>,
  ) =>
    route(
      'POST',
      `${LISTENING}/${path}`,
      { who, input, audit, activity: true },
      async ({ session, input: given }) => {
        await run(needs, session, given);
        return { json: {}, auditDetail: { visit: given.visitId } };
      },
    );
  return [
    route(
      'GET',
      LISTENING,
      {
        who: [...ROOM, 'supervisor'],
        input: OfListening,
        audit: { none: 'asked every few seconds; every answer is on record' },
      },
      async ({ session, input }) => ({ json: await readListening(needs, session, input) }),
    ),
    command('ask', CLINICIAN, AskListening, 'listening.ask', askListening),
    command('answer', ROOM, AnswerListening, 'listening.answer', answerListening),
    command('take-back', ROOM, TakeBackListening, 'listening.take-back', takeBackListening),
    command('place', ROOM, PlaceListening, 'listening.place', placeListening),
    command('spoken', CLINICIAN, RecordSpoken, 'listening.spoken', recordSpoken),
  ];
}
