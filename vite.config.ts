// Builds the browser's part into dist/: hashed files under /assets/, nothing inline (the CSP allows
// none), no source maps. The catalogues are compiled here, so that no message parser travels.
import { readFile } from 'node:fs/promises';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const MESSAGES = /^virtual:messages\/(en|es)\/([a-z-]+)$/;

const CHART_MORE = [
  'fact|keys|raw|details|wrong-patient|value|values|flag|trend|column|document',
  'since\\.(nothing|no-earlier-visit|encounters-missing|count|kind)',
].join('|');

/** A part of a group that travels alone, before the rest of it is needed. */
const PARTS: Record<string, RegExp> = {
  'staff-frame': /^staff\.(banner|nav|own-window|person|role|vendor)\b/,
  'staff-strip': /^staff\.strip\b/,
  chart: new RegExp(`^chart\\.(?!(${CHART_MORE})\\b)`),
  'chart-more': new RegExp(`^chart\\.(${CHART_MORE})\\b`),
};

/** `virtual:messages/<language>/<group>`: the messages of one group (first part of the key, or a part), compiled. */
function messages(): Plugin {
  return {
    name: 'webside-messages',
    resolveId: (id) => (MESSAGES.test(id) ? `\0${id}` : null),
    async load(id) {
      const [, language, group] = MESSAGES.exec(id.slice(1)) ?? [];
      if (!id.startsWith('\0') || !language || !group) return null;
      const file = new URL(`./public/locales/${language}.json`, import.meta.url);
      this.addWatchFile(file.pathname);
      const all: Record<string, string> = JSON.parse(await readFile(file, 'utf8'));
      const isWanted = (key: string) => PARTS[group]?.test(key) ?? key.startsWith(`${group}.`);
      const wanted = Object.entries(all).filter(([key]) => isWanted(key));
      const compiled = wanted.map(([key, text]) => [key, compileMessage(text)]);
      return `export default ${JSON.stringify(Object.fromEntries(compiled))};`;
    },
  };
}

export default defineConfig({
  base: '/',
  plugins: [react(), messages()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    target: 'es2023',
    // A data: URL would need the CSP to allow it for that kind of file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
