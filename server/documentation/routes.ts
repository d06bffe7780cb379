// The doors of the note and the summary. Whoever bills, supervises or has no role has none: they see no note text.
import type { z } from 'zod';
import {
  ChooseTemplate,
  DrawSummary,
  OfDraft,
  OfRelease,
  OfSigned,
  OfVisitNote,
  PrintSummary,
  PullFact,
  ReleaseSummary,
  SaveNote,
  SaveSummary,
  SignNote,
  WithdrawNote,
} from '#domain/documentation';
import { type Answer, type Caller, type HttpRow, route, type Session } from '#server/http';
import { beginCorrection, discardDraft } from './correct-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import { openDraftKey } from './draft-keys.ts';
import { printSummary } from './print-summary.ts';
import { pullFact } from './pull-fact.ts';
import { type SignAnswer, signNote, withdrawNote } from './sign-note.ts';
import {
  drawNew,
  readOwnSummary,
  readSummary,
  releaseSummary,
  saveSummary,
  takeBackRelease,
} from './summary-verbs.ts';
import { readNote } from './view-note.ts';
import { chooseTemplate, openDraft, type SaveAnswer, saveNote } from './write-draft.ts';

const CLINICIAN: readonly Caller[] = ['clinician'];
/** A nurse only of a visit they took part in: each verb asks that. */
const READERS: readonly Caller[] = ['clinician', 'nurse'];
const PATIENTS: readonly Caller[] = ['patient', 'proxy'];

const NOTE = '/l/:launchId/api/visits/:visitId/note';
const SUMMARY = '/l/:launchId/api/visits/:visitId/summary';

type Run<Input> = (session: Session, input: Input, requestId: string) => Promise<unknown>;

/** A look at what belongs to one visit. */
function look(path: string, who: readonly Caller[], audit: string, run: Run<{ visitId: string }>): HttpRow {
  return route('GET', path, { who, input: OfVisitNote, audit }, async ({ session, input, requestId }) => ({
    json: await run(session, input, requestId),
    auditDetail: { visit: input.visitId },
  }));
}

/** A command: a person did something; its record names the visit. */
function command<Input extends { visitId: string }>(
  path: string,
  who: readonly Caller[],
  input: z.ZodType<Input>,
  audit: string,
  run: Run<Input>,
): HttpRow {
  return route('POST', path, { who, input, audit, activity: true }, async (call) => ({
    json: await run(call.session, call.input, call.requestId),
    auditDetail: { visit: call.input.visitId },
  }));
}

export function documentationRoutes(needs: DocumentationNeeds): HttpRow[] {
  return [...draftRows(needs), ...signRows(needs), ...summaryRows(needs)];
}

function draftRows(needs: DocumentationNeeds): HttpRow[] {
  return [
    look(NOTE, READERS, 'note.read', (session, { visitId }) => readNote(needs, session, visitId)),
    command(NOTE, CLINICIAN, OfVisitNote, 'note.create', (session, { visitId }) =>
      openDraft(needs, session, visitId),
    ),
    route(
      'POST',
      `${NOTE}/save`,
      { who: CLINICIAN, input: SaveNote, audit: 'note.update', activity: true, bodyLimit: 'long-text' },
      async ({ session, input }) => answerSave(await saveNote(needs, session, input), input.visitId),
    ),
    command(`${NOTE}/template`, CLINICIAN, ChooseTemplate, 'note.template', (session, input) =>
      chooseTemplate(needs, session, input),
    ),
    command(`${NOTE}/facts`, CLINICIAN, PullFact, 'note.pull-fact', (session, input, requestId) =>
      pullFact(needs, session, input, requestId),
    ),
    command(`${NOTE}/draft-key`, CLINICIAN, OfDraft, 'note.draft-key', (session, input) =>
      openDraftKey(needs, session, input),
    ),
  ];
}

function signRows(needs: DocumentationNeeds): HttpRow[] {
  return [
    route(
      'POST',
      `${NOTE}/sign`,
      { who: CLINICIAN, input: SignNote, audit: 'note.sign', activity: true },
      async ({ session, input }) => answerSign(await signNote(needs, session, input), input.visitId),
    ),
    command(`${NOTE}/addendum`, CLINICIAN, OfSigned, 'note.addendum', (session, input) =>
      beginCorrection(needs, session, input, 'addendum'),
    ),
    command(`${NOTE}/replace`, CLINICIAN, OfSigned, 'note.replace', (session, input) =>
      beginCorrection(needs, session, input, 'replacement'),
    ),
    command(`${NOTE}/discard`, CLINICIAN, OfDraft, 'note.discard', (session, input) =>
      discardDraft(needs, session, input),
    ),
    command(`${NOTE}/withdraw`, CLINICIAN, WithdrawNote, 'note.withdraw', (session, input) =>
      withdrawNote(needs, session, input),
    ),
  ];
}

function summaryRows(needs: DocumentationNeeds): HttpRow[] {
  return [
    look(SUMMARY, READERS, 'summary.read', (session, { visitId }) => readSummary(needs, session, visitId)),
    command(`${SUMMARY}/draw`, CLINICIAN, DrawSummary, 'summary.create', (session, input) =>
      drawNew(needs, session, input),
    ),
    command(`${SUMMARY}/save`, CLINICIAN, SaveSummary, 'summary.update', (session, input) =>
      saveSummary(needs, session, input),
    ),
    command(`${SUMMARY}/release`, CLINICIAN, ReleaseSummary, 'summary.release', (session, input) =>
      releaseSummary(needs, session, input),
    ),
    command(`${SUMMARY}/take-back`, CLINICIAN, OfRelease, 'summary.take-back', (session, input) =>
      takeBackRelease(needs, session, input),
    ),
    look('/l/:launchId/api/my-visits/:visitId/summary', PATIENTS, 'summary.read', (session, { visitId }) =>
      readOwnSummary(needs, session, visitId),
    ),
    route(
      'GET',
      '/l/:launchId/api/my-visits/:visitId/summary.pdf',
      { who: PATIENTS, input: PrintSummary, audit: 'summary.print' },
      ({ session, input }) => printSummary(needs, session, input),
    ),
  ];
}

/** Foreseen, and more than a code: the other text goes with it. Nothing was lost, so it is no failure on record. */
function answerSave(answer: SaveAnswer, visit: string): Answer {
  if (answer.ok) return { json: answer.saved, auditDetail: { visit } };
  const detail = 'This note was changed in another window. Both texts are kept; look at them.';
  const told = { title: 'conflict', status: 409, detail, code: 'note.conflict', draft: answer.draft };
  return { status: 409, json: told, auditDetail: { visit, outcome: 'conflict' } };
}

const REFUSALS = {
  'note.held': 'The note cannot be signed yet: the page shows why.',
  'note.changed': 'The note or the visit’s record has changed since it was shown. Look at it once more.',
};

function answerSign(answer: SignAnswer, visit: string): Answer {
  const { view } = answer;
  if (answer.ok) return { json: view, auditDetail: { visit, outcome: 'signed' } };
  const { code, reasons } = answer;
  const told = { title: 'conflict', status: 409, detail: REFUSALS[code], code, reasons, view };
  return { status: 409, json: told, auditDetail: { visit, outcome: code } };
}
