// Builds the browser's part into dist/: hashed files under /assets/, nothing inline (the CSP allows
// none), no source maps. The catalogues are compiled here, so that no message parser travels.
import { readdir, readFile } from 'node:fs/promises';
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
  app: /^app\.(?!visit\b)/,
  patient: /^patient\.(?!visit\b)/,
  staff: /^staff\.(?!(visit|note|charge|delivery)\b)/,
  'note-staff': /^staff\.note\./,
  'charge-staff': /^staff\.charge\./,
  'delivery-staff': /^staff\.delivery\./,
  'visit-staff': /^(app|staff)\.visit\./,
  'visit-patient': /^(app|patient)\.visit\./,
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

const PDF = new URL('./node_modules/pdfjs-dist/', import.meta.url);
/** Maps of Asian letters, the fonts a PDF may leave out, and the decoders of scans (the plain ones). */
const PDF_FILES = { cmaps: /\.bcmap$/, standard_fonts: /\.(pfb|ttf)$/, wasm: /_nowasm_fallback\.js$/ };

/** What pdf.js asks for while it draws, under a folder named by its version, so that it can be kept for ever. */
function pdfFiles(): Plugin {
  return {
    name: 'webside-pdf-files',
    async generateBundle() {
      const { version } = JSON.parse(await readFile(new URL('package.json', PDF), 'utf8'));
      for (const [folder, wanted] of Object.entries(PDF_FILES))
        for (const name of await readdir(new URL(folder, PDF))) {
          if (!wanted.test(name)) continue;
          const source = await readFile(new URL(`${folder}/${name}`, PDF));
          this.emitFile({ type: 'asset', fileName: `assets/pdf-${version}/${folder}/${name}`, source });
        }
    },
  };
}

export default defineConfig({
  base: '/',
  plugins: [react(), messages(), pdfFiles()],
  // React has had it since 18; the stand-in for older ones need not travel.
  resolve: { alias: { 'use-sync-external-store/shim/index.js': 'react' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    target: 'es2023',
    // A data: URL would need the CSP to allow it for that kind of file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The guests' door is a page of the server's: its one script has a name that does not change.
      input: { app: 'index.html', 'guest-door': 'launch/guest-door.ts' },
      // The domain and the profiles are pure: who takes one rule from them does not need the shapes beside it.
      treeshake: { moduleSideEffects: [{ test: /\/(src\/domain|fhir-profiles)\//, sideEffects: false }] },
      output: {
        entryFileNames: ({ name }) => (name === 'guest-door' ? 'guest-door.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          // Few files: each is a request, and a dictionary of its own for the compression.
          groups: [
            { name: 'base', tags: ['$initial'], test: (id) => !id.includes('/launch/guest-door') },
            {
              name: 'people',
              test: /\/src\/(lib\/(dates|isolate)|features\/launch\/(person-name|session-texts))\.ts$/,
            },
            {
              name: 'chart',
              test: /\/src\/features\/chart\/(chart-(order|queries|scene)|record-texts)\.ts$/,
            },
          ],
        },
      },
    },
  },
});
