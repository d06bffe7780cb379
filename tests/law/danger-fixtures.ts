// For every law about danger, small files that break it and small files that keep it.
import type { Sample } from './fixtures.ts';

/** A place in a template, spelled so that it is none here. */
const PLACE = ['$', '{name}'].join('');

export const DANGER_SAMPLES: readonly [begins: string, breaking: Sample[], keeping: Sample[]][] = [
  [
    'No markup',
    [
      ['src/ui/x.tsx', '// x\nexport const a = <p dangerouslySetInnerHTML={{ __html: b }} />;'],
      ['src/ui/x.ts', '// x\nnode.innerHTML = text;'],
      ['src/ui/x.ts', "// x\nnode['outerHTML'] = text;"],
      ['src/ui/x.ts', "// x\nnode.insertAdjacentHTML('beforeend', text);"],
      ['src/ui/x.tsx', '// x\nexport const a = <iframe srcDoc={text} />;'],
      ['src/ui/x.ts', '// x\ndocument.write(text);'],
    ],
    [['src/ui/x.ts', "// innerHTML\nnode.textContent = 'innerHTML';"]],
  ],
  [
    'No string is run',
    [
      ['src/ui/x.ts', "// x\neval('1');"],
      ['server/x.ts', "// x\nconst f = new Function('return 1');"],
      ['src/ui/x.ts', "// x\nsetTimeout('tick()', 1);"],
    ],
    [['src/ui/x.ts', '// x\nsetTimeout(() => tick(), 1);']],
  ],
  [
    'The server takes no chance',
    [['server/smart/x.ts', '// x\nconst id = Math.random();']],
    [['src/lib/x.ts', '// x\nconst wait = Math.random();']],
  ],
  [
    'No statement for a database',
    [
      ['server/db/x.ts', `// x\nawait db.execute(\`SELECT ${PLACE}\`);`],
      ['server/db/x.ts', "// x\nawait pool.query('SELECT ' + name);"],
      ['server/db/x.ts', `// x\nawait db.execute(sql.raw(\`LISTEN ${PLACE}\`));`],
    ],
    [
      ['server/db/x.ts', `// x\nawait db.execute(sql\`SELECT ${PLACE}\`);`],
      ['server/db/x.ts', "// x\nawait pool.query('SELECT $1', [name]);"],
    ],
  ],
  [
    'No error vanishes',
    [['server/x.ts', '// x\ntry { a(); } catch {}']],
    [['server/x.ts', '// x\ntry { a(); } catch { b(); }']],
  ],
  [
    'The server calls other hosts',
    [
      ['server/smart/x.ts', '// x\nawait fetch(url);'],
      ['server/smart/x.ts', "// x\nimport { request } from 'node:https';"],
      ['server/smart/x.ts', "// x\nimport { request } from 'node:http';"],
      ['server/ehr/x.ts', "// x\nimport { fetch as send } from 'undici';"],
    ],
    [
      ['server/http/egress.ts', "// x\nimport { fetch as send } from 'undici';"],
      ['server/http/egress-socket.ts', "// x\nimport { connect } from 'node:tls';"],
      ['server/smart/x.ts', '// x\nawait peer.fetch(url);'],
      ['server/x.ts', "// x\nimport { createServer } from 'node:http';"],
      ['server/sandbox/fhir/x.ts', '// x\nawait fetch(url);'],
    ],
  ],
  [
    'No pattern repeats',
    [
      ['server/x.ts', '// x\nconst a = /^(a+)+$/;'],
      ['server/x.ts', '// x\nconst a = /(\\w*)*b/;'],
      ['server/x.ts', '// x\nconst a = /^(?:[a-z]+\\s?)+$/;'],
      ['server/x.ts', '// x\nconst a = /((a{2,})b?)*c/;'],
      ['src/lib/x.ts', '// x\nconst a = /(-[a-z-]+)*$/;'],
    ],
    [
      ['server/x.ts', '// x\nconst a = /^[a-z]+(-[a-z0-9]+)*$/;'],
      ['server/x.ts', '// x\nconst a = /^(?:\\/[a-z]+)*$/;'],
      ['server/x.ts', '// x\nconst a = /^(\\d+[ymwd])+$/;'],
      ['server/x.ts', '// x\nconst a = /(?:ab){2}[(+]+/;'],
    ],
  ],
];
