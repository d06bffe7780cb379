// A value as recorded with its letter. Out of range is said by the letter and by weight, never by colour alone.
import type { ObservationRow } from '#domain/chart';
import { useText } from '#ui/text';
import { decideFlag, type Reading } from './decide-flag.ts';
import { orderParts, pressureUnit } from './order-parts.ts';
import { writeValue } from './record-texts.ts';

export function ReadingValue({ row, plain }: { row: ObservationRow; plain?: boolean }) {
  const say = useText();
  if (row.components.length === 0) return <Single reading={row} plain={plain} />;
  const parts = orderParts(row.components);
  const unit = pressureUnit(parts);
  // 134/82 mm[Hg], as a blood pressure is said.
  if (unit !== null)
    return (
      <span className="reading">
        {parts.map((part, place) => (
          <span key={part.measure}>
            {place > 0 && (
              <>
                /<wbr />
              </>
            )}
            <Single reading={part} plain={plain} bare />
          </span>
        ))}{' '}
        {unit}
      </span>
    );
  return (
    <span className="reading">
      {row.value && <Single reading={row} plain={plain} />}
      {parts.map((part) => (
        <span key={part.measure} className="reading-part">
          {part.text ?? say('chart.nameless')} <Single reading={part} plain={plain} />
        </span>
      ))}
    </span>
  );
}

interface SingleProps {
  reading: Reading;
  plain: boolean | undefined;
  /** Without the unit, which stands behind the pair. */
  bare?: boolean;
}

function Single({ reading, plain, bare }: SingleProps) {
  const say = useText();
  const flag = decideFlag(reading);
  const { value } = reading;
  const text =
    bare && value?.kind === 'quantity' ? `${value.comparator ?? ''}${value.text}` : writeValue(value, say);
  if (flag === null) return <span className={plain ? undefined : 'reading-value'}>{text}</span>;
  const told = say('chart.flag', { letter: flag.letter, source: flag.isByRange ? 'range' : 'record' });
  return (
    <strong className="reading-out">
      {text}{' '}
      <abbr className="reading-flag" title={told}>
        {flag.letter}
      </abbr>
    </strong>
  );
}
