// One visit as its clinician leads it: where it stands, the one next step, the gate with its reasons, and the ways
// out. Draws the steps that the server offers and no others.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { isOpen, isRunning, type VisitEvent, type VisitView } from '#domain/visit';
import { ApiError } from '#lib/api';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { AdmitForm } from './AdmitForm.tsx';
import { EmergencyPanel } from './EmergencyPanel.tsx';
import { EvidencePart } from './EvidencePart.tsx';
import { GatePanel } from './GatePanel.tsx';
import { Guest, GuestDesk } from './GuestDesk.tsx';
import { InvitePanel } from './InvitePanel.tsx';
import { ListeningDesk } from './ListeningDesk.tsx';
import { LocationPanel } from './LocationPanel.tsx';
import { SignsPanel } from './SignsPanel.tsx';
import { SpokenConsent } from './SpokenConsent.tsx';
import { useVisitOrder, type VisitOrder, visitQuery } from './staff-visit-queries.ts';
import { useSettled } from './useSettled.ts';
import { useVisitLine, type VisitLink } from './useVisitLine.ts';
import { VisitNotices } from './VisitNotices.tsx';
import { WriteSignForm } from './WriteSignForm.tsx';

interface StaffVisitProps {
  launchId: string;
  visitId: string;
  /** Others look on. */
  mayLead: boolean;
  room: (visit: VisitView, link: VisitLink) => ReactNode;
  /** What is written of it, once it has begun. */
  papers: (visit: VisitView) => ReactNode;
  onSettled?: (() => void) | undefined;
}

export function StaffVisit({ launchId, visitId, mayLead, room, papers, onSettled }: StaffVisitProps) {
  const say = useText();
  const visit = useQuery(visitQuery(launchId, visitId));
  const link = useVisitLine(launchId, visitId, visit.data !== undefined);
  useSettled(!visit.isPending, onSettled);
  if (visit.isPending) return <Loading words={say('staff.visit.loading')} />;
  if (!visit.data)
    return (
      <Notice tone="care" title={say('staff.visit.failed')}>
        <ReadAgain small query={visit} />
      </Notice>
    );
  return (
    <>
      <div className="visit-led">
        <Led {...{ launchId, mayLead, link, room }} visit={visit.data} isHeard={!visit.isError} />
      </div>
      {papers(visit.data)}
    </>
  );
}

interface LedProps {
  launchId: string;
  mayLead: boolean;
  visit: VisitView;
  isHeard: boolean;
  link: VisitLink | null;
  room: StaffVisitProps['room'];
}

type Panel = 'sign' | 'admit' | 'aloud' | 'emergency' | 'invite' | 'gate' | 'guests' | 'place';

function Led({ launchId, mayLead, visit, isHeard, link, room }: LedProps) {
  const say = useText();
  const order = useVisitOrder(launchId, visit.visitId);
  const [panel, setPanel] = useState<Panel | null>(null);
  const may = (event: VisitEvent) => visit.may.includes(event);
  const isAdmitting = panel === 'admit' && may('admit');
  const asking = isOpen(visit.state) ? visit.roster.filter(({ state }) => state === 'asking') : [];
  const give = (wanted: VisitOrder) => order.mutate(wanted, { onSuccess: () => setPanel(null) });
  const toggle = (wanted: Panel) => setPanel(panel === wanted ? null : wanted);
  const pending = (call: string) =>
    order.isPending && order.variables.call === call ? say('app.one-moment') : null;
  return (
    <>
      <SignsPanel
        visit={visit}
        pending={pending('signs/acknowledge')}
        onSeen={
          mayLead ? () => order.mutate({ call: 'signs/acknowledge', body: { upTo: visit.signs.upTo } }) : null
        }
      />
      <div className="visit-bar">
        <p className="visit-bar-state" role="status">
          <span className="strong">{say(visit.words)}</span>
          {visit.waitingSince && (
            <span> {say('staff.visit.waiting-since', { time: formatInstant(visit.waitingSince) })}</span>
          )}
          {visit.about && <span className="soft"> {isolate(visit.about)}</span>}
        </p>
        <div className="row">
          {may('admit') && (
            <Button kind="primary" small aria-expanded={isAdmitting} onClick={() => toggle('admit')}>
              {say('staff.visit.admit')}
            </Button>
          )}
          {may('invite') && (
            <Button
              small
              kind={visit.state === 'booked' ? 'primary' : 'plain'}
              aria-expanded={panel === 'invite'}
              onClick={() => toggle('invite')}
            >
              {say('staff.visit.invite')}
            </Button>
          )}
          {may('end') && (
            <Button
              small
              kind={isRunning(visit.state) ? 'primary' : 'plain'}
              pending={pending('end')}
              onClick={() => give({ call: 'end' })}
            >
              {say('staff.visit.end')}
            </Button>
          )}
          {may('re-call') && (
            <Button small pending={pending('re-call')} onClick={() => give({ call: 're-call' })}>
              {say('staff.visit.re-call')}
            </Button>
          )}
          {may('rebook') && (
            <Button small pending={pending('rebook')} onClick={() => give({ call: 'rebook' })}>
              {say('staff.visit.rebook')}
            </Button>
          )}
          {isOpen(visit.state) && (
            <Button small aria-expanded={panel === 'guests'} onClick={() => toggle('guests')}>
              {say('staff.visit.guests')}
            </Button>
          )}
          {isOpen(visit.state) && mayLead && (
            <Button small aria-expanded={panel === 'place'} onClick={() => toggle('place')}>
              {say('staff.visit.place')}
            </Button>
          )}
          {isOpen(visit.state) && mayLead && (
            <Button small aria-expanded={panel === 'sign'} onClick={() => toggle('sign')}>
              {say('staff.visit.signs.write')}
            </Button>
          )}
          <Button small aria-expanded={panel === 'gate'} onClick={() => toggle('gate')}>
            {say(`staff.visit.gate.${visit.gate.asOf === 'none' ? 'none' : visit.gate.verdict}`)}
          </Button>
          {may('open-emergency') && (
            <Button
              small
              className="visit-emergency"
              aria-expanded={panel === 'emergency'}
              onClick={() => toggle('emergency')}
            >
              {say('staff.visit.emergency')}
            </Button>
          )}
        </div>
      </div>
      {!isHeard && (
        <Notice tone="care" live="polite">
          {say('staff.visit.not-heard')}
        </Notice>
      )}
      <VisitNotices visit={visit} pending={pending} onOrder={give} onOpen={(wanted) => setPanel(wanted)} />
      {order.isError && (
        <p role="alert" className="visit-problem">
          {say(problemOf(order.error))}
        </p>
      )}
      <ListeningDesk launchId={launchId} visit={visit} />
      {isAdmitting && (
        <AdmitForm
          gate={visit.gate}
          pending={pending('admit')}
          onAdmit={(identifiers) => give({ call: 'admit', body: { identifiers } })}
          onReview={() => setPanel('gate')}
        />
      )}
      {asking.length > 0 && panel !== 'guests' && (
        <Notice tone="care" live="polite" title={say('staff.visit.guests.asking')}>
          <ul className="visit-guests">
            {asking.map((one) => (
              <Guest key={one.participantId} launchId={launchId} visit={visit} guest={one} />
            ))}
          </ul>
        </Notice>
      )}
      {panel === 'sign' && (
        <WriteSignForm
          launchId={launchId}
          visit={visit}
          pending={pending('signs')}
          onWrite={(written) => give({ call: 'signs', body: written })}
        />
      )}
      {panel === 'guests' && <GuestDesk launchId={launchId} visit={visit} />}
      {panel === 'invite' && <InvitePanel launchId={launchId} visitId={visit.visitId} />}
      {panel === 'aloud' && (
        <SpokenConsent
          launchId={launchId}
          visit={visit}
          isPending={pending('consent/spoken') !== null}
          onKeep={(said) => give({ call: 'consent/spoken', body: said })}
        />
      )}
      {panel === 'gate' && (
        <GatePanel
          {...{ launchId, visit, pending }}
          onAskAloud={visit.host.isYou && isOpen(visit.state) ? () => setPanel('aloud') : null}
          onOverride={(override) => order.mutate({ call: 'override', body: override })}
          onAttest={(said, onSuccess) => order.mutate({ call: 'exceptions', body: said }, { onSuccess })}
          onTakeBack={(exceptionId) => order.mutate({ call: 'exceptions/take-back', body: { exceptionId } })}
        />
      )}
      {panel === 'gate' && (
        <EvidencePart launchId={launchId} visitId={visit.visitId} since={`${visit.sequence}`} />
      )}
      {panel === 'place' && (
        <LocationPanel
          visit={visit}
          pending={pending('location')}
          onMoved={(where) => give({ call: 'location', body: { where } })}
        />
      )}
      {panel === 'emergency' && (
        <EmergencyPanel
          visit={visit}
          pending={pending('emergency')}
          onOpen={(emergency) => give({ call: 'emergency', body: emergency })}
        />
      )}
      {(isRunning(visit.state) || (visit.state === 'waiting' && visit.host.isYou)) &&
        link &&
        room(visit, link)}
      <MoreSteps visit={visit} give={give} pending={pending} />
    </>
  );
}

/** Steps that are seldom taken; each says what happens. */
function MoreSteps(props: {
  visit: VisitView;
  give: (order: VisitOrder) => void;
  pending: (call: string) => string | null;
}) {
  const { visit, give, pending } = props;
  const say = useText();
  const steps: [VisitEvent, string, VisitOrder][] = [
    ['move-to-phone', 'staff.visit.to-phone', { call: 'move', body: { to: 'phone', reason: 'no-video' } }],
    ['move-to-video', 'staff.visit.to-video', { call: 'move', body: { to: 'video', reason: 'other' } }],
    [
      'move-to-in-person',
      'staff.visit.to-in-person',
      { call: 'move', body: { to: 'in-person', reason: 'needs-examination' } },
    ],
    ['miss', 'staff.visit.no-show', { call: 'no-show' }],
    ['hand-over', 'staff.visit.take-over', { call: 'take-over' }],
    ['cancel', 'staff.visit.cancel', { call: 'cancel', body: { reason: 'other' } }],
  ];
  const open = steps.filter(([event]) => visit.may.includes(event));
  if (open.length === 0) return null;
  return (
    <details className="visit-more">
      <summary>{say('staff.visit.more')}</summary>
      <div className="row">
        {open.map(([event, words, order]) => (
          <Button key={event} small pending={pending(order.call)} onClick={() => give(order)}>
            {say(words)}
          </Button>
        ))}
      </div>
    </details>
  );
}

function problemOf(error: Error): string {
  if (!(error instanceof ApiError)) return 'staff.visit.problem.other';
  if (error.code === 'consent.theirs') return 'staff.visit.problem.consent-theirs';
  if (error.code === 'consent.version') return 'staff.visit.problem.consent-version';
  const exception = /^visit\.exception-(.+)$/.exec(error.code)?.[1];
  if (exception) return `staff.visit.exception.refused.${exception}`;
  if (error.code === 'visit.gate') return 'staff.visit.problem.gate';
  if (error.status === 409) return 'staff.visit.problem.moved';
  if (error.status === 403) return 'staff.visit.problem.role';
  return 'staff.visit.problem.other';
}
