// A whole page that says one thing: what happened, what it means for you, what to do now. Code and
// request id small below. Takes the focus, so that a screen reader begins there.
import { type ReactNode, useEffect, useRef } from 'react';
import './state-page.css';

interface StatePageProps {
  tone?: 'plain' | 'care' | 'stop';
  title: string;
  meaning?: string;
  next?: string;
  /** Whose installation this is; never a patient. */
  place?: string;
  /** Buttons; one of them primary. */
  children?: ReactNode;
  /** For support, e.g. `Code session.none · Request k3`. */
  reference?: string | undefined;
}

export function StatePage({
  tone = 'plain',
  title,
  meaning,
  next,
  place,
  children,
  reference,
}: StatePageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The focus moves on purpose when the page is replaced by another sight.
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className={`state-page state-page-${tone}`}>
      <p className="state-page-brand">
        <img src="/icon.svg" alt="" />
        <strong>Webside</strong>
        {place && <span className="soft">{place}</span>}
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {meaning && <p>{meaning}</p>}
      {next && <p className="state-page-next">{next}</p>}
      {children && <div className="row">{children}</div>}
      {reference && (
        <p className="small soft">
          <code>{reference}</code>
        </p>
      )}
    </main>
  );
}
