// What was signed for this visit, oldest first, as it was signed. It never changes: beside it stand the ways to add to
// it, to put another in its place, or to say that it was entered in error.
import { useEffect, useRef, useState } from 'react';
import type { NoteView, SignedNoteView } from '#domain/documentation';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import type { OfVisit, useNoteOrder } from './note-queries.ts';
import { WithdrawForm } from './WithdrawForm.tsx';

interface SignedTextsProps {
  visit: OfVisit;
  view: NoteView;
  order: ReturnType<typeof useNoteOrder>;
  /** Reference of the text that was signed on this page just now. */
  signedNow: string | null;
}

export function SignedTexts({ visit, view, order, signedNow }: SignedTextsProps) {
  if (view.signed.length === 0) return null;
  return (
    <ol className="note-signed">
      {view.signed.map((signed) => (
        <SignedText
          key={signed.signedNoteId}
          {...{ visit, view, order, signed }}
          isNew={signed.reference === signedNow}
        />
      ))}
    </ol>
  );
}

type SignedTextProps = Omit<SignedTextsProps, 'signedNow'> & { signed: SignedNoteView; isNew: boolean };

function SignedText({ visit, view, order, signed, isNew }: SignedTextProps) {
  const say = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isWithdrawing, setWithdrawing] = useState(false);
  useEffect(() => {
    if (isNew) heading.current?.focus();
  }, [isNew]);
  const { standing, kind, signedNoteId } = signed;
  const isCurrent = standing === 'current';
  const isNote = kind === 'note' || kind === 'replacement';
  const may = (act: 'addendum' | 'replace' | 'withdraw') =>
    isCurrent && !view.draft && view.may.includes(act);
  const begin = (call: '/addendum' | '/replace') => order.mutate({ call, body: { signedNoteId } });
  const pending = (call: string) =>
    order.isPending && order.variables.call === call ? say('app.one-moment') : null;
  return (
    <li className="note-signed-one" data-standing={standing}>
      <h3 ref={heading} tabIndex={-1}>
        {say(`staff.note.signed.${kind}`)}
        {!isCurrent && <span className="note-standing"> {say(`staff.note.standing.${standing}`)}</span>}
      </h3>
      <p className="small">
        {say('staff.note.signed.by', {
          who: isolate(signed.by.name ?? say('staff.note.nameless')),
          time: formatInstant(signed.signedAt),
          reference: signed.reference,
        })}
      </p>
      <details open={isCurrent}>
        <summary>{say('staff.note.signed.text')}</summary>
        <pre className="note-text">{signed.text}</pre>
      </details>
      {isNote && (may('addendum') || may('replace') || may('withdraw')) && (
        <div className="row">
          {may('addendum') && (
            <Button small pending={pending('/addendum')} onClick={() => begin('/addendum')}>
              {say('staff.note.addendum')}
            </Button>
          )}
          {may('replace') && (
            <Button small pending={pending('/replace')} onClick={() => begin('/replace')}>
              {say('staff.note.replace')}
            </Button>
          )}
          {may('withdraw') && (
            <Button small aria-expanded={isWithdrawing} onClick={() => setWithdrawing(!isWithdrawing)}>
              {say('staff.note.withdraw')}
            </Button>
          )}
        </div>
      )}
      {isWithdrawing && may('withdraw') && (
        <WithdrawForm visit={visit} signedNoteId={signedNoteId} onDone={() => setWithdrawing(false)} />
      )}
    </li>
  );
}
