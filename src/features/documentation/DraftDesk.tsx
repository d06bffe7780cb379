// The draft of a note: being written, being read before it is signed, or beside another page's text of it.
import { type KeyboardEvent, useState } from 'react';
import type { NoteContent, NoteDraft, NoteView } from '#domain/documentation';
import { Button } from '#ui/Button';
import { Dialog } from '#ui/Dialog';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { listHolds } from './list-holds.ts';
import type { NoteDeskProps } from './NoteDesk.tsx';
import { NoteEditor } from './NoteEditor.tsx';
import { readWritingKey } from './note-keys.ts';
import type { useNoteOrder } from './note-queries.ts';
import { RivalPanel } from './RivalPanel.tsx';
import { SaveLight } from './SaveLight.tsx';
import { SignPanel } from './SignPanel.tsx';
import { useDraftKeeper } from './useDraftKeeper.ts';

interface DraftDeskProps extends NoteDeskProps {
  view: NoteView;
  draft: NoteDraft;
  order: ReturnType<typeof useNoteOrder>;
  onSigned: (reference: string) => void;
  onLeftOver: (content: NoteContent) => void;
}

export function DraftDesk(props: DraftDeskProps) {
  const { view, draft, order, onSigned, onLeftOver, ...desk } = props;
  const say = useText();
  const kept = useDraftKeeper(desk, draft, onLeftOver);
  const [isReviewing, setReviewing] = useState(false);
  if (!kept) return <Loading words={say('staff.note.loading')} />;
  const { keeper, sight, isBare } = kept;
  const [rival] = sight.rivals;
  const review = () => {
    void keeper.flush();
    setReviewing(true);
  };
  const press = (event: KeyboardEvent) => {
    const key = readWritingKey(event);
    if (!key) return;
    event.preventDefault();
    if (key === 'save') void keeper.flush();
    else review();
  };
  return (
    <section className="note-draft" aria-label={say(`staff.note.draft.${draft.kind}`)} onKeyDown={press}>
      <div className="note-head">
        <h3>{say(`staff.note.draft.${draft.kind}`)}</h3>
        <SaveLight sight={sight} isBare={isBare} />
        {draft.kind !== 'note' && <Discard draftId={draft.draftId} order={order} />}
      </div>
      {rival ? (
        <RivalPanel
          key={rival.settles.join() || 'stored'}
          own={sight.content}
          rival={rival}
          onSettle={(content) => keeper.settle(rival, content)}
        />
      ) : isReviewing ? (
        <SignPanel
          visit={desk}
          view={view}
          draft={draft}
          sight={sight}
          holds={listHolds(draft, sight, view.facts)}
          onSigned={onSigned}
          onBack={() => setReviewing(false)}
        />
      ) : (
        <NoteEditor
          {...desk}
          view={view}
          draft={draft}
          order={order}
          content={sight.content}
          holds={listHolds(draft, sight, view.facts)}
          onEdit={keeper.edit}
          onReview={review}
        />
      )}
    </section>
  );
}

/** Only a draft beside something signed: the first note of a visit is not thrown away. */
function Discard({ draftId, order }: { draftId: string; order: DraftDeskProps['order'] }) {
  const say = useText();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button small onClick={() => setAsked(true)}>
        {say('staff.note.discard')}
      </Button>
      {isAsked && (
        <Dialog title={say('staff.note.discard.title')} onCancel={() => setAsked(false)}>
          <p>{say('staff.note.discard.meaning')}</p>
          <div className="row">
            <Button
              pending={order.isPending ? say('app.one-moment') : null}
              onClick={() => order.mutate({ call: '/discard', body: { draftId } })}
            >
              {say('staff.note.discard.now')}
            </Button>
            <Button onClick={() => setAsked(false)}>{say('staff.note.discard.keep')}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
