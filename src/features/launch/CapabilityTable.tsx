// The capability table: find, filter, sort, copy; why each line that is off is off, and what to ask for.
import { useState } from 'react';
import type { SessionView } from '#domain/launch';
import { ChoiceField, TextField } from '#ui/Field';
import { type Column, Table } from '#ui/Table';
import { type Say, useText } from '#ui/text';
import { CapabilityCopy } from './CapabilityCopy.tsx';
import { CapabilityReasons } from './CapabilityReasons.tsx';
import { type TellingLine, writeAsJson } from './capability-texts.ts';
import { isWithheld } from './is-withheld.ts';
import './capability-table.css';

const GROUPS = ['context', 'read', 'write', 'session'] as const;
const ORDER = { off: 0, limited: 1, on: 2 } as const;
export const SHOWN = ['all', 'on', 'limited', 'off', 'withheld'] as const;
export type Shown = (typeof SHOWN)[number];

interface CapabilityTableProps {
  view: SessionView;
  lines: readonly TellingLine[];
  shown: Shown;
  onShow: (shown: Shown) => void;
}

export function CapabilityTable({ view, lines, shown, onShow }: CapabilityTableProps) {
  const say = useText();
  const [search, setSearch] = useState('');
  if (lines.length === 0) return <p>{say('staff.table.none')}</p>;
  const rows = lines.filter((one) => isShown(one, shown) && isFound(one, search));
  const columns = listColumns(say);
  return (
    <>
      <div className="table-tools">
        <TextField label={say('staff.table.filter')} type="search" value={search} onChange={setSearch} />
        <ChoiceField
          label={say('staff.table.show')}
          value={shown}
          choices={SHOWN.map((value) => ({ value, text: shownText(value, say) }))}
          onChange={onShow}
        />
        <p role="status" className="small soft">
          {say('staff.table.count', { shown: rows.length, all: lines.length })}
        </p>
      </div>
      <CapabilityCopy view={view} lines={rows} head={columns.map(({ head }) => head)} />
      {rows.length === 0 ? (
        <p>{say('staff.table.empty')}</p>
      ) : (
        <Table
          caption={say('staff.table.caption')}
          columns={columns}
          rows={rows}
          rowId={({ line }) => line.id}
          groups={GROUPS.map((id) => ({ id, head: say(`staff.group.${id}`) }))}
          groupOf={({ line }) => line.group}
        />
      )}
      <details className="raw">
        <summary>{say('staff.table.raw')}</summary>
        <pre>{writeAsJson(view, rows)}</pre>
      </details>
    </>
  );
}

function listColumns(say: Say): Column<TellingLine>[] {
  return [
    {
      id: 'what',
      head: say('staff.table.what'),
      order: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      id: 'state',
      head: say('staff.table.state'),
      order: ({ line }) => ORDER[line.state],
      narrow: 'beside',
      cell: ({ line, state }) => <span className={`capability-${line.state}`}>{state}</span>,
    },
    {
      id: 'route',
      head: say('staff.table.route'),
      order: ({ route }) => route,
      narrow: 'labelled',
      cell: ({ line, route }) =>
        line.route === 'none' ? null : <span className="capability-route">{route}</span>,
    },
    {
      id: 'why',
      head: say('staff.table.why'),
      cell: (one) => <CapabilityReasons telling={one} />,
    },
  ];
}

function shownText(shown: Shown, say: Say): string {
  return shown === 'all' || shown === 'withheld'
    ? say(`staff.table.show.${shown}`)
    : say(`staff.line.${shown}`);
}

function isShown({ line }: TellingLine, shown: Shown): boolean {
  if (shown === 'withheld') return isWithheld(line);
  return shown === 'all' || line.state === shown;
}

function isFound({ line, name, state, route, reasons }: TellingLine, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  const said = [name, line.id, state, route, ...line.scopes, ...reasons.map(({ text }) => text)];
  return said.some((text) => text.toLowerCase().includes(wanted));
}
