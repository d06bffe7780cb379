// Above every text of a patient stands whose it is.
import { formatDate } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { useText } from '#ui/text';

export function Whose({ name, birthDate }: { name: string | null; birthDate?: string | null }) {
  const say = useText();
  return (
    <p className="delivery-whose">
      <span className="strong">{name ? isolate(name) : say('staff.delivery.nameless')}</span>
      {birthDate && ` · ${say('staff.delivery.born', { date: formatDate(birthDate) })}`}
    </p>
  );
}
