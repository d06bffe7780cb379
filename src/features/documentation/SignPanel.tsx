// The exact text that will stand in the chart, and the one press that signs it. What was read is what is signed: its
// digest goes along, and the server refuses another text.
import { useEffect, useRef, useState } from 'react';
import { composeNote, type NoteDraft, type NoteView, type SignReason } from '#domain/documentation';
import { formatDate } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { digestOf } from './digest-of.ts';
import type { DraftSight } from './draft-keeper.ts';
import { GateThen } from './GateThen.tsx';
import { Holds } from './Holds.tsx';
import { type OfVisit, useSign } from './note-queries.ts';

interface SignPanelProps {
  visit: OfVisit;
  view: NoteView;
  draft: NoteDraft;
  sight: DraftSight;
  holds: readonly SignReason[];
  onSigned: (reference: string) => void;
  onBack: () => void;
}

export function SignPanel({ visit, view, draft, sight, holds, onSigned, onBack }: SignPanelProps) {
  const say = useText();
  const sign = useSign(visit);
  const heading = useRef<HTMLHeadingElement>(null);
  // One key for one reading: pressed twice, or again after a lost answer, it is one signature.
  const [requestKey] = useState(() => crypto.randomUUID());
  useEffect(() => heading.current?.focus(), []);
  const { kind, records, reference, draftId } = draft;
  const text = composeNote({ kind, records, content: sight.content, facts: view.facts, reference });
  const { revision } = sight;
  const { name, birthDate } = view.patient;
  const isReady = revision !== null && holds.length === 0;
  const press = async () => {
    if (revision === null) return;
    const digest = await digestOf(text);
    const answer = await sign.mutateAsync({ draftId, reference, revision, digest, requestKey });
    if (answer === 'signed') onSigned(reference);
  };
  return (
    <div className="note-reading">
      <h4 ref={heading} tabIndex={-1}>
        {say('staff.note.reading')}
      </h4>
      <p>
        {say('staff.note.reading.patient', {
          name: name ? isolate(name) : say('staff.note.nameless'),
          born: birthDate ? formatDate(birthDate) : say('staff.note.unknown'),
        })}
      </p>
      <pre className="note-text">{text}</pre>
      <GateThen gate={view.gate} />
      <Holds holds={holds} onGo={onBack} />
      {sign.data && sign.data !== 'signed' && (
        <Notice tone="care" live="assertive" title={say(`staff.note.sign.${sign.data}`)}>
          <p>{say(`staff.note.sign.${sign.data}.next`)}</p>
        </Notice>
      )}
      {revision === null && holds.length === 0 && <p role="status">{say('staff.note.sign.waits')}</p>}
      <div className="row">
        {isReady && (
          <Button
            kind="primary"
            pending={sign.isPending ? say('staff.note.sign.pending') : null}
            onClick={() => void press()}
          >
            {say('staff.note.sign.now')}
          </Button>
        )}
        <Button onClick={onBack}>{say('staff.note.sign.back')}</Button>
      </div>
    </div>
  );
}
