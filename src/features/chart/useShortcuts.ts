// Single keys that act while nobody types. They can be switched off (WCAG 2.2, 2.1.4).
import { useEffect, useEffectEvent } from 'react';

const TYPING = 'input, textarea, select, [contenteditable], dialog';

export function useShortcuts(isOn: boolean, onKey: (key: string) => boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    // The list of shortcuts opens even when they are off: it is where they are switched on.
    if (!isOn && event.key !== '?') return;
    if (onKey(event.key)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
