// The chart and the visit in one place. Where there is room they stand beside each other from the first paint. In a narrow
// frame the visit stands over the chart, which therefore shows once the visit's size is known; a visit that lets wait for
// itself goes below instead. So nothing slides away under a press.
import { type ReactNode, useEffect, useState } from 'react';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';

/** A chart is not kept waiting longer for what stands over it. */
const HOLD_MS = 1000;

type Place = 'waiting' | 'over' | 'below';

interface ChartAndVisitProps {
  /** Null: this launch shows none. `onSettled`: what is told when its size is known. */
  visit: ((onSettled: () => void) => ReactNode) | null;
  children: ReactNode;
}

export function ChartAndVisit({ visit, children }: ChartAndVisitProps) {
  const say = useText();
  const [place, setPlace] = useState<Place>('waiting');
  const settle = (next: Place) => setPlace((now) => (now === 'waiting' ? next : now));
  useEffect(() => {
    const timer = setTimeout(() => setPlace((now) => (now === 'waiting' ? 'below' : now)), HOLD_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!visit) return <div className="chart-and-visit">{children}</div>;
  return (
    <div className="chart-and-visit" data-visit={place}>
      {place === 'waiting' && (
        <div className="visit-awaited">
          <Loading words={say('app.loading.part')} />
        </div>
      )}
      {visit(() => settle('over'))}
      <div className="chart-place">
        {place === 'below' && (
          <p className="visit-below">
            <a href="#visit">{say('staff.nav.visit-below')}</a>
          </p>
        )}
        {children}
      </div>
    </div>
  );
}
