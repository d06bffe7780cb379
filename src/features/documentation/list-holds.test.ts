import { describe, expect, it } from 'vitest';
import { NO_CONTENT, type NoteContent } from '#domain/documentation';
import { listHolds } from './list-holds.ts';

const content = (assessment: string): NoteContent => ({ ...NO_CONTENT, sections: { assessment } });
const codes = (holds: ReturnType<typeof listHolds>) => holds.map(({ code }) => code);

describe('what holds the signature', () => {
  it('follows the text on the screen, not the text the server judged last', () => {
    const empty = {
      kind: 'note',
      holds: [{ code: 'section-empty', data: { section: 'assessment' } }],
    } as const;
    expect(
      codes(listHolds({ ...empty, holds: [...empty.holds] }, { content: content('flu'), rivals: [] }, [])),
    ).toEqual([]);
    expect(listHolds({ kind: 'note', holds: [] }, { content: content(' \n'), rivals: [] }, [])).toEqual([
      { code: 'section-empty', data: { section: 'assessment' } },
    ]);
  });

  it('takes the server’s word for person and visit', () => {
    const holds = [{ code: 'visit-running' as const, data: {} }];
    expect(codes(listHolds({ kind: 'note', holds }, { content: content('flu'), rivals: [] }, []))).toEqual([
      'visit-running',
    ]);
  });

  it('names a text nobody looked at and a fact nobody pulled', () => {
    const rival = { content: NO_CONTENT, at: null, by: null, is: 'aside', settles: ['x'] } as const;
    const withFact = { ...content('flu'), facts: [{ factId: 'f1', section: 'plan' as const }] };
    expect(codes(listHolds({ kind: 'note', holds: [] }, { content: withFact, rivals: [rival] }, []))).toEqual(
      ['conflict', 'unknown-fact'],
    );
    expect(
      codes(listHolds({ kind: 'note', holds: [] }, { content: withFact, rivals: [] }, [{ factId: 'f1' }])),
    ).toEqual([]);
  });

  it('asks an addendum for its own words alone', () => {
    const addendum = { ...NO_CONTENT, sections: { addendum: 'dose corrected' } };
    expect(listHolds({ kind: 'addendum', holds: [] }, { content: addendum, rivals: [] }, [])).toEqual([]);
    expect(
      codes(listHolds({ kind: 'addendum', holds: [] }, { content: content('flu'), rivals: [] }, [])),
    ).toEqual(['section-empty']);
  });
});
