// Above the chart, one line each: what this launch does not have, what that means here, what to do. The whole
// of it, with the sentences to send, stands on the page of what this EHR allows.
import { Link } from 'wouter';
import type { SessionView } from '#domain/launch';
import { useText } from '#ui/text';
import { listStripLines } from './list-strip-lines.ts';
import './launch-strip.css';

export function LaunchStrip({ view }: { view: SessionView }) {
  const say = useText();
  const lines = listStripLines(view);
  const isCare = lines.some(({ code }) => code !== 'no-encounter' && code !== 'no-refresh-token');
  return (
    <section
      className={isCare ? 'launch-strip launch-strip-care' : 'launch-strip'}
      aria-label={say('staff.strip.label')}
    >
      <ul>
        {lines.map(({ code, count }) => (
          <li key={code}>
            <strong>{say(`staff.strip.${code}.title`, { count })}</strong>{' '}
            {say(`staff.strip.${code}.meaning`, { count })}
          </li>
        ))}
      </ul>
      <Link href="/capabilities">{say('staff.strip.more')}</Link>
    </section>
  );
}
