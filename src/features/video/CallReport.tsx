// How the call went, for those who led it and for support: first the cause where something failed, then the figures of
// each stay. It says nothing of what was spoken.
import type { CallStay, CallReport as Report } from '#domain/video';
import { formatInstant } from '#lib/dates';
import { type Say, useText } from '#ui/text';
import { sayCause } from './cause-texts.ts';
import './call.css';

interface CallReportProps {
  report: Report;
  /** As this screen shows them. */
  nameOf: (participantId: string) => string;
}

export function CallReport({ report, nameOf }: CallReportProps) {
  const say = useText();
  if (report.stays.length === 0) return null;
  const causes = report.stays.filter(({ cause }) => cause !== null);
  return (
    <details className="call-report">
      <summary>{say('video.report.title')}</summary>
      {causes.length === 0 && <p>{say('video.report.good')}</p>}
      {causes.map(({ participantId, from, cause }) => (
        <p key={`${participantId} ${from}`}>
          <span className="strong">{nameOf(participantId)}:</span> {cause && sayCause(say, cause)}
        </p>
      ))}
      <ul>
        {report.stays.map((stay) => (
          <li key={`${stay.participantId} ${stay.from}`}>
            <span className="strong">{nameOf(stay.participantId)}</span> {figuresOf(stay, say).join(' · ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What is not known is left out. */
function figuresOf({ from, routes, setUpMs, meanLossIn, frozenMs }: CallStay, say: Say): string[] {
  const way = routes.at(-1);
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return [
    formatInstant(from),
    ...(way ? [say(`video.report.way.${way}`)] : []),
    ...(setUpMs === null ? [] : [say('video.report.set-up', { seconds: seconds(setUpMs) })]),
    ...(meanLossIn === null ? [] : [say('video.report.loss', { percent: (meanLossIn * 100).toFixed(1) })]),
    ...(frozenMs > 0 ? [say('video.report.frozen', { seconds: seconds(frozenMs) })] : []),
  ];
}
