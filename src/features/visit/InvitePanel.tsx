// The patient's way in. The address holds no secret and nothing about the patient: they log in at their own portal.
import { useEffect } from 'react';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { HomeForecast } from './HomeForecast.tsx';
import { InviteAddress } from './InviteAddress.tsx';
import { SendByMail } from './SendByMail.tsx';
import { useInvite } from './staff-visit-queries.ts';

export function InvitePanel({ launchId, visitId }: { launchId: string; visitId: string }) {
  const say = useText();
  const invite = useInvite(launchId, visitId);
  const { mutate } = invite;
  useEffect(() => mutate(), [mutate]);
  if (invite.isError)
    return (
      <div className="visit-panel" role="alert">
        <p>{say('staff.visit.invite.failed')}</p>
        <Button small pending={invite.isPending ? say('app.retrying') : null} onClick={() => mutate()}>
          {say('app.retry')}
        </Button>
      </div>
    );
  if (!invite.data) return <p role="status">{say('app.one-moment')}</p>;
  return (
    <div className="visit-panel stack">
      <InviteAddress
        address={invite.data.address}
        how={say('staff.visit.invite.how')}
        code={say('staff.visit.invite.code')}
      >
        <SendByMail launchId={launchId} visitId={visitId} guest={null} />
      </InviteAddress>
      <HomeForecast launchId={launchId} visitId={visitId} />
    </div>
  );
}
