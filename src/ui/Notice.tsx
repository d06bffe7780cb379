// Something a person should know before going on. Colour never stands alone: the title says what it is.
import { type ReactNode, useId } from 'react';
import './notice.css';

interface NoticeProps {
  tone?: 'plain' | 'care' | 'stop';
  title?: string;
  /** Said by a screen reader when it appears. */
  live?: 'polite' | 'assertive';
  children?: ReactNode;
}

export function Notice({ tone = 'plain', title, live, children }: NoticeProps) {
  const id = useId();
  const body = (
    <>
      {title && (
        <p className="strong" id={id}>
          {title}
        </p>
      )}
      {children}
    </>
  );
  const className = `notice notice-${tone}`;
  if (!live)
    return title ? (
      <section className={className} aria-labelledby={id}>
        {body}
      </section>
    ) : (
      <div className={className}>{body}</div>
    );
  return (
    <div className={className} role={live === 'assertive' ? 'alert' : 'status'}>
      {body}
    </div>
  );
}
