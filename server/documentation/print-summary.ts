// The summary that a patient reads, as a PDF made when it is asked for and kept nowhere: the same text, whole, with
// whose it is and who wrote it.
import type { z } from 'zod';
import { findShownRelease, type PrintSummary, printInstant, printRecordedDay } from '#domain/documentation';
import { drawPaper, strip } from '#server/documentation/paper';
import { AppError } from '#server/errors';
import type { Answer, Session } from '#server/http';
import { type AtNote, atNote } from './at-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import { listReleases, type Release } from './summary-store.ts';

/** The same for everybody: a folder of downloads is read by many. */
const FILE = 'attachment; filename="visit-summary.pdf"';

export async function printSummary(
  needs: DocumentationNeeds,
  session: Session,
  { visitId, language }: z.infer<typeof PrintSummary>,
): Promise<Answer> {
  const at = await atNote(needs, session, visitId);
  const released = findShownRelease(
    await listReleases({ database: needs.database, tx: needs.database.db }, at.of),
  );
  if (!released) throw new AppError('not-found', 'summary.none', 'There is no summary of this visit now.');
  const say = await needs.say(language);
  const name = isolate(at.record.patientName ?? '');
  const paper = await drawPaper({
    ...{ language, text: released.text, title: say('door.summary.title') },
    head: listHead(needs, at, released, language, say),
    foot: (page, pages) => say('door.summary.foot', { name, page: String(page), pages: String(pages) }),
  });
  if (!paper.ok)
    throw new AppError(
      'conflict',
      'summary.no-typeface',
      'The summary holds letters that cannot be put into a PDF here. The page itself prints them.',
    );
  return {
    attachment: { type: 'application/pdf', pieces: paper.pieces },
    headers: { 'Content-Disposition': FILE },
    auditDetail: { visit: visitId },
  };
}

type Say = Awaited<ReturnType<DocumentationNeeds['say']>>;

function listHead(
  needs: DocumentationNeeds,
  { record, of, site }: AtNote,
  released: Release,
  language: 'en' | 'es',
  say: Say,
): string[] {
  const at = (instant: string) => printInstant(instant, site.timeZone ?? 'UTC', language);
  const { patientName, birthDate, admittedAt, people } = record;
  const who = released.name ?? people.find(({ role }) => role === 'host')?.name ?? null;
  const time = at(released.releasedAt.toISOString());
  const born = birthDate && say('door.summary.born', { date: printRecordedDay(birthDate, language) });
  return [
    [patientName && isolate(patientName), born].filter(Boolean).join(', '),
    isolate(needs.hospitalOf(of.tenantId)),
    admittedAt ? say('door.summary.visit', { time: at(admittedAt) }) : '',
    who ? say('door.summary.by', { who: isolate(who), time }) : say('door.summary.at', { time }),
  ].filter((line) => line !== '');
}

/** No letter of a name turns the words around it (UAX 9: FSI … PDI). */
const isolate = (name: string): string => `\u2068${strip(name)}\u2069`;
