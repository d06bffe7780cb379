// A signed exception to the licence rule, in the gate: what stands signed and until when, taking it back, and the way to
// the form. Only the visit's own clinician acts here; others read.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type ExceptionView, type GatePartView, isOpen, isOpening, type VisitView } from '#domain/visit';
import { formatDate, formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { type Attestation, ExceptionForm } from './ExceptionForm.tsx';
import { exceptionsQuery } from './exception-queries.ts';
import { nameOfState } from './state-names.ts';

export interface GateExceptionProps {
  launchId: string;
  visit: VisitView;
  part: GatePartView;
  pending: (call: string) => string | null;
  onAttest: (said: Attestation, done: () => void) => void;
  onTakeBack: (exceptionId: string) => void;
}

export function GateException(props: GateExceptionProps) {
  const { launchId, visit, part, pending, onTakeBack, onAttest } = props;
  const say = useText();
  const [isAsking, setAsking] = useState(false);
  const [isFresh, setFresh] = useState(false);
  const mayAct = visit.host.isYou && isOpen(visit.state);
  const { exception } = part;
  return (
    <>
      {exception && (
        <Signed
          exception={exception}
          grants={isOpening(part.verdict) && part.override === null}
          isFresh={isFresh}
          pending={pending('exceptions/take-back')}
          onTakeBack={mayAct ? () => onTakeBack(exception.exceptionId) : null}
        />
      )}
      {mayAct && !exception && !isOpening(part.verdict) && (
        <p className="row">
          <Button small aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
            {say('staff.visit.exception.open')}
          </Button>
          <span className="small soft">{say('staff.visit.exception.who')}</span>
        </p>
      )}
      {mayAct && !exception && isAsking && !isOpening(part.verdict) && (
        <Asked
          {...{ launchId, visit, pending }}
          onSign={(said) =>
            onAttest(said, () => {
              setAsking(false);
              setFresh(true);
            })
          }
        />
      )}
    </>
  );
}

interface SignedProps {
  exception: ExceptionView;
  grants: boolean;
  /** Signed on this screen just now: the eye and the keyboard go there. */
  isFresh: boolean;
  pending: string | null;
  onTakeBack: (() => void) | null;
}

function Signed({ exception, grants, isFresh, pending, onTakeBack }: SignedProps) {
  const say = useText();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isFresh) place.current?.focus();
  }, [isFresh]);
  const { kind, by, at, statement, effectiveTo } = exception;
  const state = nameOfState(exception.state);
  return (
    <div ref={place} tabIndex={-1} className="gate-signed stack-tight">
      <p>
        <span className="strong">{say(`staff.visit.exception.kind.${kind}`)}</span>
        {' · '}
        {say('staff.visit.exception.signed', { by: isolate(by), time: formatInstant(at), state })}
      </p>
      <p>“{isolate(statement)}”</p>
      <p className="small">
        {!grants && `${say('staff.visit.exception.grants-nothing')} `}
        {effectiveTo
          ? say('staff.visit.exception.ends', { state, date: formatDate(effectiveTo) })
          : say('staff.visit.exception.ends.no-day', { state })}
      </p>
      {onTakeBack && (
        <p>
          <Button small pending={pending} onClick={onTakeBack}>
            {say('staff.visit.exception.take-back')}
          </Button>
        </p>
      )}
    </div>
  );
}

interface AskedProps extends Pick<GateExceptionProps, 'launchId' | 'visit' | 'pending'> {
  onSign: (said: Attestation) => void;
}

function Asked({ launchId, visit, pending, onSign }: AskedProps) {
  const say = useText();
  const exceptions = useQuery(exceptionsQuery(launchId, visit.visitId, visit.sequence));
  if (exceptions.isPending) return <Loading words={say('app.loading.part')} />;
  if (!exceptions.data)
    return (
      <p role="alert">
        {say('staff.visit.exception.failed')} <ReadAgain small query={exceptions} />
      </p>
    );
  const { state, refused, rules } = exceptions.data;
  if (refused || state === null)
    return (
      <p role="status" className="strong">
        {say(`staff.visit.exception.refused.${refused ?? 'place-unknown'}`)}
      </p>
    );
  if (rules.length === 0)
    return <p role="status">{say('staff.visit.exception.none', { state: nameOfState(state) })}</p>;
  return (
    // Another state is another form: nothing that was chosen or written there is carried over the line.
    <ExceptionForm key={state} state={state} rules={rules} pending={pending('exceptions')} onSign={onSign} />
  );
}
