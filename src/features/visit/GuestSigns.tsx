// Somebody who is in the visit for the patient reports a sign that cannot wait, of their own accord. They read whom to
// call, and nothing of what anybody else told.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { CrisisLines, listLasting } from './CrisisLines.tsx';
import { guestSignsQuery, useReportSigns } from './guest-queries.ts';
import { SignsForm } from './SignsForm.tsx';

export function GuestSigns({ launchId }: { launchId: string }) {
  const say = useText();
  const [isOpen, setOpen] = useState(false);
  const report = useReportSigns(launchId);
  const asked = useQuery({ ...guestSignsQuery(launchId), enabled: isOpen });
  if (!isOpen)
    return (
      <div className="guest-signs stack-tight">
        {report.data && (
          <div className="crisis-strip stack-tight" role="status">
            <p className="strong">{say('patient.visit.guest.signs.told')}</p>
            {report.data.hasSign && (
              <>
                <p>{say('patient.visit.guest.signs.where')}</p>
                <CrisisLines lines={listLasting(report.data.crisisLines)} />
              </>
            )}
          </div>
        )}
        <p>
          <Button onClick={() => setOpen(true)}>{say('patient.visit.guest.signs.open')}</Button>
        </p>
      </div>
    );
  return (
    <section className="guest-signs stack" aria-label={say('patient.visit.guest.signs.title')}>
      <h2>{say('patient.visit.guest.signs.title')}</h2>
      <p>{say('patient.visit.guest.signs.where')}</p>
      {asked.isPending && <Loading words={say('app.loading')} />}
      {asked.isError && (
        <div className="check-in-choices" role="alert">
          <p>{say('patient.visit.guest.signs.failed')}</p>
          <ReadAgain query={asked} />
          <Button onClick={() => setOpen(false)}>{say('patient.visit.guest.signs.back')}</Button>
        </div>
      )}
      {asked.data && (
        <SignsForm
          signs={asked.data.signs}
          how="guest"
          isOfAnother
          pending={report.isPending ? say('app.one-moment') : null}
          hasFailed={report.isError}
          onTell={(telling) => report.mutate(telling, { onSuccess: () => setOpen(false) })}
          onLeave={() => setOpen(false)}
        />
      )}
    </section>
  );
}
