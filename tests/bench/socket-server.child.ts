// A socket server in a process of its own, ours or Socket.IO, so that its memory is its own. Asked over IPC:
// `memory` after two collections; `people` signs in and makes members.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { startInstance } from '../fixtures/realtime-instance.ts';

export interface Asked {
  kind: 'ours' | 'socket.io';
  databaseUrl?: string;
  keysText?: string;
}

/** One person is in `each` visits, named `<prefix>-<number>`, from `from` on. */
export interface PeopleWanted {
  name: string;
  visits: string[];
}

const asked = JSON.parse(process.argv[2] ?? '{}') as Asked;
const instance = asked.kind === 'ours' ? await startInstance(asked) : null;
const port = instance?.port ?? (await startSocketIo());

process.on('message', async (message: { id: number; what: string; people?: PeopleWanted[] }) => {
  const answer = message.what === 'memory' ? await memory() : await signInAll(message.people ?? []);
  process.send?.({ id: message.id, answer });
});
process.send?.({ id: 0, answer: port });

/** Bytes, when what is left over has been collected. */
async function memory(): Promise<number> {
  for (let round = 0; round < 2; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return process.memoryUsage().rss;
}

async function signInAll(people: PeopleWanted[]) {
  const guests = [];
  for (const { name, visits } of people) {
    for (const visit of visits)
      await instance?.setMember(visit, name, { participantId: name, hears: ['staff'], circle: 'call' });
    guests.push(await instance?.comeIn(name));
  }
  return guests;
}

async function startSocketIo(): Promise<number> {
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'] });
  // As little as a waiting room needs: who it is, and the room of the visit.
  io.use((socket, next) => {
    socket.data.session = { personKey: socket.handshake.headers.cookie, visitId: 'visit-1' };
    next();
  });
  io.on('connection', (socket) => void socket.join(`visit-${Math.floor(io.engine.clientsCount / 2)}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
