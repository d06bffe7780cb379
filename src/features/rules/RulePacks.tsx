// The rule packs: what runs out soon comes first, then what is wrong, then every pack with its age. Whoever answers
// for the rules sees here what will say "needs review" tomorrow.
import { useQuery } from '@tanstack/react-query';
import type { RulesView } from '#domain/rules';
import { formatDate, formatInstant } from '#lib/dates';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { type Column, Table } from '#ui/Table';
import { type Say, useText } from '#ui/text';
import { rulesQuery } from './rules-queries.ts';
import './rules.css';

export function RulePacks({ launchId }: { launchId: string }) {
  const say = useText();
  const rules = useQuery(rulesQuery(launchId));
  return (
    <section className="stack">
      <h1>{say('staff.rules.title')}</h1>
      <p>{say('staff.rules.lead')}</p>
      {rules.isPending && <Loading words={say('staff.rules.loading')} />}
      {rules.isError && (
        <div role="alert" className="row">
          <p>{say('staff.rules.failed')}</p>
          <ReadAgain small query={rules} />
        </div>
      )}
      {rules.data && <Packs view={rules.data} />}
    </section>
  );
}

function Packs({ view }: { view: RulesView }) {
  const say = useText();
  return (
    <>
      <ChangedTexts texts={view.changedTexts} />
      <Endings view={view} />
      <h2>{say('staff.rules.faults', { count: view.faults.length })}</h2>
      {view.faults.length > 0 && (
        <ul>
          {view.faults.map(({ pack, row, words }) => (
            <li key={`${pack} ${row} ${words}`}>
              <span className="strong">{row}</span> <span className="soft">{pack}</span>: {words}
            </li>
          ))}
        </ul>
      )}
      <Table
        caption={say('staff.rules.packs')}
        columns={listColumns(say)}
        rows={view.packs}
        rowId={({ pack, isSite }) => `${pack} ${isSite}`}
        groups={[
          { id: 'site', head: say('staff.rules.site') },
          { id: 'shipped', head: say('staff.rules.shipped') },
        ]}
        groupOf={({ isSite }) => (isSite ? 'site' : 'shipped')}
      />
      {view.overrides.length > 0 && (
        <>
          <h2>{say('staff.rules.overrides')}</h2>
          <ul>
            {view.overrides.map((one) => (
              <li key={`${one.row} ${one.from}`}>
                <span className="strong">{one.row}</span> {span(one, say)}:{' '}
                {say('staff.rules.verified', { by: one.by, on: formatDate(one.on), what: one.what })}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** A site that edits its own text and forgets the version: patients are asked twice until somebody mends it. */
function ChangedTexts({ texts }: { texts: RulesView['changedTexts'] }) {
  const say = useText();
  if (texts.length === 0) return null;
  return (
    <Notice tone="care" title={say('staff.rules.texts')}>
      <ul>
        {texts.map((one) => (
          <li key={`${one.kind} ${one.version} ${one.language} ${one.firstReadAt}`}>
            {say('staff.rules.texts.one', {
              ...{ text: say(`staff.rules.texts.kind.${one.kind}`), version: one.version },
              ...{ language: say(`staff.visit.listening.language.${one.language}`) },
              time: formatInstant(one.firstReadAt),
            })}
          </li>
        ))}
      </ul>
      <p>{say('staff.rules.texts.mend')}</p>
    </Notice>
  );
}

function Endings({ view: { endings, withinDays } }: { view: RulesView }) {
  const say = useText();
  return (
    <section className="stack-tight">
      <h2>{say('staff.rules.endings', { days: withinDays })}</h2>
      {endings.length === 0 && <p className="soft">{say('staff.rules.endings.none')}</p>}
      <ul className="rules-list">
        {endings.map(({ pack, on, rows }) => (
          <li key={`${pack} ${on}`}>
            <details>
              <summary>
                <span className="strong">{formatDate(on)}</span>{' '}
                {say('staff.rules.ending', { pack, count: rows.length })}
              </summary>
              <p className="small soft">{rows.join(', ')}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Pack = RulesView['packs'][number];

function listColumns(say: Say): Column<Pack>[] {
  return [
    {
      id: 'pack',
      head: say('staff.rules.pack'),
      order: ({ pack }) => pack,
      cell: ({ pack }) => pack,
    },
    { id: 'about', head: say('staff.rules.about'), cell: ({ about }) => about },
    {
      id: 'topics',
      head: say('staff.rules.topics'),
      narrow: 'labelled',
      cell: ({ topics }) => topics.map((topic) => say(`staff.rules.topic.${topic}`)).join(', '),
    },
    {
      id: 'as-of',
      head: say('staff.rules.as-of'),
      order: ({ asOf }) => asOf,
      narrow: 'labelled',
      cell: ({ asOf, version }) => say('staff.rules.version', { day: formatDate(asOf), version }),
    },
    {
      id: 'rows',
      head: say('staff.rules.rows'),
      order: ({ rows }) => rows,
      narrow: 'labelled',
      cell: ({ rows }) => String(rows),
    },
    {
      id: 'ended',
      head: say('staff.rules.ended'),
      order: ({ ended }) => ended,
      narrow: 'labelled',
      cell: ({ ended }) => (ended === 0 ? '0' : <strong>{say('staff.rules.ended.some', { ended })}</strong>),
    },
  ];
}

function span({ from, to }: { from: string | null; to: string | null }, say: Say): string {
  return say('staff.rules.span', {
    from: from ? formatDate(from) : say('staff.rules.no-beginning'),
    to: to ? formatDate(to) : say('staff.rules.no-end'),
  });
}
