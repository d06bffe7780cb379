// Something to read above the page, closed by its button, by Escape, or by pressing beside it. The
// browser's own modal dialog keeps the focus inside and gives it back.
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './Button.tsx';
import './dialog.css';

interface SheetProps {
  title: string;
  /** Words of the closing button. */
  close: string;
  onClose: () => void;
  children: ReactNode;
}

export function Sheet({ title, close, onClose, children }: SheetProps) {
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
      className="dialog dialog-sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === box.current) onClose();
      }}
    >
      <div className="dialog-page">
        <div className="dialog-head">
          <h2 id={id}>{title}</h2>
          <Button small onClick={onClose}>
            {close}
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
