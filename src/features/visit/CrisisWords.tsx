// Said at once to whoever told a sign that cannot wait: whom to call from where they are now. The way into the visit
// stays open beside it, whatever they press.
import { useEffect, useRef } from 'react';
import { GO_ON_WORDS, type OwnSignsView } from '#domain/red-flags';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { CrisisLines } from './CrisisLines.tsx';
import { useGoOn } from './sign-queries.ts';

interface CrisisWordsProps {
  launchId: string;
  visitId: string;
  signs: OwnSignsView;
  /** They are past it: said so, or it could not be sent. */
  onGone: () => void;
}

export function CrisisWords({ launchId, visitId, signs, onGone }: CrisisWordsProps) {
  const say = useText();
  const goOn = useGoOn(launchId, visitId);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const tone = signs.crisisLines[0]?.line === '988' ? 'crisis' : 'emergency';
  return (
    <div className="crisis stack">
      <h1 ref={title} tabIndex={-1}>
        {say(`patient.visit.signs.${tone}.title`)}
      </h1>
      <p>{say(`patient.visit.signs.${tone}.now`)}</p>
      <CrisisLines lines={signs.crisisLines} />
      <p>{say('patient.visit.signs.told')}</p>
      <div className="check-in-choices">
        {GO_ON_WORDS.map((word) => (
          <Button
            key={word}
            pending={goOn.isPending && goOn.variables === word ? say('app.one-moment') : null}
            onClick={() => goOn.mutate(word, { onSuccess: onGone })}
          >
            {say(`patient.visit.signs.go.${word}`)}
          </Button>
        ))}
      </div>
      {goOn.isError && (
        <div role="alert" className="stack-tight">
          <p>{say('patient.visit.not-sent')}</p>
          <p>
            <Button onClick={onGone}>{say('patient.visit.signs.go.goes-on')}</Button>
          </p>
        </div>
      )}
    </div>
  );
}
