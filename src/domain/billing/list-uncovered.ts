// Ways of meeting by which care was given without a consent for them: what a charge waits for a second person for. A
// consent that came while care went on by that way, or before, covers it; what was taken back meanwhile marks the visit
// by itself. Knows no gate and no payer.
import type { Modality, VisitRecord } from '#domain/visit';

type Held = Pick<VisitRecord, 'admittedAt' | 'endedAt' | 'modalities' | 'consents'>;

/** As consents speak of it: with a picture, or without. In the order in which care came to them, each once. */
export function listUncovered({ admittedAt, endedAt, modalities, consents }: Held): ('video' | 'audio')[] {
  if (admittedAt === null) return [];
  const from = Date.parse(admittedAt);
  const until = endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt);
  const used = modalities.flatMap((line, position) => {
    const next = modalities[position + 1];
    const begins = Math.max(from, Date.parse(line.from));
    const ends = Math.min(until, next ? Date.parse(next.from) : until);
    return begins < ends ? [wayOf(line.modality)] : [];
  });
  const yeses = consents.filter(
    ({ kind, givenFor, agreed }) => kind === 'telehealth' && givenFor === 'patient' && agreed,
  );
  const isCovered = (way: 'video' | 'audio') =>
    yeses.some(({ modality, givenAt }) => (modality ?? way) === way && Date.parse(givenAt) <= until);
  return [...new Set(used)].filter((way) => !isCovered(way));
}

const wayOf = (modality: Modality): 'video' | 'audio' => (modality === 'video' ? 'video' : 'audio');
