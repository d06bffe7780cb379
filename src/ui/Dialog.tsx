// A question that must be answered before going on. The browser's own modal dialog: what lies behind it
// is inert, the focus stays inside and comes back afterwards.
import { type ReactNode, useEffect, useId, useRef } from 'react';
import './dialog.css';

interface DialogProps {
  title: string;
  /** Pressed Escape. */
  onCancel: () => void;
  children: ReactNode;
}

export function Dialog({ title, onCancel, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={box}
      className="dialog"
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <div className="stack">
        <h2 id={`${id}-title`}>{title}</h2>
        <div id={`${id}-text`} className="stack">
          {children}
        </div>
      </div>
    </dialog>
  );
}
