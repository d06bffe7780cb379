// The patient's summary: drawn from the signed note by sections the clinician chose, edited, released by a person. A
// patient reads it after that and not before; what was drawn from a note that no longer stands is taken back.
import type { z } from 'zod';
import {
  type DrawSummary,
  drawSummary,
  findShownRelease,
  judgeText,
  type OfRelease,
  type PatientSummaryView,
  type ReleaseSummary,
  type SaveSummary,
  type SummaryView,
} from '#domain/documentation';
import type { Db } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtNote, atNote } from './at-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import { findNote } from './draft-store.ts';
import { demandCurrent, demandOfVisit } from './sign-note.ts';
import { listSigned } from './signed-store.ts';
import { standingOf } from './standings.ts';
import {
  deleteSummaryDraft,
  findSummaryDraft,
  insertRelease,
  listReleases,
  updateTakenBack,
  upsertSummaryDraft,
} from './summary-store.ts';
import { badText } from './write-draft.ts';

type Of<Schema extends z.ZodType> = z.infer<Schema>;

export async function readSummary(
  needs: DocumentationNeeds,
  session: Session,
  visitId: string,
): Promise<SummaryView> {
  return viewSummary(needs, needs.database.db, await atNote(needs, session, visitId));
}

async function viewSummary(needs: DocumentationNeeds, tx: Db, at: AtNote): Promise<SummaryView> {
  const on = { database: needs.database, tx };
  const draft = await findSummaryDraft(on, at.of);
  const signed = await listSigned(on, at.of);
  const releases = await listReleases(on, at.of);
  const byOf = (one: { name: string | null }, key: string) => ({
    name: one.name,
    isYou: key === at.session.personKey,
  });
  return {
    visitId: at.of.visitId,
    draft: draft && {
      ...{ signedNoteId: draft.signedNoteId, revision: draft.revision, text: draft.text },
      savedAt: draft.savedAt.toISOString(),
      by: byOf(draft, draft.savedBy),
      isOutdated: standingOf(signed, draft.signedNoteId) !== 'current',
    },
    releases: releases.map((one) => ({
      ...{ releaseId: one.id, signedNoteId: one.signedNoteId, text: one.text },
      releasedAt: one.releasedAt.toISOString(),
      by: byOf(one, one.personKey),
      takenBackAt: one.takenBackAt?.toISOString() ?? null,
    })),
  };
}

/** Under the note's lock, by a clinician of the visit. */
async function change(
  needs: DocumentationNeeds,
  session: Session,
  visitId: string,
  run: (at: AtNote, on: { database: DocumentationNeeds['database']; tx: Db }) => Promise<void>,
): Promise<SummaryView> {
  const at = await atNote(needs, session, visitId);
  demandOfVisit(at);
  await needs.database.transaction(async (tx) => {
    const on = { database: needs.database, tx };
    await findNote(on, at.of, 'lock');
    await run(at, on);
  });
  return viewSummary(needs, needs.database.db, at);
}

export function drawNew(
  needs: DocumentationNeeds,
  session: Session,
  input: Of<typeof DrawSummary>,
): Promise<SummaryView> {
  return change(needs, session, input.visitId, async (at, on) => {
    const from = demandCurrent(await listSigned(on, at.of), input.signedNoteId);
    const before = await findSummaryDraft(on, at.of);
    await upsertSummaryDraft(on, at.of, {
      ...{ signedNoteId: from.id, revision: (before?.revision ?? 0) + 1 },
      text: drawSummary(from.frozen.content?.sections ?? {}, input.sections),
      ...{ name: at.person.name, savedAt: at.now, savedBy: session.personKey },
    });
  });
}

export function saveSummary(
  needs: DocumentationNeeds,
  session: Session,
  { visitId, baseRevision, text }: Of<typeof SaveSummary>,
): Promise<SummaryView> {
  const problem = judgeText([text]);
  if (problem) throw badText(problem);
  return change(needs, session, visitId, async (at, on) => {
    const { signedNoteId, revision } = demandRevision(await findSummaryDraft(on, at.of), baseRevision);
    await upsertSummaryDraft(on, at.of, {
      ...{ signedNoteId, revision: revision + 1, text },
      ...{ name: at.person.name, savedAt: at.now, savedBy: session.personKey },
    });
  });
}

export function releaseSummary(
  needs: DocumentationNeeds,
  session: Session,
  { visitId, revision, requestKey }: Of<typeof ReleaseSummary>,
): Promise<SummaryView> {
  return change(needs, session, visitId, async (at, on) => {
    const released = await listReleases(on, at.of);
    if (released.some((one) => one.requestKey === requestKey)) return;
    const draft = demandRevision(await findSummaryDraft(on, at.of), revision);
    demandCurrent(await listSigned(on, at.of), draft.signedNoteId);
    if (draft.text.trim() === '')
      throw new AppError('conflict', 'summary.empty', 'The summary is empty: there is nothing to read.');
    await insertRelease(on, at.of, {
      ...{ signedNoteId: draft.signedNoteId, text: draft.text, name: at.person.name, requestKey },
      ...{ releasedAt: at.now, launchId: session.launchId, personKey: session.personKey },
    });
    await deleteSummaryDraft(on.tx, draft.id);
  });
}

export function takeBackRelease(
  needs: DocumentationNeeds,
  session: Session,
  { visitId, releaseId }: Of<typeof OfRelease>,
): Promise<SummaryView> {
  return change(needs, session, visitId, async (at, on) => {
    const found = (await listReleases(on, at.of)).find(({ id }) => id === releaseId);
    if (!found) throw new AppError('not-found', 'summary.unknown', 'There is no such summary here.');
    await updateTakenBack(on.tx, found.id, at.now);
  });
}

function demandRevision<Draft extends { revision: number }>(draft: Draft | null, revision: number): Draft {
  if (draft?.revision === revision) return draft;
  throw new AppError(
    'conflict',
    'summary.conflict',
    'The summary was changed in another window. Your text is still on your screen; look at both.',
  );
}

/** For the patient, or a proxy: what was released last, unless it was taken back; nothing of the note itself. */
export async function readOwnSummary(
  needs: DocumentationNeeds,
  session: Session,
  visitId: string,
): Promise<PatientSummaryView> {
  const at = await atNote(needs, session, visitId);
  const releases = await listReleases({ database: needs.database, tx: needs.database.db }, at.of);
  const shown = findShownRelease(releases);
  return {
    visitId,
    hospital: needs.hospitalOf(at.of.tenantId),
    clinician: at.record.people.find(({ role }) => role === 'host')?.name ?? null,
    visitAt: at.record.admittedAt,
    takenBackAt: releases.at(-1)?.takenBackAt?.toISOString() ?? null,
    summary: shown ? { text: shown.text, releasedAt: shown.releasedAt.toISOString(), by: shown.name } : null,
  };
}
