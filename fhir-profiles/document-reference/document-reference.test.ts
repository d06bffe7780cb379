import { describe, expect, it } from 'vitest';
import { readDocumentReference } from './document-reference.ts';
import example from './example.json' with { type: 'json' };

const read = (parts: object) =>
  readDocumentReference({ resourceType: 'DocumentReference', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a DocumentReference', () => {
  it('reads the example', () => {
    expect(readDocumentReference(example)).toMatchObject({
      state: 'shown',
      row: {
        text: 'Blood pressure follow-up',
        type: 'Progress note',
        attachments: [{ binaryId: 'example-note' }],
      },
    });
  });
  it('entered in error is no row', () => {
    expect(read({ status: 'entered-in-error' }).state).toBe('entered-in-error');
  });
  it('a document in error by its own status is no row either; a superseded one is not current', () => {
    expect(read({ docStatus: 'entered-in-error' }).state).toBe('entered-in-error');
    expect(row({ status: 'superseded' }).isCurrent).toBe(false);
  });
  it('says where the bytes are: here, inside, or elsewhere', () => {
    const at = (attachment: object) => row({ content: [{ attachment }] }).attachments[0];
    expect(at({ url: 'Binary/b' })).toMatchObject({ binaryId: 'b', isInline: false, isElsewhere: false });
    expect(at({ data: 'aGVsbG8=' })).toMatchObject({ binaryId: null, isInline: true, isElsewhere: false });
    expect(at({ url: 'https://other.example/Binary/b' })).toMatchObject({
      binaryId: null,
      isElsewhere: true,
    });
    expect(at({ url: 'Binary/..' })).toMatchObject({ binaryId: null });
  });
});
