// The table of what is not in the EHR yet: find, filter, sort, copy. What waits too long stands on top.
import { useState } from 'react';
import { DELIVERY_KINDS, type DeliveriesView, type DeliveryLine } from '#domain/write-back';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { CopyButton } from '#ui/CopyButton';
import { ChoiceField, TextField } from '#ui/Field';
import { type Column, Table } from '#ui/Table';
import { type Say, useText } from '#ui/text';
import { DeliveryActs } from './DeliveryActs.tsx';
import { ageText, holderText, kindText, nextText, stateText, storyText } from './delivery-texts.ts';
import { StateMark, StateStory } from './State.tsx';

const SHOWN = ['all', 'person', 'itself', ...DELIVERY_KINDS] as const;
type Shown = (typeof SHOWN)[number];

const ITSELF: readonly DeliveryLine['next'][] = ['none', 'wait'];

export function DeliveryTable({ launchId, view }: { launchId: string; view: DeliveriesView }) {
  const say = useText();
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const rows = view.lines.filter((line) => isShown(line, shown) && isFound(line, search, say));
  const present = SHOWN.filter((one) => one === shown || view.lines.some((line) => isShown(line, one)));
  return (
    <>
      <div className="table-tools">
        <TextField label={say('staff.delivery.filter')} type="search" value={search} onChange={setSearch} />
        <ChoiceField
          label={say('staff.delivery.show')}
          value={shown}
          choices={present.map((value) => ({ value, text: shownText(value, say) }))}
          onChange={setShown}
        />
        <CopyButton label={say('staff.delivery.copy')} text={() => writeAsTable(rows, view.at, say)} />
        <p role="status" className="small soft">
          {say('staff.delivery.count', { shown: rows.length, all: view.lines.length })}
        </p>
      </div>
      {rows.length === 0 ? (
        <p>{say('staff.delivery.filter.none')}</p>
      ) : (
        <Table
          caption={say('staff.delivery.caption')}
          columns={listColumns(launchId, view, say)}
          rows={rows}
          rowId={({ deliveryId }) => deliveryId}
          groups={['late', 'timely'].map((id) => ({ id, head: say(`staff.delivery.group.${id}`) }))}
          groupOf={({ isLate }) => (isLate ? 'late' : 'timely')}
        />
      )}
      <details className="raw">
        <summary>{say('staff.delivery.raw')}</summary>
        <pre>{JSON.stringify(rows, null, 2)}</pre>
      </details>
    </>
  );
}

function listColumns(launchId: string, view: DeliveriesView, say: Say): Column<DeliveryLine>[] {
  return [
    {
      id: 'patient',
      head: say('staff.delivery.column.patient'),
      order: ({ patientName }) => patientName ?? '',
      cell: (line) => (
        <>
          {nameOf(line, say)}
          {line.visitAt && <span className="delivery-when">{formatInstant(line.visitAt)}</span>}
        </>
      ),
    },
    {
      id: 'kind',
      head: say('staff.delivery.column.kind'),
      order: ({ kind }) => DELIVERY_KINDS.indexOf(kind),
      narrow: 'beside',
      cell: ({ kind }) => kindText(kind, say),
    },
    {
      id: 'age',
      head: say('staff.delivery.column.age'),
      order: ({ madeAt }) => madeAt,
      narrow: 'labelled',
      cell: ({ madeAt, isLate }) => (
        <span className={isLate ? 'delivery-late' : undefined} title={formatInstant(madeAt)}>
          {ageText(madeAt, view.at, say)}
        </span>
      ),
    },
    {
      id: 'owner',
      head: say('staff.delivery.column.owner'),
      order: ({ owner }) => owner ?? '',
      narrow: 'labelled',
      cell: ({ owner }) => isolate(owner ?? say('staff.delivery.owner.unknown')),
    },
    {
      id: 'state',
      head: say('staff.delivery.column.state'),
      order: (line) => stateText(line, say),
      cell: (line) => (
        <div className="stack-tight">
          <p>
            <StateMark delivery={line} />
          </p>
          <StateStory delivery={line} />
          <DeliveryActs
            launchId={launchId}
            delivery={line}
            name={`${kindText(line.kind, say)}, ${nameOf(line, say)}`}
            clinicians={view.clinicians}
          />
        </div>
      ),
    },
  ];
}

const nameOf = ({ patientName }: DeliveryLine, say: Say): string =>
  patientName ? isolate(patientName) : say('staff.delivery.nameless');

function shownText(shown: Shown, say: Say): string {
  return shown === 'all' || shown === 'person' || shown === 'itself'
    ? say(`staff.delivery.show.${shown}`)
    : kindText(shown, say);
}

function isShown({ kind, next }: DeliveryLine, shown: Shown): boolean {
  if (shown === 'all') return true;
  if (shown === 'itself') return ITSELF.includes(next);
  return shown === 'person' ? !ITSELF.includes(next) : kind === shown;
}

function isFound(line: DeliveryLine, search: string, say: Say): boolean {
  const wanted = search.trim().toLowerCase();
  const said = [
    line.patientName,
    line.owner,
    line.assignedTo,
    kindText(line.kind, say),
    stateText(line, say),
  ];
  return said.some((text) => text?.toLowerCase().includes(wanted));
}

/** For a spreadsheet: fields by tabs, and nothing of a field that would end it. */
function writeAsTable(lines: readonly DeliveryLine[], at: string, say: Say): string {
  const heads = ['patient', 'visit', 'kind', 'age', 'owner', 'holder', 'state', 'story', 'next'];
  const rows = lines.map((line) => [
    line.patientName ?? '',
    line.visitAt ? formatInstant(line.visitAt) : '',
    kindText(line.kind, say),
    ageText(line.madeAt, at, say),
    line.owner ?? '',
    holderText(line, say),
    stateText(line, say),
    storyText(line, say),
    nextText(line, say) ?? '',
  ]);
  return [heads.map((head) => say(`staff.delivery.column.${head}`)), ...rows]
    .map((row) => row.map((cell) => cell.replaceAll(/\s+/g, ' ')).join('\t'))
    .join('\n');
}
