// What the gate rested on each time it mattered, as it was written down then; to be looked at and taken along whole.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { EvidenceView } from '#domain/visit';
import { getJson } from '#lib/api';
import { formatDate, formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { apiPath } from '#lib/paths';
import { saveFile } from '#lib/save-file';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { ConsentText } from './ConsentText.tsx';

function evidenceQuery(launchId: string, visitId: string, decidedAt: string) {
  return queryOptions({
    // Each answer of the gate may have left a record.
    queryKey: ['evidence', launchId, visitId, decidedAt],
    queryFn: ({ signal }) =>
      getJson<EvidenceView>(apiPath(launchId, `visits/${encodeURIComponent(visitId)}/evidence`), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

interface EvidencePartProps {
  launchId: string;
  visitId: string;
  /** When what this visit stands on last changed: ask again then. */
  since: string;
}

export function EvidencePart({ launchId, visitId, since }: EvidencePartProps) {
  const say = useText();
  const evidence = useQuery(evidenceQuery(launchId, visitId, since));
  const records = evidence.data?.records ?? [];
  const others = (evidence.data?.consentTexts ?? []).filter(({ standing }) => standing !== 'as-read');
  const told = (evidence.data?.signs ?? []).flatMap(({ at, told }) => (told ? [{ at, ...told }] : []));
  return (
    <section className="visit-panel stack-tight">
      <h3>{say('staff.visit.evidence')}</h3>
      {evidence.isPending && <Loading words={say('app.loading.part')} />}
      {evidence.isError && (
        <p role="alert">
          {say('staff.visit.evidence.failed')}{' '}
          <Button small onClick={() => void evidence.refetch()}>
            {say('app.retry')}
          </Button>
        </p>
      )}
      {evidence.data && records.length + told.length === 0 && (
        <p className="soft">{say('staff.visit.evidence.none')}</p>
      )}
      {records.some(({ isIntact }) => !isIntact) && (
        <Notice tone="stop" title={say('staff.visit.evidence.changed')} />
      )}
      <ul className="gate-parts">
        {records.map(({ record, digest }, position) => {
          const packs = namePacks(record.packs);
          const isSame = packs === namePacks(records[position - 1]?.record.packs ?? []);
          return (
            <li key={`${record.decidedAt} ${digest}`}>
              <span className="strong">{say(`staff.visit.evidence.${record.event}`)}</span>{' '}
              <span className="gate-day">{formatInstant(record.decidedAt)}</span>{' '}
              <span className="small soft">
                {isSame && packs ? say('staff.visit.evidence.same-packs') : packs}
              </span>
            </li>
          );
        })}
        {told.map(({ at, outcome, packs }) => (
          <li key={at}>
            <span className="strong">{say('staff.visit.evidence.signs')}</span>{' '}
            {say(`staff.visit.signs.${outcome}`)}, {formatInstant(at)}{' '}
            <span className="small soft">{namePacks(packs)}</span>
          </li>
        ))}
      </ul>
      {others.map(({ kind, version, language, givenAt, standing }) => (
        <p key={`${kind} ${givenAt}`} className="gate-reason">
          {say(`staff.visit.evidence.text.${standing}`, {
            ...{ text: say(`staff.rules.texts.kind.${kind}`), version, time: formatInstant(givenAt) },
            language: say(`staff.visit.listening.language.${language}`),
          })}{' '}
          <span className="small soft">{`text-${standing}`}</span>
        </p>
      ))}
      {evidence.data?.texts.map((text) => (
        <details key={`${text.digest} ${text.version} ${text.language}`}>
          <summary>
            {say('staff.visit.evidence.text', {
              ...{ title: text.title, version: text.version },
              language: say(`staff.visit.listening.language.${text.language}`),
            })}{' '}
            <span className="small soft">
              {text.approval
                ? say('staff.visit.evidence.text.approved', {
                    by: isolate(text.approval.by),
                    date: formatDate(text.approval.on),
                  })
                : say('staff.visit.evidence.text.draft')}
            </span>
          </summary>
          <ConsentText text={text} level={3} />
        </details>
      ))}
      {evidence.data && records.length + told.length > 0 && (
        <p>
          <Button
            small
            onClick={() =>
              saveFile(`evidence-${visitId}.json`, 'application/json', JSON.stringify(evidence.data, null, 2))
            }
          >
            {say('staff.visit.evidence.save')}
          </Button>
        </p>
      )}
    </section>
  );
}

const namePacks = (packs: EvidenceView['records'][number]['record']['packs']): string =>
  packs.map(({ pack, version }) => `${pack} ${version}`).join(', ');
