// The summary for the patient: drawn from the signed note, put into plain words by the clinician, read once more, and
// released. What the patient sees now stands below.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  findShownRelease,
  type NoteView,
  SECTION_HEADINGS,
  SECTIONS,
  type Section,
  type SignedNoteView,
} from '#domain/documentation';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Fold } from '#ui/Fold';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { noteQuery, type OfVisit } from './note-queries.ts';
import { SummaryEditor } from './SummaryEditor.tsx';
import { summaryQuery, useSummaryOrder } from './summary-queries.ts';
import './note.css';

export function SummaryDesk(visit: OfVisit) {
  const say = useText();
  const [isOpen, setOpen] = useState(false);
  const note = useQuery(noteQuery(visit));
  const current = note.data && findCurrent(note.data);
  // Before anything is signed there is nothing to draw from, and nothing released.
  if (!note.data || note.data.signed.length === 0) return null;
  return (
    <Fold
      id="visit-summary"
      title={say('staff.note.summary.title')}
      note={say('staff.note.summary.note')}
      isOpen={isOpen}
      onToggle={setOpen}
    >
      <Desk visit={visit} note={note.data} current={current ?? null} />
    </Fold>
  );
}

/** The newest note that stands. */
function findCurrent({ signed }: NoteView): SignedNoteView | undefined {
  return signed.findLast(
    ({ kind, standing }) => standing === 'current' && (kind === 'note' || kind === 'replacement'),
  );
}

function Desk({ visit, note, current }: { visit: OfVisit; note: NoteView; current: SignedNoteView | null }) {
  const say = useText();
  const summary = useQuery(summaryQuery(visit));
  const order = useSummaryOrder(visit);
  if (summary.isPending) return <Loading words={say('staff.note.summary.loading')} />;
  if (!summary.data)
    return (
      <Notice tone="care" title={say('staff.note.summary.failed')}>
        <p>
          <Button small onClick={() => void summary.refetch()}>
            {say('app.retry')}
          </Button>
        </p>
      </Notice>
    );
  const { draft, releases } = summary.data;
  const mayEdit = note.may.includes('summary');
  const shown = findShownRelease(releases);
  return (
    <div className="note">
      {shown ? (
        <div className="note-signed-one">
          <p className="small">
            {say('staff.note.summary.seen', {
              who: isolate(shown.by.name ?? say('staff.note.nameless')),
              time: formatInstant(shown.releasedAt),
            })}
          </p>
          <pre className="note-text">{shown.text}</pre>
          {mayEdit && (
            <p>
              <Button
                small
                pending={
                  order.isPending && order.variables.call === '/take-back' ? say('app.one-moment') : null
                }
                onClick={() => order.mutate({ call: '/take-back', body: { releaseId: shown.releaseId } })}
              >
                {say('staff.note.summary.take-back')}
              </Button>
            </p>
          )}
        </div>
      ) : (
        <p className="soft">{say('staff.note.summary.none')}</p>
      )}
      {draft && mayEdit && <SummaryEditor draft={draft} order={order} />}
      {mayEdit && current && (!draft || draft.isOutdated) && (
        <Draw key={current.signedNoteId} signed={current} order={order} />
      )}
      {order.isError && order.variables.call !== '/save' && (
        <p role="alert" className="note-problem">
          {say('staff.note.problem')}
        </p>
      )}
    </div>
  );
}

/** What most patients are told: why they came, what it is, and what to do. */
const USUAL: readonly Section[] = ['reason', 'assessment', 'plan'];

function Draw({ signed, order }: { signed: SignedNoteView; order: ReturnType<typeof useSummaryOrder> }) {
  const say = useText();
  const written = SECTIONS.filter((section) => (signed.sections[section] ?? '').trim() !== '');
  const [chosen, setChosen] = useState<readonly Section[]>(written.filter((one) => USUAL.includes(one)));
  const isPending = order.isPending && order.variables.call === '/draw';
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length === 0) return;
        const sections = SECTIONS.filter((one) => chosen.includes(one));
        order.mutate({ call: '/draw', body: { signedNoteId: signed.signedNoteId, sections } });
      }}
    >
      <fieldset className="note-choice">
        <legend className="strong">{say('staff.note.summary.from')}</legend>
        <div className="row">
          {written.map((section) => (
            <label key={section} className="note-radio">
              <input
                type="checkbox"
                checked={chosen.includes(section)}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...chosen, section] : chosen.filter((one) => one !== section))
                }
              />
              {SECTION_HEADINGS[section]}
            </label>
          ))}
        </div>
      </fieldset>
      <p>
        <Button submits pending={isPending ? say('app.one-moment') : null}>
          {say('staff.note.summary.draw')}
        </Button>
      </p>
    </form>
  );
}
