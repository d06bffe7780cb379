// Today at the staff door: the visits of the day and who waits, the one who waits longest first. Opening one opens
// its own window, under that patient's name; nobody is let in from this list.
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isOpen, type TodayView } from '#domain/visit';
import { getJson, postJson } from '#lib/api';
import { formatDate, formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { apiPath } from '#lib/paths';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import './signs.css';
import './staff-visit.css';

const POLL_MS = 5000;

function todayQuery(launchId: string) {
  return queryOptions({
    queryKey: ['today', launchId],
    queryFn: ({ signal }) => getJson<TodayView>(apiPath(launchId, 'today'), { signal }),
    refetchInterval: POLL_MS,
    retry: false,
  });
}

export function Today({ launchId, mayOpen }: { launchId: string; mayOpen: boolean }) {
  const say = useText();
  const today = useQuery(todayQuery(launchId));
  return (
    <section>
      <h2>{say('staff.visit.today')}</h2>
      {today.isPending && <Loading words={say('staff.visit.loading')} />}
      {today.isError && (
        <div role="alert" className="row">
          <p>{say('staff.visit.today.failed')}</p>
          <ReadAgain small query={today} />
        </div>
      )}
      {today.data?.visits.length === 0 && <p className="soft">{say('staff.visit.today.none')}</p>}
      <ul className="today">
        {today.data?.visits.toSorted(byWait).map((visit) => (
          <TodayLine key={visit.visitId} launchId={launchId} visit={visit} mayOpen={mayOpen} />
        ))}
      </ul>
    </section>
  );
}

type TodayVisit = TodayView['visits'][number];

/** A sign that nobody has seen stands on top; then who waits, the longest wait first; then by the planned hour; what is over stands last. */
export function byWait(one: TodayVisit, other: TodayVisit): number {
  const key = ({ state, waitingSince, plannedStart, signs }: TodayVisit) =>
    `${signs.isNew ? 0 : 1} ${isOpen(state) ? 0 : 1} ${waitingSince ?? '~'} ${plannedStart ?? '~'}`;
  return key(one) < key(other) ? -1 : 1;
}

function TodaySign({ signs }: Pick<TodayVisit, 'signs'>) {
  const say = useText();
  const { urgency, at, isNew } = signs;
  if (at === null || urgency === 'none-found') return null;
  return (
    <p className={isNew ? 'sign-mark sign-mark-new' : 'sign-mark'}>
      {say(`staff.visit.signs.${urgency}`)}, {formatInstant(at)}
      {urgency !== 'needs-review' && (
        <span className="small"> {say(isNew ? 'staff.visit.signs.unseen' : 'staff.visit.signs.seen')}</span>
      )}
    </p>
  );
}

function TodayLine({ launchId, visit, mayOpen }: { launchId: string; visit: TodayVisit; mayOpen: boolean }) {
  const say = useText();
  const [isBlocked, setBlocked] = useState(false);
  const open = useMutation({
    mutationFn: () =>
      postJson<{ address: string }>(apiPath(launchId, `today/${encodeURIComponent(visit.visitId)}/open`), {}),
  });
  const press = () => {
    // Opened in the press itself, since browsers block what comes later.
    const opened = window.open('', `webside-visit-${visit.visitId}`);
    setBlocked(opened === null);
    if (opened === null) return;
    open.mutate(undefined, {
      onSuccess: ({ address }) => opened.location.assign(address),
      onError: () => opened.close(),
    });
  };
  return (
    <li
      className="today-line"
      data-waits={visit.waitingSince !== null || undefined}
      data-sign={visit.signs.isNew || undefined}
    >
      <TodaySign signs={visit.signs} />
      <p className="today-who">
        <span className="strong">
          {visit.patientName ? isolate(visit.patientName) : say('staff.visit.today.nameless')}
        </span>
        {visit.birthDate && (
          <span className="soft"> {say('staff.visit.born', { date: formatDate(visit.birthDate) })}</span>
        )}
      </p>
      <p>
        {say(visit.words)}
        {visit.waitingSince && (
          <span className="strong">
            {' '}
            {say('staff.visit.waiting-since', { time: formatInstant(visit.waitingSince) })}
          </span>
        )}
        {visit.plannedStart && (
          <span className="soft">
            {' '}
            {say('staff.visit.today.planned', { time: formatInstant(visit.plannedStart) })}
          </span>
        )}
      </p>
      {mayOpen && (
        <p className="today-open">
          <Button
            small
            kind={visit.waitingSince ? 'primary' : 'plain'}
            pending={open.isPending ? say('app.one-moment') : null}
            onClick={press}
          >
            {say('staff.visit.today.open')}
          </Button>
        </p>
      )}
      {(open.isError || isBlocked) && (
        <p role="alert">{say(isBlocked ? 'staff.visit.today.blocked' : 'staff.visit.today.not-opened')}</p>
      )}
    </li>
  );
}
