// The credential register: every line with how it stands, in words; entering one by hand, taking one's own over from
// the EHR, and verifying a line against its source. A clinician sees their own lines.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionView } from '#domain/launch';
import { type CredentialView, standOfCredential } from '#domain/licensure';
import { formatDate } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { credentialsPageQuery, PAGE, useRegisterOrder, useSheetOfRegister } from './credential-queries.ts';
import { EnterForm } from './EnterForm.tsx';
import { RegisterPages } from './RegisterPages.tsx';
import { SheetPart } from './SheetPart.tsx';
import { VerifyForm } from './VerifyForm.tsx';
import './licensure.css';

type Role = SessionView['role'];

interface CredentialsPageProps {
  launchId: string;
  role: Role;
  /** An instant, by the server's clock. */
  now: string;
}

export function CredentialsPage({ launchId, role, now }: CredentialsPageProps) {
  const say = useText();
  const [part, setPart] = useState({ from: 0, practitioner: '' });
  const register = useQuery(credentialsPageQuery(launchId, part.from, part.practitioner));
  const [task, setTask] = useState<'enter' | 'sheet' | null>(null);
  const keeps = role === 'supervisor' || role === 'tech-admin';
  const turn = (to: 'enter' | 'sheet') => setTask(task === to ? null : to);
  const lines = register.data?.credentials ?? [];
  const people = [...new Set(lines.map(({ practitioner }) => practitioner))].toSorted();
  return (
    <section className="stack-tight" aria-label={say('licensure.title')}>
      <h1>{say('licensure.title')}</h1>
      <p className="soft">{say(role === 'clinician' ? 'licensure.lead.own' : 'licensure.lead')}</p>
      {register.isPending && <Loading words={say('licensure.loading')} />}
      {register.isError && (
        <div role="alert" className="row">
          <p>{say('licensure.failed')}</p>
          <ReadAgain small query={register} />
        </div>
      )}
      {register.data && (register.data.total > PAGE || part.practitioner !== '') && (
        <RegisterPages register={register.data} practitioner={part.practitioner} onTurn={setPart} />
      )}
      {register.data && lines.length === 0 && (
        <p className="soft">{say(part.practitioner === '' ? 'licensure.none' : 'licensure.pages.nobody')}</p>
      )}
      {people.map((person) => (
        <div key={person} className="stack-tight">
          {role !== 'clinician' && <h2>{isolate(person)}</h2>}
          <ul className="credentials">
            {lines
              .filter(({ practitioner }) => practitioner === person)
              .map((line) => (
                <Line
                  key={line.credentialId}
                  {...{ launchId, role, now, line }}
                  asksNpiRegistry={register.data?.asksNpiRegistry === true}
                />
              ))}
          </ul>
        </div>
      ))}
      {register.data && (
        <div className="row">
          {keeps && (
            <>
              <Button small aria-expanded={task === 'enter'} onClick={() => turn('enter')}>
                {say('licensure.enter')}
              </Button>
              <Button small aria-expanded={task === 'sheet'} onClick={() => turn('sheet')}>
                {say('licensure.sheet.open')}
              </Button>
              <SaveSheet launchId={launchId} />
            </>
          )}
          {(role === 'supervisor' || role === 'clinician') && <TakeOver launchId={launchId} />}
        </div>
      )}
      {task === 'enter' && (
        <EnterForm launchId={launchId} today={now.slice(0, 10)} onDone={() => setTask(null)} />
      )}
      {task === 'sheet' && <SheetPart launchId={launchId} onDone={() => setTask(null)} />}
    </section>
  );
}

interface LineProps extends CredentialsPageProps {
  line: CredentialView;
  asksNpiRegistry: boolean;
}

function Line({ launchId, role, now, line, asksNpiRegistry }: LineProps) {
  const say = useText();
  const [isOpen, setOpen] = useState(false);
  const standing = standOfCredential(line, now);
  const { state, compact, number, verified } = line;
  return (
    <li className={`credential credential-${standing}`}>
      <p>
        <span className="strong">
          {[state, say(`licensure.kind.${line.kind}`), compact].filter(Boolean).join(' · ')}
        </span>{' '}
        {say(`licensure.profession.${line.profession}`)}
        {number && <span className="soft"> {say('licensure.number', { number: isolate(number) })}</span>}
      </p>
      <p>
        <span className="credential-standing">{say(`licensure.standing.${standing}`)}</span>{' '}
        {say('licensure.days', { from: formatDate(line.from), to: formatDate(line.to) })}{' '}
        {standing === 'not-active' && say(`licensure.status.${line.status}`)}
      </p>
      <p className="small soft">
        {say(`licensure.origin.${line.origin}`)}{' '}
        {verified
          ? say('licensure.verified', {
              by: isolate(verified.by),
              on: formatDate(verified.on),
              source: isolate(verified.source),
            })
          : say('licensure.not-verified')}
      </p>
      {role === 'supervisor' && (
        <p>
          <Button small aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {say('licensure.verify')}
          </Button>
        </p>
      )}
      {isOpen && <VerifyForm {...{ launchId, line, asksNpiRegistry }} onDone={() => setOpen(false)} />}
    </li>
  );
}

function TakeOver({ launchId }: { launchId: string }) {
  const say = useText();
  const order = useRegisterOrder(launchId, 'import');
  return (
    <>
      <Button small pending={order.isPending ? say('app.one-moment') : null} onClick={() => order.mutate({})}>
        {say('licensure.import')}
      </Button>
      {order.isSuccess && <span role="status">{say('licensure.imported')}</span>}
      {order.isError && <span role="alert">{say('licensure.import.failed')}</span>}
    </>
  );
}

function SaveSheet({ launchId }: { launchId: string }) {
  const say = useText();
  const sheet = useSheetOfRegister(launchId);
  return (
    <>
      <Button small pending={sheet.isPending ? say('app.one-moment') : null} onClick={() => sheet.mutate()}>
        {say('licensure.sheet.save')}
      </Button>
      {sheet.isError && <span role="alert">{say('licensure.sheet.not-saved')}</span>}
    </>
  );
}
