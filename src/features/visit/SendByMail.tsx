// Sending an invitation by e-mail: an address that is typed or taken from the chart, looked at once more, sent while
// the person waits. What fails leaves everything as it was, to be sent again.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MailSent, MailView } from '#domain/visit';
import { ApiError, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';

interface SendByMailProps {
  launchId: string;
  visitId: string;
  /** Null: the patient's own invitation, for which the chart may know an address. */
  guest: { participantId: string; invitation: string } | null;
}

type Language = 'en' | 'es';
const TONGUES: readonly { value: Language; text: string }[] = [
  { value: 'en', text: 'English' },
  { value: 'es', text: 'Español' },
];
/** Only so much that a slip is seen here; the server judges. */
const LOOKS_RIGHT = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/;

export function SendByMail({ launchId, visitId, guest }: SendByMailProps) {
  const say = useText();
  const visit = `visits/${encodeURIComponent(visitId)}`;
  const mail = useQuery({
    queryKey: ['mail', launchId, visitId],
    queryFn: ({ signal }) => getJson<MailView>(apiPath(launchId, `${visit}/mail`), { signal }),
    staleTime: 60_000,
    retry: 1,
  });
  const [step, setStep] = useState<'closed' | 'writing' | 'checking'>('closed');
  const [to, setTo] = useState('');
  const [language, setLanguage] = useState<Language>('en');
  const [isTold, setTold] = useState(false);
  const send = useMutation({
    mutationFn: () => {
      const { participantId, invitation } = guest ?? {};
      const path = guest
        ? `${visit}/guests/${encodeURIComponent(String(participantId))}/mail`
        : `${visit}/mail`;
      return postJson<MailSent>(apiPath(launchId, path), {
        ...{ to: to.trim(), language },
        ...(guest && { invitation }),
      });
    },
    onSuccess: () => setStep('closed'),
  });
  if (!mail.data) return null;
  if (!mail.data.isOn) return <p className="small soft">{say('staff.visit.mail.off')}</p>;
  if (step === 'closed')
    return (
      <p className="row">
        {send.isSuccess && <span role="status">{say('staff.visit.mail.sent', { address: to.trim() })}</span>}
        <Button small onClick={() => setStep('writing')}>
          {say(send.isSuccess ? 'staff.visit.mail.again' : 'staff.visit.mail')}
        </Button>
      </p>
    );
  if (step === 'checking')
    return (
      <div className="stack-tight">
        <p className="strong">{say('staff.visit.mail.sure', { address: to.trim() })}</p>
        <p className="row">
          <Button
            small
            kind="primary"
            pending={send.isPending ? say('app.one-moment') : null}
            onClick={() => send.mutate()}
          >
            {say('staff.visit.mail.send')}
          </Button>
          <Button small onClick={() => setStep('writing')}>
            {say('staff.visit.mail.change')}
          </Button>
        </p>
        {send.isError && <p role="alert">{say(problemOf(send.error))}</p>}
      </div>
    );
  const isWrong = !LOOKS_RIGHT.test(to.trim());
  const offered = guest ? [] : mail.data.fromChart;
  return (
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        send.reset();
        if (!isWrong) setStep('checking');
      }}
    >
      <TextField
        label={say('staff.visit.mail.to')}
        value={to}
        onChange={setTo}
        problem={isTold && isWrong ? say('staff.visit.mail.wrong') : undefined}
      />
      {offered
        .filter((address) => address !== to)
        .map((address) => (
          <p key={address}>
            <Button small onClick={() => setTo(address)}>
              {say('staff.visit.mail.from-chart', { address })}
            </Button>
          </p>
        ))}
      <ChoiceField
        label={say('staff.visit.mail.language')}
        value={language}
        choices={TONGUES}
        onChange={setLanguage}
      />
      <p>
        <Button small submits>
          {say('staff.visit.mail.check')}
        </Button>
      </p>
    </form>
  );
}

const PROBLEMS: Readonly<Record<string, string>> = {
  'mail.refused': 'staff.visit.mail.refused',
  'mail.too-many': 'staff.visit.mail.too-many',
  'guest.invitation': 'staff.visit.mail.used',
};

function problemOf(error: Error): string {
  return (error instanceof ApiError && PROBLEMS[error.code]) || 'staff.visit.mail.failed';
}
