// A part of a page that folds away under its heading; what stands beside the title is still seen then.
import { type ReactNode, useId } from 'react';
import './fold.css';

interface FoldProps {
  /** Anchor of the part in the page. */
  id: string;
  title: string;
  /** Stays in sight when folded: how many, or that something is wrong. */
  note?: ReactNode;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  /** Buttons of the part, seen while it is open. */
  tools?: ReactNode;
  children: ReactNode;
}

export function Fold({ id, title, note, isOpen, onToggle, tools, children }: FoldProps) {
  const body = useId();
  return (
    <section className="fold" id={id} aria-labelledby={`${body}-title`}>
      <div className="fold-head">
        <div className="fold-name">
          <h2 id={`${body}-title`} className="fold-title">
            <button
              type="button"
              className="fold-button"
              aria-expanded={isOpen}
              aria-controls={body}
              onClick={() => onToggle(!isOpen)}
            >
              {title}
            </button>
          </h2>
          {note && <p className="fold-note">{note}</p>}
        </div>
        {isOpen && tools && <div className="fold-tools">{tools}</div>}
      </div>
      <div id={body} className="fold-body" hidden={!isOpen}>
        {isOpen && children}
      </div>
    </section>
  );
}
