// The keys of the chart, and the switch that turns them off.
import { Facts } from '#ui/Facts';
import { Sheet } from '#ui/Sheet';
import { useText } from '#ui/text';
import { KEYS } from './chart-order.ts';

interface ShortcutSheetProps {
  isOn: boolean;
  besides: readonly { name: string; value: string }[];
  onSwitch: (isOn: boolean) => void;
  onClose: () => void;
}

export function ShortcutSheet({ isOn, besides, onSwitch, onClose }: ShortcutSheetProps) {
  const say = useText();
  const keys = Object.entries(KEYS).map(([key, part]) => ({
    name: key,
    value: say('chart.keys.go', { part: say(part === 'since' ? 'chart.since' : `chart.list.${part}`) }),
  }));
  const others = [
    { name: 'o', value: say('chart.keys.open-all') },
    { name: 'f', value: say('chart.keys.fold-all') },
    { name: '?', value: say('chart.keys.this') },
    { name: 'Esc', value: say('chart.keys.close') },
  ];
  return (
    <Sheet title={say('chart.keys.title')} close={say('chart.details.close')} onClose={onClose}>
      <Facts facts={[...keys, ...besides, ...others]} />
      <label className="row">
        <input type="checkbox" checked={isOn} onChange={(event) => onSwitch(event.target.checked)} />
        {say('chart.keys.on')}
      </label>
    </Sheet>
  );
}
