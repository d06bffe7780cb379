// Asking for the consent to care aloud: the text to be read out, in the patient's language, and what was heard.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { VisitView } from '#domain/visit';
import type { Language } from '#lib/i18n';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { ConsentText } from './ConsentText.tsx';
import { GateReasonLine } from './GateReasonLine.tsx';
import { consentTextQuery } from './patient-visit-queries.ts';
import { type Heard, SpokenForm, SpokenLanguage } from './SpokenForm.tsx';
import { nameOfState } from './state-names.ts';

interface SpokenConsentProps {
  launchId: string;
  visit: VisitView;
  isPending: boolean;
  onKeep: (said: Heard & { version: string }) => void;
}

/** Before the text, for what is read last is written down first: a press is what the place of the patient asks for. */
function AskedInWriting({ visit }: Pick<SpokenConsentProps, 'visit'>) {
  const say = useText();
  const { writing } = visit.consent;
  if (writing === null) return null;
  const state = nameOfState(visit.checkIn.where?.answer.state ?? '');
  const how = writing.isSure ? 'sure' : 'doubt';
  return (
    <Notice tone="care" title={say(`staff.visit.aloud.writing.${how}`, { state })}>
      <p>{say('staff.visit.aloud.writing.first')}</p>
      <p>{say(`staff.visit.aloud.writing.${how}.then`)}</p>
      <GateReasonLine reason={writing.reason} />
    </Notice>
  );
}

export function SpokenConsent({ launchId, visit, isPending, onKeep }: SpokenConsentProps) {
  const say = useText();
  const [language, setLanguage] = useState<Language>('en');
  const place = useRef<HTMLElement>(null);
  // What opens it may stand a screen above.
  useEffect(() => place.current?.focus(), []);
  const state = visit.checkIn.where?.answer.state ?? null;
  const text = useQuery(consentTextQuery(launchId, { visitId: visit.visitId, language, state }));
  return (
    <section
      ref={place}
      tabIndex={-1}
      className="visit-panel stack-tight"
      aria-label={say('staff.visit.aloud')}
    >
      <h3>{say('staff.visit.aloud')}</h3>
      <AskedInWriting visit={visit} />
      <p>{say(`staff.visit.aloud.how.${visit.modality === 'video' ? 'video' : 'audio'}`)}</p>
      <SpokenLanguage label={say('staff.visit.aloud.language')} value={language} onChange={setLanguage} />
      {text.isPending && <Loading words={say('app.loading.part')} />}
      {text.isError && (
        <p role="alert">
          {say('staff.visit.aloud.failed')} <ReadAgain small query={text} />
        </p>
      )}
      {text.data && (
        <>
          <details open className="consent-aloud">
            <summary>{say('staff.visit.aloud.text', { version: text.data.version })}</summary>
            <ConsentText text={text.data} level={3} />
          </details>
          {!visit.consent.mayAgreeAloud && <p>{say('staff.visit.problem.consent-theirs')}</p>}
          <SpokenForm
            isPatient
            needsPlace={false}
            mayAgree={visit.consent.mayAgreeAloud}
            {...{ language, isPending }}
            problem={null}
            onKeep={(heard) => onKeep({ ...heard, version: text.data.version })}
          />
        </>
      )}
    </section>
  );
}
