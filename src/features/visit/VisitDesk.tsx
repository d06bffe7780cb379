// The visit beside the chart: the one that is on, or the choice of which to hold. Only this launch's patient; of
// others it says that somebody waits, and nothing else.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { VisitLine, VisitState, VisitsView, VisitView } from '#domain/visit';
import { isOpen } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { StaffVisit } from './StaffVisit.tsx';
import { useMakeVisit, visitsQuery } from './staff-visit-queries.ts';
import { useSettled } from './useSettled.ts';
import type { VisitLink } from './useVisitLine.ts';
import './signs.css';
import './staff-visit.css';

interface VisitDeskProps {
  launchId: string;
  /** This person may make and lead visits; others see them. */
  mayLead: boolean;
  /** The room itself, while care is being given; while the patient waits, it connects ahead unseen. */
  room: (visit: VisitView, link: VisitLink) => ReactNode;
  /** What is written of a visit that has begun. */
  papers: (visit: VisitView) => ReactNode;
  /** It has what it needs to be drawn in its size, or will not get it. */
  onSettled?: (() => void) | undefined;
}

export function VisitDesk({ launchId, mayLead, room, papers, onSettled }: VisitDeskProps) {
  const say = useText();
  const visits = useQuery(visitsQuery(launchId));
  const [chosen, setChosen] = useState<string | null>(null);
  useSettled(visits.isError, onSettled);
  return (
    <section id="visit" tabIndex={-1} className="visit-desk" aria-label={say('staff.visit.title')}>
      {visits.isPending && <Loading words={say('staff.visit.loading')} />}
      {visits.isError && !visits.data && (
        <Notice tone="care" title={say('staff.visit.failed')}>
          <p>
            <ReadAgain small query={visits} />
          </p>
        </Notice>
      )}
      {visits.data?.othersSignAt && (
        <Notice tone="stop" live="assertive">
          <p className="sign-mark sign-mark-new">
            {say('staff.visit.signs.others', { time: formatInstant(visits.data.othersSignAt) })}
          </p>
        </Notice>
      )}
      {visits.data?.othersWaitingSince && (
        <Notice live="polite">
          <p>{say('staff.visit.others', { time: formatInstant(visits.data.othersWaitingSince) })}</p>
        </Notice>
      )}
      {visits.data && (
        <Desk
          {...{ launchId, mayLead, room, papers, onSettled }}
          visits={visits.data}
          current={currentOf(visits.data.visits, chosen)}
          onChoose={setChosen}
        />
      )}
    </section>
  );
}

/** Held, so that there is something to write of. */
const HELD: readonly VisitState[] = ['ended', 'documented', 'closed', 'moved-to-in-person'];

/** What was chosen; else the visit that is on; else the one that was on last. */
function currentOf(visits: readonly VisitLine[], chosen: string | null): VisitLine | null {
  return (
    visits.find(({ visitId }) => visitId === chosen) ??
    visits.find(({ state }) => isOpen(state)) ??
    visits.find(({ state }) => HELD.includes(state)) ??
    null
  );
}

interface DeskProps extends VisitDeskProps {
  visits: VisitsView;
  current: VisitLine | null;
  onChoose: (visitId: string) => void;
}

function Desk({ launchId, mayLead, room, papers, onSettled, visits, current, onChoose }: DeskProps) {
  const say = useText();
  useSettled(current === null, onSettled);
  const [isChoosing, setChoosing] = useState(false);
  if (current && !isChoosing)
    return (
      <>
        <StaffVisit
          key={current.visitId}
          {...{ launchId, mayLead, room, papers, onSettled }}
          visitId={current.visitId}
        />
        {mayLead && !isOpen(current.state) && (
          <p>
            <Button small onClick={() => setChoosing(true)}>
              {say('staff.visit.another')}
            </Button>
          </p>
        )}
      </>
    );
  if (!mayLead) return <p className="soft">{say('staff.visit.none')}</p>;
  return (
    <ChooseVisit
      launchId={launchId}
      visits={visits}
      onChosen={(visitId) => {
        onChoose(visitId);
        setChoosing(false);
      }}
    />
  );
}

interface ChooseVisitProps {
  launchId: string;
  visits: VisitsView;
  onChosen: (visitId: string) => void;
}

function ChooseVisit({ launchId, visits, onChosen }: ChooseVisitProps) {
  const say = useText();
  const make = useMakeVisit(launchId);
  const pending = (id: string | null) =>
    make.isPending && (make.variables.id ?? null) === id ? say('app.one-moment') : null;
  const [first] = visits.candidates;
  const open = (source: Parameters<typeof make.mutate>[0]) =>
    make.mutate(source, { onSuccess: (view) => onChosen(view.visitId) });
  return (
    <div className="stack-tight">
      <h2>{say('staff.visit.choose')}</h2>
      {visits.candidatesMissing && (
        <p className="sight sight-could-not-be-read">{say('staff.visit.choose.missing')}</p>
      )}
      <ul className="visit-choices">
        {visits.candidates.map((candidate) => (
          <li key={`${candidate.kind}/${candidate.id}`} className="row">
            <Button
              small
              kind={candidate === first ? 'primary' : 'plain'}
              pending={pending(candidate.id)}
              onClick={() => open({ kind: candidate.kind, id: candidate.id })}
            >
              {say(`staff.visit.choose.${candidate.kind}`)}
            </Button>
            <span>
              {candidate.about && <span className="strong">{isolate(candidate.about)} </span>}
              {candidate.start && formatInstant(candidate.start)}
              {candidate.isOfLaunch && <span className="soft"> {say('staff.visit.choose.of-launch')}</span>}
            </span>
          </li>
        ))}
        <li>
          <Button
            small
            kind={first ? 'plain' : 'primary'}
            pending={pending(null)}
            onClick={() => open({ kind: 'own', plannedStart: null })}
          >
            {say('staff.visit.choose.own')}
          </Button>
        </li>
      </ul>
      {make.isError && <p role="alert">{say('staff.visit.not-made')}</p>}
      <HeldVisits visits={visits.visits} onChosen={onChosen} />
    </div>
  );
}

/** Visits of these days that are over: back to what is written of them. */
function HeldVisits({ visits, onChosen }: { visits: readonly VisitLine[]; onChosen: (id: string) => void }) {
  const say = useText();
  const held = visits.filter(({ state }) => HELD.includes(state));
  if (held.length === 0) return null;
  return (
    <>
      <h2>{say('staff.visit.held')}</h2>
      <ul className="visit-choices">
        {held.map(({ visitId, about, plannedStart, since, hostName }) => (
          <li key={visitId} className="row">
            <Button small onClick={() => onChosen(visitId)}>
              {say('staff.visit.held.open')}
            </Button>
            <span>
              {about && <span className="strong">{isolate(about)} </span>}
              {formatInstant(plannedStart ?? since)}
              {hostName && <span className="soft"> {isolate(hostName)}</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
