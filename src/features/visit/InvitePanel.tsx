// The patient's way in, to be copied, shown as a code to scan, or printed. The address holds no secret and nothing
// about the patient: they log in at their own portal.
import { useEffect, useState } from 'react';
import { renderSVG } from 'uqr';
import { Button } from '#ui/Button';
import { CopyButton } from '#ui/CopyButton';
import { useText } from '#ui/text';
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
  const { address } = invite.data;
  return (
    <div className="visit-panel visit-invite">
      <QrCode address={address} label={say('staff.visit.invite.code')} />
      <div className="stack-tight">
        <p>{say('staff.visit.invite.how')}</p>
        <p>
          <code className="visit-address">{address}</code>
        </p>
        <p className="row">
          <CopyButton text={() => address} label={say('staff.visit.invite.copy')} />
          <Button small onClick={() => window.print()}>
            {say('staff.visit.invite.print')}
          </Button>
        </p>
      </div>
    </div>
  );
}

function QrCode({ address, label }: { address: string; label: string }) {
  // Drawn as an image: markup of a library never becomes part of the page.
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    const svg = renderSVG(address, { border: 2 });
    setSource(`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`);
  }, [address]);
  return source && <img className="visit-code" src={source} alt={label} />;
}
