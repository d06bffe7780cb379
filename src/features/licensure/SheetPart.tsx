// Many lines at once from a file: choose it, see what each row would do, then bring it in. Nothing changes before the
// last press, and nobody is verified by it. What is wrong with a row stands in the row-texts.
import { useId, useState } from 'react';
import {
  EXAMPLE_SHEET,
  MOST_SHEET_BYTES,
  MOST_SHEET_ROWS,
  type SheetImported,
  type SheetPreview,
} from '#domain/licensure';
import { ApiError } from '#lib/api';
import { saveFile } from '#lib/save-file';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { useSheet } from './credential-queries.ts';
import { SheetRows } from './SheetRows.tsx';

export function SheetPart({ launchId, onDone }: { launchId: string; onDone: () => void }) {
  const say = useText();
  const id = useId();
  const { choose, seen, look, bring } = useSheet(launchId);
  const name = seen?.name ?? look.variables?.name;
  return (
    <section className="stack-tight sheet" aria-label={say('licensure.sheet.title')}>
      <h2>{say('licensure.sheet.title')}</h2>
      <p>{say('licensure.sheet.lead')}</p>
      <p className="row">
        <label className="button button-small" htmlFor={id}>
          {say(name ? 'licensure.sheet.choose-another' : 'licensure.sheet.choose')}
        </label>
        <input
          id={id}
          className="hidden-but-read"
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            // The same name chosen again is a file that was mended.
            event.target.value = '';
            if (file) choose(file);
          }}
        />
        <Button
          small
          onClick={() => saveFile('credentials-example.csv', 'text/csv;charset=utf-8', EXAMPLE_SHEET)}
        >
          {say('licensure.sheet.example')}
        </Button>
        <span className="soft">{name}</span>
      </p>
      {look.isPending && <Loading words={say('licensure.sheet.reading')} />}
      {look.isError && <p role="alert">{say('licensure.sheet.not-read')}</p>}
      {seen?.preview.fault && (
        <Notice tone="stop" title={say('licensure.sheet.none')}>
          <p>
            {say(`licensure.sheet.whole.${seen.preview.fault.code}`, {
              ...{ found: seen.preview.fault.found, rows: MOST_SHEET_ROWS },
              kilobytes: MOST_SHEET_BYTES / 1000,
            })}
          </p>
        </Notice>
      )}
      {seen && !seen.preview.fault && !bring.isSuccess && (
        <Verdict
          key={seen.preview.digest}
          preview={seen.preview}
          pending={bring.isPending ? say('app.one-moment') : null}
          onBring={(leavesOutWrong) => bring.mutate(leavesOutWrong)}
        />
      )}
      {bring.isError && (
        <p role="alert">
          {say(
            bring.error instanceof ApiError && bring.error.code === 'register.sheet-changed'
              ? 'licensure.sheet.changed-meanwhile'
              : 'licensure.sheet.not-imported',
          )}
        </p>
      )}
      {bring.data && <Imported done={bring.data} onDone={onDone} />}
    </section>
  );
}

interface VerdictProps {
  preview: SheetPreview;
  pending: string | null;
  onBring: (leavesOutWrong: boolean) => void;
}

function Verdict({ preview: { rows }, pending, onBring }: VerdictProps) {
  const say = useText();
  const [leavesOut, setLeavesOut] = useState(false);
  const count = (standing: string) => rows.filter((row) => row.standing === standing).length;
  const wrong = count('wrong');
  const entered = count('new') + count('changes');
  const counts = { new: count('new'), changes: count('changes'), same: count('unchanged'), wrong };
  return (
    <>
      <p role="status" className="strong">
        {say('licensure.sheet.counts', counts)}
      </p>
      <SheetRows rows={rows} />
      {entered === 0 && <p>{say('licensure.sheet.nothing-to-do')}</p>}
      {wrong > 0 && entered > 0 && (
        <label className="row">
          <input
            type="checkbox"
            checked={leavesOut}
            onChange={(event) => setLeavesOut(event.target.checked)}
          />
          {say('licensure.sheet.leave-out', { wrong, entered })}
        </label>
      )}
      {entered > 0 && (wrong === 0 || leavesOut) && (
        <p>
          <Button small kind="primary" pending={pending} onClick={() => onBring(leavesOut)}>
            {say('licensure.sheet.bring', { count: entered })}
          </Button>
        </p>
      )}
      {entered > 0 && <p className="small">{say('licensure.sheet.then')}</p>}
    </>
  );
}

function Imported({ done, onDone }: { done: SheetImported; onDone: () => void }) {
  const say = useText();
  const { entered, changed, leftOut } = done;
  return (
    <div className="stack-tight">
      <p role="status">{say('licensure.sheet.done', { entered, changed, leftOut })}</p>
      <p>
        <Button small onClick={onDone}>
          {say('licensure.sheet.close')}
        </Button>
      </p>
    </div>
  );
}
