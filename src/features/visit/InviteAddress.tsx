// An address that opens a visit: to be copied, shown as a code to scan, or printed.
import { type ReactNode, useEffect, useState } from 'react';
import { renderSVG } from 'uqr';
import { Button } from '#ui/Button';
import { CopyButton } from '#ui/CopyButton';
import { useText } from '#ui/text';

interface InviteAddressProps {
  address: string;
  how: string;
  /** What the picture is, for whoever does not see it. */
  code: string;
  children?: ReactNode;
}

export function InviteAddress({ address, how, code, children }: InviteAddressProps) {
  const say = useText();
  return (
    <div className="visit-invite">
      <QrCode address={address} label={code} />
      <div className="stack-tight">
        <p>{how}</p>
        <p>
          <code className="visit-address">{address}</code>
        </p>
        <p className="row">
          <CopyButton text={() => address} label={say('staff.visit.invite.copy')} />
          <Button small onClick={() => window.print()}>
            {say('staff.visit.invite.print')}
          </Button>
        </p>
        {children}
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
