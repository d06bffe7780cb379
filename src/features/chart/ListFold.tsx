// One list of the chart under its heading. Loading, empty, withheld, unsupported and failed are five
// different sights, told in the heading as well, so that a folded list hides none of them.
import type { ReactNode } from 'react';
import type { ChartListName, MissingLine, RowsOf } from '#domain/chart';
import { formatInstant } from '#lib/dates';
import { Button } from '#ui/Button';
import { Fold } from '#ui/Fold';
import { Loading } from '#ui/Loading';
import { type Say, useText } from '#ui/text';
import type { ChartLines } from './chart-queries.ts';
import { useReadAgain } from './chart-queries.ts';
import { MorePages } from './MorePages.tsx';

export interface ListFoldProps<Name extends ChartListName> {
  launchId: string;
  list: Name;
  line: ChartLines[Name];
  /** The stream is over: what has not come, will not come by itself. */
  isOver: boolean;
  /** When the chart was read; a list that was read at another time says so itself. */
  readAt: string | null;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  onPrint: () => void;
  /** Words beside the heading once rows are there. */
  note?: (rows: RowsOf<Name>) => string;
  children: (rows: RowsOf<Name>) => ReactNode;
}

export function ListFold<Name extends ChartListName>(props: ListFoldProps<Name>) {
  const { launchId, list, line, isOver, readAt, isOpen, onToggle, onPrint, note, children } = props;
  const say = useText();
  const rows = line?.state === 'ready' ? (line.rows as RowsOf<Name>) : null;
  const sight = line?.state ?? (isOver ? 'could-not-be-read' : 'loading');
  const tools = rows !== null && rows.length > 0 && (
    <Button small onClick={onPrint} aria-label={say('chart.print.list', { list: say(`chart.list.${list}`) })}>
      {say('chart.print')}
    </Button>
  );
  return (
    <Fold
      id={`chart-${list}`}
      title={say(`chart.list.${list}`)}
      note={noteOf(sight, rows, line?.state === 'ready' && line.more, note, say)}
      isOpen={isOpen}
      onToggle={onToggle}
      tools={tools}
    >
      {sight === 'loading' && <Loading words={say('chart.loading')} />}
      {line?.state === 'ready' && rows !== null && (
        <>
          {rows.length === 0 && line.unshown.length === 0 && (
            <p className="sight sight-empty">{say(`chart.none.${list}`)}</p>
          )}
          {line.isAsGiven && line.more && <p className="sight sight-care">{say('chart.as-given')}</p>}
          {rows.length > 0 && children(rows)}
          <LeftOut inError={line.enteredInError} unshown={line.unshown.length} />
          <MorePages launchId={launchId} list={list} count={rows.length} next={line.next} more={line.more} />
          {rows.length > 0 && formatInstant(line.asOf) !== readAt && (
            <p className="from-chart">{say('chart.from', { date: formatInstant(line.asOf) })}</p>
          )}
        </>
      )}
      {sight !== 'loading' && sight !== 'ready' && (
        <Missing
          launchId={launchId}
          list={list}
          state={sight}
          reason={line?.state === 'ready' ? null : (line?.reason ?? null)}
        />
      )}
    </Fold>
  );
}

type SightName = 'loading' | 'ready' | MissingLine['state'];

function noteOf<Name extends ChartListName>(
  sight: SightName,
  rows: RowsOf<Name> | null,
  more: boolean,
  note: ListFoldProps<Name>['note'],
  say: Say,
): ReactNode {
  if (sight === 'ready') {
    if (rows === null || rows.length === 0) return say('chart.note.none');
    return [note?.(rows), more && say('chart.note.more')].filter(Boolean).join(' · ');
  }
  const words = say(`chart.note.${sight}`);
  return sight === 'loading' ? words : <span className={`sight-mark sight-mark-${sight}`}>{words}</span>;
}

function LeftOut({ inError, unshown }: { inError: number; unshown: number }) {
  const say = useText();
  return (
    <>
      {unshown > 0 && <p className="sight sight-care">{say('chart.unshown', { count: unshown })}</p>}
      {inError > 0 && (
        <details className="left-out">
          <summary>{say('chart.in-error', { count: inError })}</summary>
          <p>{say('chart.in-error.meaning')}</p>
        </details>
      )}
    </>
  );
}

/** Withheld by our own rules for this role, or by the EHR; failed, or ended for good: the way out differs. */
function wordsOf(state: MissingLine['state'], code: string | null): string {
  if (code === 'ehr.relaunch-needed') return 'relaunch';
  return state === 'not-permitted' && code === 'role-not-allowed' ? 'role' : state;
}

interface MissingProps {
  launchId: string;
  list: ChartListName;
  state: MissingLine['state'];
  /** Null: the stream ended before this list came. */
  reason: MissingLine['reason'] | null;
}

/** Remedies that the sentence of the state does not say already. */
const TOLD_REMEDIES = ['ask-analyst', 'open-in-ehr'];

function Missing({ launchId, list, state, reason }: MissingProps) {
  const say = useText();
  const again = useReadAgain(launchId, list);
  const code = reason?.code ?? null;
  const { remedy = '', said } = reason?.data ?? {};
  const words = wordsOf(state, code);
  const mayHelp = words === 'could-not-be-read';
  return (
    <div className={`sight sight-${state}`} role={state === 'could-not-be-read' ? 'alert' : undefined}>
      <p>{say(`chart.missing.${words}`, { list: say(`chart.list.${list}`) })}</p>
      {mayHelp && TOLD_REMEDIES.includes(remedy) && <p>{say(`chart.remedy.${remedy}`)}</p>}
      <p className="row">
        {mayHelp && (
          <Button
            small
            pending={again.isPending ? say('app.retrying') : null}
            onClick={() => again.mutate()}
            aria-label={say('chart.read-again', { list: say(`chart.list.${list}`) })}
          >
            {say('app.retry')}
          </Button>
        )}
        {code && <code className="small soft">{said ? `${code} · ${said}` : code}</code>}
      </p>
    </div>
  );
}
