// The page's line to its visit: every step somebody else takes is seen at once. Whoever hears that something
// changed asks for their own view again; the line itself carries nothing of the record.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { launchBase } from '#lib/paths';
import { type Line, type LineState, openLine } from '#lib/realtime';

export interface VisitLink {
  readonly line: Line;
  readonly state: LineState;
}

/** Null while no line is open. `isOpen`: this person is part of the visit by now; the server lets nobody else on. */
export function useVisitLine(launchId: string, visitId: string, isOpen: boolean): VisitLink | null {
  const client = useQueryClient();
  const [link, setLink] = useState<VisitLink | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    const address = `${window.location.origin.replace(/^http/, 'ws')}${launchBase(launchId)}/socket`;
    const askAgain = () => {
      for (const what of ['visit', 'visit-room', 'listening'])
        void client.invalidateQueries({ queryKey: [what, launchId, visitId] });
      void client.invalidateQueries({ queryKey: ['guest-visit', launchId] });
    };
    const line = openLine({
      url: address,
      visitId,
      onEntry: askAgain,
      onState: (state) => {
        setLink({ line, state });
        // Put out of the visit: what that means is asked at once.
        if (state.name === 'ended') askAgain();
      },
    });
    setLink({ line, state: line.state() });
    return () => {
      line.close();
      setLink(null);
    };
  }, [client, launchId, visitId, isOpen]);
  return link;
}
