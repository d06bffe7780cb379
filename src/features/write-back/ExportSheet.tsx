// One delivery to be put into the EHR by hand: to read, to copy, to print, and as a file for a program.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ExportView } from '#domain/write-back';
import { saveFile } from '#lib/save-file';
import { Button } from '#ui/Button';
import { CopyButton } from '#ui/CopyButton';
import { Sheet } from '#ui/Sheet';
import { useText } from '#ui/text';
import { exportQuery } from './delivery-queries.ts';
import { SheetTrouble } from './SheetTrouble.tsx';
import { Whose } from './Whose.tsx';

interface ExportSheetProps {
  launchId: string;
  deliveryId: string;
  name: string;
  onClose: () => void;
}

export function ExportSheet({ launchId, deliveryId, name, onClose }: ExportSheetProps) {
  const say = useText();
  const exported = useQuery(exportQuery(launchId, deliveryId));
  return (
    <Sheet
      title={say('staff.delivery.export.title', { what: name })}
      close={say('staff.delivery.close')}
      onClose={onClose}
    >
      <SheetTrouble query={exported} />
      {exported.data && <Exported view={exported.data} />}
    </Sheet>
  );
}

function Exported({ view }: { view: ExportView }) {
  const say = useText();
  const print = usePrintAlone();
  const { machine } = view;
  return (
    <>
      <div className="row delivery-tools">
        <CopyButton label={say('staff.delivery.export.copy')} text={() => view.text} />
        <Button small onClick={print}>
          {say('staff.delivery.export.print')}
        </Button>
        <Button small onClick={() => saveFile(machine.fileName, machine.type, machine.body)}>
          {say('staff.delivery.export.save')}
        </Button>
      </div>
      <p className="small soft delivery-tools">{say('staff.delivery.export.means')}</p>
      <article className="delivery-paper">
        <Whose name={view.patientName} birthDate={view.birthDate} />
        <p className="delivery-text">{view.text}</p>
      </article>
    </>
  );
}

/** The rest of the page steps back while the print dialog is open. */
function usePrintAlone(): () => void {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    if (!isPrinting) return;
    const page = document.documentElement;
    const done = () => setPrinting(false);
    page.classList.add('prints-sheet');
    window.addEventListener('afterprint', done, { once: true });
    window.print();
    return () => {
      page.classList.remove('prints-sheet');
      window.removeEventListener('afterprint', done);
    };
  }, [isPrinting]);
  return () => setPrinting(true);
}
