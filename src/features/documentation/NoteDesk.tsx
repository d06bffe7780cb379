// The note of one visit: what is signed, what is being written, and the way from one to the other. Draws what the
// server says this person may do and no more.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NoteContent, NoteView } from '#domain/documentation';
import { ApiError } from '#lib/api';
import { Button } from '#ui/Button';
import { Fold } from '#ui/Fold';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { DraftDesk } from './DraftDesk.tsx';
import type { ChartFact } from './FactChooser.tsx';
import { LeftOver } from './LeftOver.tsx';
import { noteQuery, useNoteOrder } from './note-queries.ts';
import { SignedTexts } from './SignedTexts.tsx';
import './note.css';

export interface NoteDeskProps {
  launchId: string;
  visitId: string;
  /** The visit is going on: ending it is the next step, the note is not. */
  isRunning: boolean;
  isOpenAtFirst: boolean;
  /** Entries of the chart that can be put into the note; null: no chart is open beside it. */
  chartFacts: readonly ChartFact[] | null;
}

export function NoteDesk(props: NoteDeskProps) {
  const say = useText();
  const [isToggled, setToggled] = useState<boolean | null>(null);
  const isOpen = isToggled ?? props.isOpenAtFirst;
  return (
    <Fold
      id="visit-note"
      title={say('staff.note.title')}
      note={say(isOpen ? 'staff.note.open' : 'staff.note.folded')}
      isOpen={isOpen}
      onToggle={setToggled}
    >
      <Read {...props} />
    </Fold>
  );
}

function Read(props: NoteDeskProps) {
  const say = useText();
  const note = useQuery(noteQuery(props));
  if (note.isPending) return <Loading words={say('staff.note.loading')} />;
  if (!note.data) {
    const { error } = note;
    const isRefused = error instanceof ApiError && error.status === 403;
    // Of a nurse who took no part in this visit; it is no trouble, and they can do something about it.
    if (isRefused && error.code === 'note.not-yours')
      return <p className="soft">{say('staff.note.not-assigned')}</p>;
    return (
      <Notice tone="care" title={say(isRefused ? 'staff.note.refused' : 'staff.note.failed')}>
        {!isRefused && (
          <p>
            <ReadAgain small query={note} />
          </p>
        )}
      </Notice>
    );
  }
  return <Desk {...props} view={note.data} />;
}

function Desk(props: NoteDeskProps & { view: NoteView }) {
  const { view, launchId, visitId, isRunning } = props;
  const say = useText();
  const visit = { launchId, visitId };
  const order = useNoteOrder(visit);
  const [signedNow, setSignedNow] = useState<string | null>(null);
  const [leftOver, setLeftOver] = useState<NoteContent | null>(null);
  const { draft, signed } = view;
  const mayWrite = view.may.includes('write');
  return (
    <div className="note">
      {leftOver && <LeftOver content={leftOver} onDone={() => setLeftOver(null)} />}
      <SignedTexts visit={visit} view={view} order={order} signedNow={signedNow} />
      {draft && mayWrite && (
        <DraftDesk
          key={draft.draftId}
          {...props}
          draft={draft}
          order={order}
          onSigned={setSignedNow}
          onLeftOver={setLeftOver}
        />
      )}
      {draft && !mayWrite && <p className="soft">{say('staff.note.other-writes')}</p>}
      {!draft && mayWrite && (
        <p className="row">
          <Button
            kind={isRunning ? 'plain' : 'primary'}
            small={isRunning}
            pending={order.isPending ? say('app.one-moment') : null}
            onClick={() => order.mutate({ call: '', body: {} })}
          >
            {say('staff.note.begin')}
          </Button>
          <span className="small soft">{say('staff.note.begin.meaning')}</span>
        </p>
      )}
      {!draft && !mayWrite && signed.length === 0 && <p className="soft">{say('staff.note.none')}</p>}
      {order.isError && (
        <p role="alert" className="note-problem">
          {say('staff.note.problem')}
        </p>
      )}
    </div>
  );
}
