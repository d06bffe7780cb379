// One entry, whole: every fact of it in words, where it comes from, and its raw form one press away.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnyRow } from '#domain/chart';
import { escapeTurning } from '#lib/odd-letters';
import { Button } from '#ui/Button';
import { CopyButton } from '#ui/CopyButton';
import { Facts } from '#ui/Facts';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { Sheet } from '#ui/Sheet';
import { useText } from '#ui/text';
import { resourceQuery } from './chart-queries.ts';
import { listAllFacts } from './detail-texts.ts';

interface DetailSheetProps {
  launchId: string;
  row: AnyRow;
  onClose: () => void;
}

export function DetailSheet({ launchId, row, onClose }: DetailSheetProps) {
  const say = useText();
  const [isRaw, setRaw] = useState(false);
  return (
    <Sheet title={row.text ?? say('chart.nameless')} close={say('chart.details.close')} onClose={onClose}>
      <Facts facts={listAllFacts(row, say)} />
      <p>
        <Button small aria-expanded={isRaw} onClick={() => setRaw(!isRaw)}>
          {say(isRaw ? 'chart.raw.hide' : 'chart.raw.show')}
        </Button>
      </p>
      {isRaw && <Raw launchId={launchId} row={row} />}
    </Sheet>
  );
}

function Raw({ launchId, row }: { launchId: string; row: AnyRow }) {
  const say = useText();
  const resource = useQuery(resourceQuery(launchId, row.resourceType, row.id));
  if (resource.isPending) return <Loading words={say('chart.raw.loading')} />;
  if (resource.isError)
    return (
      <p className="sight sight-could-not-be-read row" role="alert">
        {say('chart.raw.failed')}
        <ReadAgain small query={resource} />
      </p>
    );
  const text = escapeTurning(JSON.stringify(resource.data, null, 2));
  return (
    <>
      <p className="row">
        <CopyButton label={say('chart.raw.copy')} text={() => text} />
      </p>
      <section className="raw-json" aria-label={say('chart.raw.label')}>
        <pre>{text}</pre>
      </section>
    </>
  );
}
