// What each row of a sheet would do, the wrong ones first; the rest is folded away, so that a
// thousand rows do not bury the three that are wrong.
import type { RowFault, SheetRow } from '#domain/licensure';
import { formatDate } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { type Say, useText } from '#ui/text';

const ORDER = ['wrong', 'changes', 'new', 'unchanged'] as const;

export function SheetRows({ rows }: { rows: readonly SheetRow[] }) {
  const say = useText();
  return (
    <div className="stack-tight">
      {ORDER.map((standing) => {
        const own = rows.filter((row) => row.standing === standing);
        if (own.length === 0) return null;
        return (
          <details key={standing} open={standing === 'wrong' || standing === 'changes'}>
            <summary>{say(`licensure.sheet.${standing}`, { count: own.length })}</summary>
            <ul className="credentials">
              {own.map((row) => (
                <li key={row.row} className={`credential sheet-${standing}`}>
                  <p>
                    <span className="strong">{say('licensure.sheet.row', { row: row.row })}</span>{' '}
                    {row.line && sayLine(row.line, say)}
                  </p>
                  {row.losesVerification && <p>{say('licensure.sheet.loses')}</p>}
                  {row.faults.map((fault) => (
                    <p key={`${fault.column} ${fault.code}`}>{sayFault(fault, say)}</p>
                  ))}
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

function sayLine(line: NonNullable<SheetRow['line']>, say: Say): string {
  const { practitioner, state, kind, compact, number, from, to, status } = line;
  return [
    practitioner,
    [state, say(`licensure.kind.${kind}`), compact].filter(Boolean).join(' '),
    number && isolate(number),
    say(`licensure.status.${status}`),
    say('licensure.days', { from: formatDate(from), to: formatDate(to) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Which column, what stands there, what is wrong with it, what is wanted. */
function sayFault({ column, code, found }: RowFault, say: Say): string {
  const wrong = say(`licensure.sheet.fault.${code}`, { found: isolate(found) });
  if (column === null) return wrong;
  return `${column}: ${wrong} ${say(`licensure.sheet.wanted.${column}`)}`;
}
