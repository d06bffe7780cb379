// The guest's door in the browser: takes the invitation out of the fragment, which no server and no log ever sees,
// asks what it is for, and sends it once, when the guest presses the button. Loading the page uses nothing up, so a
// mail scanner that follows links harms nobody. It keeps nothing and knows no visit.
import type { GuestDoorView } from '#domain/visit';

type Invited = Extract<GuestDoorView, { kind: 'invited' }>;
type Answer = { ok: true; body: unknown } | { ok: false; sight: string };

const language = document.documentElement.lang === 'es' ? 'es' : 'en';
const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
let invited: Invited | null = null;

const invitation = () => decodeURIComponent(window.location.hash.slice(1));

function show(sight: string): void {
  const known = all('[data-sight]').some(({ dataset }) => dataset.sight === sight) ? sight : 'failed';
  for (const place of all('[data-sight]')) place.hidden = place.dataset.sight !== known;
}

async function post(path: string, body: object): Promise<Answer> {
  const response = await fetch(`/launch/guest/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-webside': '1' },
    body: JSON.stringify(body),
  }).catch(() => null);
  const said: unknown = await response?.json().catch(() => null);
  if (response?.ok && said) return { ok: true, body: said };
  const code = said && typeof said === 'object' && 'code' in said ? String(said.code) : '';
  return { ok: false, sight: code.startsWith('guest.') ? code.slice('guest.'.length) : 'failed' };
}

async function look(): Promise<void> {
  if (invitation() === '') return show('no-link');
  show('looking');
  const answer = await post('show', { invitation: invitation(), language });
  if (!answer.ok) return show(answer.sight);
  const view = answer.body as GuestDoorView;
  // Nothing of the invitation stays in this browser's history.
  if (view.kind === 'yours') return window.location.replace(view.address);
  invited = view;
  fill(view);
  show('invited');
}

function fill(view: Invited): void {
  const write = (selector: string, text: string) => {
    for (const place of all(selector)) place.textContent = text;
  };
  write('[data-hospital]', `${view.hospital}:`);
  for (const place of all('[data-role]')) place.hidden = place.dataset.role !== view.role;
  write('[data-tongue]', view.language ? `(${nameOfLanguage(view.language)})` : '');
  write('[data-consent-title]', view.consent.title);
  for (const place of all('[data-consent]'))
    place.replaceChildren(
      ...view.consent.sections.flatMap(({ heading, paragraphs }) => [
        ...(heading === null ? [] : [lineOf('h3', heading)]),
        ...paragraphs.map((text) => lineOf('p', text)),
      ]),
    );
  for (const place of all('[data-consent-draft]')) place.hidden = view.consent.approval !== null;
}

function lineOf(tag: 'h3' | 'p', text: string): HTMLElement {
  const line = document.createElement(tag);
  line.textContent = text;
  return line;
}

function nameOfLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

async function come(form: HTMLFormElement): Promise<void> {
  const said = new FormData(form);
  const name = String(said.get('name') ?? '').trim();
  const hasAgreed = said.get('agreed') !== null;
  tellMissing('name', name === '');
  tellMissing('agreed', !hasAgreed);
  if (name === '' || !hasAgreed || !invited) return;
  const button = form.querySelector<HTMLButtonElement>('button');
  const words = button?.textContent ?? '';
  if (button) {
    button.disabled = true;
    button.textContent = button.dataset.busy ?? words;
  }
  const { version } = invited.consent;
  const answer = await post('invitation', {
    ...{ invitation: invitation(), name, agreed: true, version, language },
  });
  if (answer.ok) return window.location.replace((answer.body as { address: string }).address);
  if (button) {
    button.disabled = false;
    button.textContent = words;
  }
  show(answer.sight);
}

function tellMissing(field: 'name' | 'agreed', isMissing: boolean): void {
  const input = document.querySelector<HTMLInputElement>(`input[name=${field}]`);
  input?.setAttribute('aria-invalid', String(isMissing));
  for (const place of all(`#${field}-missing`)) place.hidden = !isMissing;
  if (isMissing) input?.focus();
}

document.querySelector('form')?.addEventListener('submit', (event) => {
  event.preventDefault();
  void come(event.currentTarget as HTMLFormElement);
});
for (const button of all('[data-retry]')) button.addEventListener('click', () => void look());
for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-language]'))
  link.addEventListener('click', () => {
    link.hash = window.location.hash;
  });
// Another invitation pasted into the same tab.
window.addEventListener('hashchange', () => void look());
void look();
