// Is one of these happening now? A tick says at once whom to call, before anything is sent. Nothing that was told is
// shown again: it stays with the clinician, and telling more only adds.
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { AskedSignsView, SignAnswer } from '#domain/red-flags';
import type { PatientVisitView } from '#domain/visit';
import { hasText, spokenLanguage } from '#lib/i18n';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { SignRow } from './SignRow.tsx';
import { askedSignsQuery, useTellSigns } from './sign-queries.ts';
import './signs.css';

interface SignsQuestionProps {
  launchId: string;
  visit: PatientVisitView;
  /** Told, or left: the view that came back, or the one that was there. */
  onDone: (visit: PatientVisitView) => void;
  isInVisit?: boolean;
}

export function SignsQuestion({ launchId, visit, onDone, isInVisit = false }: SignsQuestionProps) {
  const say = useText();
  const place = visit.checkIn.where?.at ?? '';
  const asked = useQuery(askedSignsQuery(launchId, visit.visitId, place));
  const Title = isInVisit ? 'h2' : 'h1';
  const whose = visit.actingForPatient ? '.proxy' : '';
  return (
    <>
      <Title>{say(`patient.visit.signs.title${whose}`)}</Title>
      {asked.isPending && <Loading words={say('app.loading')} />}
      {asked.isError && (
        <div className="stack-tight" role="alert">
          <p>{say('patient.visit.signs.failed')}</p>
          <div className="check-in-choices">
            <ReadAgain query={asked} />
            <Button onClick={() => onDone(visit)}>{say('patient.visit.signs.go.goes-on')}</Button>
          </div>
        </div>
      )}
      {asked.data && <SignsForm {...{ launchId, visit, onDone }} signs={asked.data.signs} />}
    </>
  );
}

type Sign = AskedSignsView['signs'][number];
type FormProps = Omit<SignsQuestionProps, 'isInVisit'> & { signs: readonly Sign[] };

function SignsForm({ launchId, visit, signs, onDone }: FormProps) {
  const say = useText();
  const id = useId();
  const tell = useTellSigns(launchId, visit.visitId);
  const [ticked, setTicked] = useState<readonly SignAnswer[]>([]);
  const [words, setWords] = useState('');
  // A sign of the site's own without words in this language is left open, and says so to the clinician.
  const known = signs.filter(({ flag }) => hasText(`patient.visit.signs.flag.${flag}`));
  const change = (flag: string, said: SignAnswer['said'] | null) => {
    const others = ticked.filter((one) => one.flag !== flag);
    setTicked(said === null ? others : [...others, { flag, said }]);
  };
  const send = (answers: readonly SignAnswer[]) => {
    const own = words.trim() === '' ? null : words.trim();
    tell.mutate({ answers: [...answers], words: own, language: spokenLanguage() }, { onSuccess: onDone });
  };
  const pending = tell.isPending ? say('patient.visit.check-in.saving') : null;
  return (
    <>
      <p>
        {say(visit.signs.stage === 'to-ask' ? 'patient.visit.signs.how' : 'patient.visit.signs.how.again')}
      </p>
      <ul className="signs">
        {known.map((sign) => (
          <SignRow
            key={sign.flag}
            flag={sign.flag}
            crisisLines={sign.crisisLines}
            said={ticked.find(({ flag }) => flag === sign.flag)?.said ?? null}
            isLast={ticked.at(-1)?.flag === sign.flag}
            onChange={(said) => change(sign.flag, said)}
          />
        ))}
      </ul>
      <div className="field sign-words">
        <label htmlFor={id}>{say('patient.visit.signs.words')}</label>
        <textarea
          id={id}
          rows={3}
          maxLength={2000}
          autoComplete="off"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <div className="check-in-choices">
        {ticked.length > 0 ? (
          <Button kind="primary" pending={pending} onClick={() => send(ticked)}>
            {say('patient.visit.signs.tell')}
          </Button>
        ) : (
          <>
            <Button
              kind="primary"
              pending={pending}
              onClick={() => send(known.map(({ flag }) => ({ flag, said: 'no' })))}
            >
              {say('patient.visit.signs.none')}
            </Button>
            <Button onClick={() => send([])}>{say('patient.visit.signs.rather-not')}</Button>
          </>
        )}
      </div>
      {tell.isError && (
        <div role="alert" className="stack-tight">
          <p>{say('patient.visit.not-sent')}</p>
          <p>
            <Button onClick={() => onDone(visit)}>{say('patient.visit.signs.go.goes-on')}</Button>
          </p>
        </div>
      )}
    </>
  );
}
