// Prints one list alone: the rest of the page steps back while the print dialog is open.
import { useEffect, useState } from 'react';
import type { PartName } from './chart-order.ts';

export function usePrintList(): { printed: PartName | null; print: (part: PartName) => void } {
  const [printed, setPrinted] = useState<PartName | null>(null);
  useEffect(() => {
    if (printed === null) return;
    const done = () => setPrinted(null);
    window.addEventListener('afterprint', done, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', done);
  }, [printed]);
  return { printed, print: setPrinted };
}
