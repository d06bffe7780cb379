// The signs of the call's controls. Their words stand on the button; a bar through a sign says "off".

const PATHS = {
  microphone: 'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6',
  camera: 'M3 7h12v10H3zM15 10.5l6-3.5v10l-6-3.5',
  screen: 'M3 5h18v11H3zM8 20h8M12 16v4M12 13V8M9.5 10.5 12 8l2.5 2.5',
  chat: 'M4 5h16v11H10l-4 4v-4H4z',
  leave: 'M3 14c5-5 13-5 18 0l-2 3-4-1.5v-3a10 10 0 0 0-6 0v3L5 17z',
  pip: 'M3 5h18v14H3zM12 12h7v5h-7z',
  eye: 'M2 12c5-8 15-8 20 0-5 8-15 8-20 0zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
} as const;

export type CallIconName = keyof typeof PATHS;

export function CallIcon({ name, isOff }: { name: CallIconName; isOff?: boolean }) {
  return (
    <svg className="call-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
      {isOff && <path d="M4 3l16 18" />}
    </svg>
  );
}
