// What a receiver's ACK means for a delivery: taken, or refused with its own words. It knows nothing of the way the
// ACK came; one that cannot be read as an answer is none.
import type { Hl7Message, Hl7Segment } from '@medplum/core';
import type { WriteAnswer, WriteNextStep } from '#server/ehr';
import { readText } from './escape.ts';

/** There is no HTTP status on this road; receipts carry 0. */
const NO_STATUS = 0;
/** HL7 table 0357: the receiver has something under this number already. */
const DUPLICATE = '205';
const WORDS_AT_MOST = 2000;

/**
 * By MSA-1 (table 0008): AA and nothing else says that it was filed. AE and CE: something in the message is wrong, it
 * is parked for a person. AR and CR: the receiver takes no such message now, or at all. Null: not an answer.
 */
export function answerOfAck(ack: Hl7Message, at: Date): WriteAnswer | null {
  switch (textAt(ack.getSegment('MSA'), 1, 1).toUpperCase()) {
    case 'AA':
      return { kind: 'confirmed', status: NO_STATUS, id: null, version: null, location: null, at };
    case 'AE':
    case 'CE':
      return refused(ack, 'change-and-retry');
    case 'AR':
    case 'CR':
      return refused(ack, 'ask-analyst');
    default:
      return null;
  }
}

function refused(ack: Hl7Message, next: WriteNextStep): WriteAnswer {
  const errors = ack.getAllSegments('ERR');
  const code = textAt(errors[0], 3, 1) || textAt(ack.getSegment('MSA'), 1, 1);
  if (errors.some((error) => textAt(error, 3, 1) === DUPLICATE))
    return { kind: 'duplicate', status: NO_STATUS, code: DUPLICATE };
  const words = [...errors.map(wordsOf), textAt(ack.getSegment('MSA'), 3, 1)].filter(Boolean);
  return {
    kind: 'refused',
    status: NO_STATUS,
    code,
    words: [...new Set(words)].join('\n').slice(0, WORDS_AT_MOST),
    next,
  };
}

/** ERR-8 is for a person, ERR-7 for a technician, ERR-3.2 the code's own name; ERR-2 where in the message. */
function wordsOf(error: Hl7Segment): string {
  const said = textAt(error, 8, 1) || textAt(error, 7, 1) || textAt(error, 3, 2);
  const place = [1, 2, 3].map((part) => textAt(error, 2, part)).filter(Boolean);
  return said && place.length > 0 ? `${said} (${place.join(' ')})` : said;
}

function textAt(segment: Hl7Segment | undefined, field: number, component: number): string {
  // Not getComponent: it would cut words at an ampersand.
  return readText(segment?.getField(field)?.components[0]?.[component - 1] ?? '').trim();
}
