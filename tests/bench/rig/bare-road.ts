// The least that carries a change from one page to another on this machine: a bare HTTP server in this process, on the
// app's own database. POST inserts one row and notifies in its transaction; the notice goes out over a bare socket; the
// page that hears it asks for the row again. No session, no sealing, no rule, no record of access.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import WebSocket, { WebSocketServer } from 'ws';
import type { Database } from '#server/db';

export interface BareRoad {
  /** ms from the press to the answer that tells of it. */
  time(): Promise<number>;
  close(): Promise<void>;
}

export async function openBareRoad(database: Database): Promise<BareRoad> {
  const { db } = database;
  await db.execute(sql`CREATE TABLE bare_moves (id bigserial PRIMARY KEY, place text NOT NULL)`);
  const server = createServer(async (req, res) => {
    if (req.method === 'POST')
      await database.transaction(async (tx) => {
        await tx.execute(sql`INSERT INTO bare_moves (place) VALUES ('somewhere else')`);
        await database.notify('bare_moves', 'moved', tx);
      });
    const { rows } = await db.execute(sql`SELECT place FROM bare_moves ORDER BY id DESC LIMIT 1`);
    res.end(JSON.stringify(rows));
  });
  const sockets = new WebSocketServer({ server });
  const unlisten = await database.listen('bare_moves', (payload) => {
    for (const socket of sockets.clients) socket.send(payload);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const page = new WebSocket(`ws://127.0.0.1:${port}`);
  await once(page, 'open');
  const ask = async (method: string) => (await fetch(`http://127.0.0.1:${port}`, { method })).json();
  return {
    async time() {
      const began = performance.now();
      const heard = once(page, 'message');
      const pressed = ask('POST');
      await heard;
      await ask('GET');
      const took = performance.now() - began;
      await pressed;
      return took;
    },
    async close() {
      page.close();
      await unlisten();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await db.execute(sql`DROP TABLE bare_moves`);
    },
  };
}
