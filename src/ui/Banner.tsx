// The strip that is never off the screen: one name, a few facts. What they mean is not its business.
import { type ReactNode, useEffect, useRef } from 'react';
import './banner.css';

export interface BannerFact {
  id: string;
  name: string;
  /** The value says it by itself; the name is read out only. */
  bare?: boolean;
  value: ReactNode;
  care?: boolean;
}

interface BannerProps {
  label: string;
  name: ReactNode;
  facts?: readonly BannerFact[];
  tone?: 'plain' | 'stop';
  /** The facts are on their way: room is kept for as much as they mostly take. */
  isComing?: boolean;
  children?: ReactNode;
}

export function Banner({ label, name, facts = [], tone = 'plain', isComing, children }: BannerProps) {
  const strip = useRef<HTMLElement>(null);
  // What stands above the page keeps clear of the strip, whatever its height is.
  useEffect(() => {
    if (!strip.current) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      style.setProperty('--banner-height', `${Math.ceil(height)}px`);
    });
    observer.observe(strip.current);
    return () => {
      observer.disconnect();
      style.removeProperty('--banner-height');
    };
  }, []);
  return (
    <section ref={strip} className={`banner banner-${tone}`} data-coming={isComing} aria-label={label}>
      <p className="banner-name">{name}</p>
      {facts.length > 0 && (
        <dl className="banner-facts">
          {facts.map((fact) => (
            <div key={fact.id} className={fact.care ? 'banner-care' : undefined}>
              <dt className={fact.bare ? 'hidden-but-read' : undefined}>{fact.name}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {children}
    </section>
  );
}
