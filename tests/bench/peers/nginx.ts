// nginx as the ceiling of what a proxy can do: one worker, a cookie mapped to a token, kept-alive connections.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../fixtures/stack.ts';
import { isListening, type Running, startProgram } from '../rig/processes.ts';

const SECRET = 'a0b1c2d3e4f5';

export interface Nginx extends Running {
  url: string;
  cookie: string;
  version: string;
}

/** Null where it is not installed (`apt-get install nginx-light`). */
export async function startNginx(upstream: URL, token: string): Promise<Nginx | null> {
  const version = versionOfNginx();
  if (version === null) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-nginx-'));
  const port = await freePort();
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(file, buildConf({ folder, port, upstream, token }));
  const running = await startProgram(
    'nginx',
    ['-p', folder, '-c', file, '-e', path.join(folder, 'error.log')],
    {
      ready: () => isListening(port),
    },
  );
  return { ...running, url: `http://127.0.0.1:${port}/fhir`, cookie: `sid=${SECRET}`, version };
}

function buildConf({
  folder,
  port,
  upstream,
  token,
}: Record<'folder' | 'token', string> & { port: number; upstream: URL }): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off; master_process off; pid ${folder}/pid;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  map $cookie_sid $token { default ''; '${SECRET}' 'Bearer ${token}'; }
  upstream ehr { server ${upstream.host}; keepalive 64; }
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
    location /fhir/ {
      proxy_pass http://ehr;
      proxy_http_version 1.1;
      proxy_set_header Connection '';
      proxy_set_header Cookie '';
      proxy_set_header Authorization $token;
    }
  }
}
`;
}

/** `nginx/1.22.1` → `1.22.1`; null where there is none. It tells its version on standard error. */
function versionOfNginx(): string | null {
  const told = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  return told.error ? null : (/nginx\/([\d.]+)/.exec(told.stderr)?.[1] ?? 'unknown');
}
