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

/** Null before the line is opened. */
export function useVisitLine(launchId: string, visitId: string): VisitLink | null {
  const client = useQueryClient();
  const [link, setLink] = useState<VisitLink | null>(null);
  useEffect(() => {
    const address = `${window.location.origin.replace(/^http/, 'ws')}${launchBase(launchId)}/socket`;
    const askAgain = () => {
      for (const what of ['visit', 'visit-room'])
        void client.invalidateQueries({ queryKey: [what, launchId, visitId] });
    };
    const line = openLine({
      url: address,
      visitId,
      onEntry: askAgain,
      onState: (state) => setLink({ line, state }),
    });
    setLink({ line, state: line.state() });
    return () => line.close();
  }, [client, launchId, visitId]);
  return link;
}
