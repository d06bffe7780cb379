// The page that integrators keep: who came in, what this EHR allows, what not, and what to ask for.
import { useMemo, useRef, useState } from 'react';
import type { SessionView } from '#domain/launch';
import { useText } from '#ui/text';
import { CapabilityTable, type Shown } from './CapabilityTable.tsx';
import { tellLines } from './capability-texts.ts';
import { LaunchFacts } from './LaunchFacts.tsx';
import { LaunchNotices } from './LaunchNotices.tsx';

export function CapabilityPage({
  view,
  below,
}: {
  view: SessionView /** Another page's heading stands above. */;
  below?: boolean;
}) {
  const say = useText();
  const lines = useMemo(() => tellLines(view, say), [view, say]);
  const [shown, setShown] = useState<Shown>('all');
  const table = useRef<HTMLHeadingElement>(null);
  const count = (state: string) => lines.filter(({ line }) => line.state === state).length;
  const Title = below ? 'h2' : 'h1';
  const Part = below ? 'h3' : 'h2';
  return (
    <>
      <section className="stack-tight">
        <Title>{say('staff.page.title')}</Title>
        <p>{say('staff.page.lead', { on: count('on'), limited: count('limited'), off: count('off') })}</p>
        <p className="soft">{say('staff.page.now')}</p>
      </section>
      <LaunchNotices
        view={view}
        lines={lines}
        onShowWithheld={() => {
          setShown('withheld');
          table.current?.focus();
        }}
      />
      <section>
        <Part>{say('staff.facts.title')}</Part>
        <LaunchFacts view={view} />
      </section>
      <section>
        <Part ref={table} tabIndex={-1}>
          {say('staff.table.title')}
        </Part>
        <CapabilityTable view={view} lines={lines} shown={shown} onShow={setShown} />
      </section>
    </>
  );
}
