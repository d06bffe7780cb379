// The clinician's sight of the site's own recorder and scribe: may it be switched on now, or must it be off, and why;
// who was asked and what each said. Webside switches nothing itself.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ListeningPart, ListeningPerson, VisitView } from '#domain/visit';
import { isOpen } from '#domain/visit';
import { formatClock } from '#lib/dates';
import { hasText, type Language, spokenLanguage } from '#lib/i18n';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { ListeningQuestions } from './ListeningQuestions.tsx';
import { listeningQuery, useListeningStep } from './listening-queries.ts';
import { SpokenForm } from './SpokenForm.tsx';
import { nameOfState } from './state-names.ts';

interface ListeningDeskProps {
  launchId: string;
  visit: VisitView;
}

export function ListeningDesk({ launchId, visit }: ListeningDeskProps) {
  const say = useText();
  const { visitId } = visit;
  const view = useQuery(listeningQuery(launchId, visitId, spokenLanguage()));
  const parts = (view.data?.parts ?? []).filter(({ label }) => label !== '');
  if (!isOpen(visit.state) || parts.length === 0) return null;
  return (
    <section className="listening-desk" aria-label={say('staff.visit.listening')}>
      {view.isError && <Notice tone="stop" live="assertive" title={say('staff.visit.listening.not-known')} />}
      {parts.map((part) => (
        <Part key={part.purpose} {...{ launchId, visitId, part }} mayAsk={view.data?.mayAsk === true} />
      ))}
      <ListeningQuestions launchId={launchId} visitId={visitId} small />
    </section>
  );
}

interface PartProps {
  launchId: string;
  visitId: string;
  part: ListeningPart;
  mayAsk: boolean;
}

function Part({ launchId, visitId, part, mayAsk }: PartProps) {
  const say = useText();
  const step = useListeningStep(launchId, visitId);
  const { purpose, isAsked, outcome, since } = part;
  const wasOn = isAsked && outcome === 'must-be-off' && since !== null;
  // One line until somebody is asked: the call below it is what counts.
  const isQuiet = !isAsked && !part.isBarred;
  const label = isolate(part.label);
  return (
    <div className={isQuiet ? 'listening-quiet' : `listening-part listening-${outcome}`}>
      {wasOn && (
        <Notice
          tone="stop"
          live="assertive"
          title={say('staff.visit.listening.switch-off', { label, time: formatClock(since) })}
        />
      )}
      <div className="row listening-head">
        <p role="status" className={isQuiet ? 'small' : undefined}>
          {isQuiet ? (
            say(`staff.visit.listening.quiet.${purpose}`)
          ) : (
            <>
              <span className="strong">{say(`staff.visit.listening.${purpose}`, { label })}</span>{' '}
              <span className="listening-verdict">{say(`staff.visit.listening.${outcome}`)}</span>
            </>
          )}
        </p>
        {mayAsk && !(part.isBarred && !isAsked) && (
          <Button
            small
            aria-label={say(
              isAsked ? 'staff.visit.listening.stop.which' : 'staff.visit.listening.ask.which',
              {
                label,
              },
            )}
            pending={step.isPending ? say('app.one-moment') : null}
            onClick={() => step.mutate({ call: 'ask', body: { purpose, isAsked: !isAsked } })}
          >
            {say(isAsked ? 'staff.visit.listening.stop' : 'staff.visit.listening.ask')}
          </Button>
        )}
      </div>
      {step.isError && <p role="alert">{say('staff.visit.problem.other')}</p>}
      {!isQuiet && <Reasons part={part} />}
      {isAsked && (
        <ul className="listening-people">
          {part.people.map((one) => (
            <Someone key={one.participantId} {...{ launchId, visitId, part, one, mayAsk }} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** What the law of each place says is a reason as well; it is read when somebody wants to. */
const OF_THE_LAW = ['law-of-place', 'recalled-row', 'single-source-row', 'disputed-row', 'row-ran-out'];

function Reasons({ part }: { part: ListeningPart }) {
  const say = useText();
  const words = (code: string, rule: string) => {
    const key = `staff.visit.listening.reason.${code}`;
    return hasText(key) ? say(key, { rule }) : code;
  };
  const isOfLaw = (one: ListeningPart['reasons'][number]) => OF_THE_LAW.includes(one.code);
  const plain = part.reasons.filter((one) => !isOfLaw(one));
  const law = part.reasons.filter(isOfLaw);
  return (
    <>
      <ul className="listening-reasons small">
        {plain.map(({ code, rule, source }) => (
          <li key={`${code} ${rule}`}>
            {words(code, rule)}
            {source !== 'the question' && <span className="soft"> {source}</span>}
          </li>
        ))}
      </ul>
      {part.isAsked && law.length > 0 && (
        <details className="small">
          <summary>{say('staff.visit.listening.law')}</summary>
          <ul className="listening-reasons">
            {law.map(({ code, rule, source }) => (
              <li key={`${code} ${rule}`}>
                {words(code, rule)} <span className="soft">{source}</span>
              </li>
            ))}
          </ul>
          <p className="soft">{say('staff.visit.listening.draft')}</p>
        </details>
      )}
    </>
  );
}

function Someone({ launchId, visitId, part, one, mayAsk }: PartProps & { one: ListeningPerson }) {
  const say = useText();
  const step = useListeningStep(launchId, visitId);
  const [isWriting, setWriting] = useState(false);
  const [language, setLanguage] = useState<Language>('en');
  const role = say(one.guestRole ? `app.visit.guest.${one.guestRole}` : `app.visit.role.${one.role}`);
  const name = one.name ? isolate(one.name) : role;
  return (
    <li className={`listening-person listening-stand-${one.stand}`}>
      <span>
        <span className="strong">{name}</span>{' '}
        <span className="soft">
          {[role, one.state ? nameOfState(one.state) : say('staff.visit.listening.place-unknown')].join(
            ' · ',
          )}
        </span>{' '}
        <span className="listening-verdict">{say(`staff.visit.listening.stand.${one.stand}`)}</span>
        {one.at && <span className="soft"> {formatClock(one.at)}</span>}
        {one.heardBy && (
          <span className="soft"> {say('staff.visit.listening.heard', { by: isolate(one.heardBy) })}</span>
        )}
        {one.isCarriedOver && <span className="soft"> {say('staff.visit.listening.carried')}</span>}
      </span>
      {mayAsk && !one.isYou && (
        <Button
          small
          aria-expanded={isWriting}
          aria-label={say('staff.visit.listening.spoken.whom', { name })}
          onClick={() => setWriting(!isWriting)}
        >
          {say('staff.visit.listening.spoken')}
        </Button>
      )}
      {isWriting && (
        <div className="listening-spoken stack-tight">
          <p className="small">{say('staff.visit.listening.spoken.how')}</p>
          <SpokenForm
            isPatient={one.role === 'patient'}
            needsPlace={one.role !== 'patient' && one.state === null}
            language={language}
            onLanguage={setLanguage}
            isPending={step.isPending}
            problem={step.isError ? say('staff.visit.problem.other') : null}
            onKeep={(heard) =>
              step.mutate(
                {
                  call: 'spoken',
                  body: { ...heard, purpose: part.purpose, participantId: one.participantId },
                },
                { onSuccess: () => setWriting(false) },
              )
            }
          />
        </div>
      )}
    </li>
  );
}
