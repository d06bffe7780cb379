// What each answer of an EHR is taken for when a note, an encounter or a charge was sent: the whole table, word for
// word, at the wire. Nothing is sent a second time by itself but after a 401.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WriteAnswer } from '#server/ehr';
import type { Says } from '../fixtures/small-ehr.ts';
import { startWritingHand, type WritingHand } from '../fixtures/writing-hand.ts';

const KINDS = ['note', 'encounter', 'charge'] as const;
const OUTCOME = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'invalid', details: { text: 'said by the EHR' } }],
};
const said = (status: number, headers: Record<string, string> = {}): Says => ({
  status,
  json: OUTCOME,
  headers,
});
const LATE = 'late';

/** `charge` goes by an operation, which names no record; `times`: how often it left. */
const TABLE: [
  answer: string,
  says: Says | typeof LATE,
  note: string,
  encounter: string,
  charge: string,
  times: number,
][] = [
  // What was done. 200 to a create counts only where it names a record.
  ['200', { status: 200 }, 'unknown lost-answer', 'unknown lost-answer', 'confirmed', 1],
  [
    '200, named',
    { status: 200, headers: { location: '@/7' } },
    'confirmed 7',
    'confirmed 7',
    'confirmed 7',
    1,
  ],
  ['201', { status: 201, headers: { location: '@/7' } }, 'confirmed 7', 'confirmed 7', 'confirmed 7', 1],
  ['201, nameless', { status: 201 }, 'confirmed', 'confirmed', 'confirmed', 1],
  ['204', { status: 204 }, 'confirmed', 'confirmed', 'confirmed', 1],
  // Somewhere else: nobody is followed with a token and a note.
  [
    '301',
    { status: 301, headers: { location: '/elsewhere' } },
    'unknown lost-answer',
    'unknown lost-answer',
    'unknown lost-answer',
    1,
  ],
  [
    '302',
    { status: 302, headers: { location: '/elsewhere' } },
    'unknown lost-answer',
    'unknown lost-answer',
    'unknown lost-answer',
    1,
  ],
  // Refused: certain, and a person's.
  ['400', said(400), 'refused change-and-retry', 'refused change-and-retry', 'refused change-and-retry', 1],
  ['401', said(401), 'no-effect unauthorized', 'no-effect unauthorized', 'no-effect unauthorized', 2],
  ['403', said(403), 'refused ask-analyst', 'refused ask-analyst', 'refused ask-analyst', 1],
  ['404', said(404), 'refused file-by-hand', 'refused file-by-hand', 'refused file-by-hand', 1],
  ['405', said(405), 'refused file-by-hand', 'refused file-by-hand', 'refused file-by-hand', 1],
  ['406', said(406), 'refused change-and-retry', 'refused change-and-retry', 'refused change-and-retry', 1],
  ['410', said(410), 'refused compare', 'refused compare', 'refused compare', 1],
  ['415', said(415), 'refused change-and-retry', 'refused change-and-retry', 'refused change-and-retry', 1],
  ['422', said(422), 'refused change-and-retry', 'refused change-and-retry', 'refused change-and-retry', 1],
  // It says that it has something of it already: looked up.
  ['409', said(409), 'duplicate', 'duplicate', 'duplicate', 1],
  ['412', said(412), 'duplicate', 'duplicate', 'duplicate', 1],
  // Nobody knows: looked up, never sent again on suspicion.
  ['500', said(500), 'unknown server-error', 'unknown server-error', 'unknown server-error', 1],
  ['502', said(502), 'unknown server-error', 'unknown server-error', 'unknown server-error', 1],
  [
    '503',
    said(503, { 'retry-after': '1' }),
    'unknown server-error',
    'unknown server-error',
    'unknown server-error',
    1,
  ],
  ['504', said(504), 'unknown server-error', 'unknown server-error', 'unknown server-error', 1],
  [
    'reset before a word',
    { cut: 'all' },
    'unknown lost-answer',
    'unknown lost-answer',
    'unknown lost-answer',
    1,
  ],
  [
    'reset after the head',
    { status: 201, cut: 'half', headers: { location: '@/7' } },
    'unknown lost-answer',
    'unknown lost-answer',
    'unknown lost-answer',
    1,
  ],
  [
    'half an answer',
    { status: 201, text: '{"resourceType":"Docu' },
    'unknown lost-answer',
    'unknown lost-answer',
    'unknown lost-answer',
    1,
  ],
  ['no answer in time', LATE, 'unknown timeout', 'unknown timeout', 'unknown timeout', 1],
  // The last row: the EHR is left alone after it.
  [
    '429',
    said(429, { 'retry-after': '1' }),
    'no-effect throttled',
    'no-effect throttled',
    'no-effect throttled',
    1,
  ],
];

let hand: WritingHand;
beforeAll(async () => {
  hand = await startWritingHand();
});
afterAll(() => hand.close());

const inWords = (answer: WriteAnswer): string =>
  [
    answer.kind,
    ...('why' in answer ? [answer.why] : []),
    ...('next' in answer ? [answer.next] : []),
    ...('id' in answer && answer.id !== null ? [answer.id] : []),
  ].join(' ');

const TYPES = { note: 'DocumentReference', encounter: 'Encounter', charge: 'ChargeItem' } as const;

it.each(TABLE)('%s', async (name, says, note, encounter, charge, times) => {
  const expected = { note, encounter, charge };
  for (const kind of KINDS) {
    hand.forget();
    hand.ehr.lies.fhir = async () => {
      if (says === LATE) await new Promise((resolve) => setTimeout(resolve, 2_500));
      const { headers = {}, ...rest } = says === LATE ? { status: 201 } : says;
      const location = headers.location?.replace('@', TYPES[kind]);
      return { ...rest, headers: { ...headers, ...(location && { location }) } };
    };
    expect(inWords(await hand.writer.send(hand.order(kind))), kind).toBe(expected[kind]);
    expect(hand.writes(), `${kind}: how often it left`).toHaveLength(times);
    if (name === '429') await new Promise((resolve) => setTimeout(resolve, 1_100));
  }
  expect(hand.ehr.requestsTo('/elsewhere')).toEqual([]);
});

it('no connection at all: certain to have changed nothing', async () => {
  await hand.ehr.close();
  for (const kind of KINDS)
    expect(inWords(await hand.writer.send(hand.order(kind))), kind).toBe('no-effect no-connection');
});
