// Opens the same launch in a window of its own: a one-time code, carried by a form POST, never by an
// address. The window is opened in the press itself, since browsers block what comes later.
import { useState } from 'react';
import { launchBase } from '#lib/paths';
import { askHandOff } from './launch-queries.ts';

type OwnWindow = 'idle' | 'opening' | 'done' | 'blocked' | 'failed';

export function useOwnWindow(launchId: string) {
  const [state, setState] = useState<OwnWindow>('idle');
  const open = async () => {
    const name = `webside-${launchId}`;
    const opened = window.open('', name);
    if (!opened) return setState('blocked');
    setState('opening');
    const answer = await askHandOff(launchId).catch(() => null);
    if (!answer) {
      opened.close();
      return setState('failed');
    }
    postCode(`${launchBase(launchId)}/handoff`, answer.code, name);
    setState('done');
  };
  // In a window of its own there is nothing to open.
  return { isOffered: window.self !== window.top, state, open };
}

function postCode(action: string, code: string, target: string): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  form.target = target;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'code';
  field.value = code;
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
}
