// Who is connected to which visit, and who may exchange media with whom: the one who says "both here".
// A page is seated while its owner gives it a circle. It knows no rule about who that is.
import type { Bus, BusMessage, Seated, Signal } from './bus.ts';
import type { Connection } from './connection.ts';
import type { VisitKey } from './journal.ts';

interface Seat extends Seated {
  /** Null: held by another instance. */
  connection: Connection | null;
  instance: string;
}

export interface Room {
  visit: VisitKey;
  connections: Set<Connection>;
  seats: Map<string, Seat>;
}

export interface Rooms {
  /** Resolves when nothing that others say of this visit can be missed. */
  enter(connection: Connection, visit: VisitKey): Promise<void>;
  leave(connection: Connection): void;
  /** Seats, moves or unseats by what the connection's member says now. */
  seat(connection: Connection): void;
  find(visit: VisitKey): Room | undefined;
  all(): Iterable<Room>;
  /** False: nobody of that epoch listens in this circle. */
  send(visit: VisitKey, signal: Signal): boolean;
  hear(visit: VisitKey, message: BusMessage, from: string): Promise<void>;
  /** Another instance is gone, with all it held. */
  forget(instance: string): void;
  /** After the others may have missed something. */
  sayAllAgain(): void;
}

const keyOf = ({ tenantId, visitId }: VisitKey): string => JSON.stringify([tenantId, visitId]);
const HERE = 'this instance';

export function createRooms(needs: {
  bus: () => Bus;
  /** Asks the receiver's membership once more, then tells. */
  deliver(to: Connection, signal: Signal): Promise<void>;
}): Rooms {
  const rooms = new Map<string, Room>();
  const { bus, deliver } = needs;

  function take(room: Room, seat: Seat): void {
    const { peer, circle } = seat;
    const before = room.seats.get(peer.epoch);
    if (before && before.circle !== circle) remove(room, peer.epoch);
    const known = room.seats.get(peer.epoch);
    if (known) {
      const isNews = known.peer.page !== peer.page;
      known.peer = peer;
      if (!isNews) return;
      if (seat.connection) bus().send(room.visit, { t: 'here', seated: { peer, circle } });
      for (const other of room.seats.values())
        if (mayMeet(known, other)) other.connection?.tell(hereOf(known, other));
      return;
    }
    // The same page on a new connection: whoever knows the old epoch recognises it, nobody is told it left.
    const old = peer.was === null ? undefined : room.seats.get(peer.was);
    if (old && old.peer.participantId === peer.participantId && old.circle === circle)
      room.seats.delete(old.peer.epoch);
    room.seats.set(peer.epoch, seat);
    // First the other instances, then those here: whoever is told may answer at once.
    if (seat.connection) bus().send(room.visit, { t: 'here', seated: { peer, circle } });
    for (const other of room.seats.values()) introduce(seat, other);
  }

  function introduce(newcomer: Seat, other: Seat): void {
    if (!mayMeet(newcomer, other)) return;
    other.connection?.tell(hereOf(newcomer, other));
    newcomer.connection?.tell(hereOf(other, newcomer));
  }

  function remove(room: Room, epoch: string): void {
    const seat = room.seats.get(epoch);
    if (!seat) return;
    room.seats.delete(epoch);
    if (seat.connection) bus().send(room.visit, { t: 'gone', epoch });
    for (const other of room.seats.values()) {
      if (!mayMeet(seat, other)) continue;
      other.connection?.tell({ t: 'gone', epoch });
      seat.connection?.tell({ t: 'gone', epoch: other.peer.epoch });
    }
  }

  return {
    async enter(connection, visit) {
      const key = keyOf(visit);
      const room = rooms.get(key) ?? { visit, connections: new Set(), seats: new Map() };
      const isFirst = room.connections.size === 0;
      rooms.set(key, room);
      room.connections.add(connection);
      connection.visit = visit;
      if (!isFirst) return;
      await bus().join(visit);
      bus().send(visit, { t: 'who' });
    },

    leave(connection) {
      const room = connection.visit && rooms.get(keyOf(connection.visit));
      if (!room) return;
      room.connections.delete(connection);
      remove(room, connection.epoch);
      if (room.connections.size > 0) return;
      rooms.delete(keyOf(room.visit));
      bus().leave(room.visit);
    },

    seat(connection) {
      const room = connection.visit && rooms.get(keyOf(connection.visit));
      if (!room?.connections.has(connection)) return;
      const { member, epoch, was, fingerprint, page } = connection;
      if (member?.circle == null) return remove(room, epoch);
      const peer = { epoch, participantId: member.participantId, was, fingerprint, page };
      take(room, { peer, circle: member.circle, connection, instance: HERE });
    },

    find: (visit) => rooms.get(keyOf(visit)),
    all: () => rooms.values(),

    send(visit, signal) {
      const seat = rooms.get(keyOf(visit))?.seats.get(signal.to);
      if (seat?.circle !== signal.circle) return false;
      if (seat.connection) void deliver(seat.connection, signal);
      else bus().send(visit, { t: 'signal', signal });
      return true;
    },

    async hear(visit, message, from) {
      const room = rooms.get(keyOf(visit));
      if (!room) return;
      if (message.t === 'who') return sayHere(room);
      if (message.t === 'gone') {
        const seat = room.seats.get(message.epoch);
        if (seat?.instance === from) remove(room, message.epoch);
        return;
      }
      if (message.t === 'here') {
        const { seated } = message;
        // Theirs must know ours before ours can speak to theirs.
        if (!room.seats.has(seated.peer.epoch)) sayHere(room);
        return take(room, { ...seated, connection: null, instance: from });
      }
      const { signal } = message;
      const to = room.seats.get(signal.to);
      const sender = room.seats.get(signal.from);
      if (to?.connection && to.circle === signal.circle && sender?.instance === from)
        await deliver(to.connection, signal);
    },

    forget(instance) {
      for (const room of rooms.values())
        for (const [epoch, seat] of room.seats) if (seat.instance === instance) remove(room, epoch);
    },

    sayAllAgain() {
      for (const room of rooms.values()) {
        bus().send(room.visit, { t: 'who' });
        sayHere(room);
      }
    },
  };

  function sayHere(room: Room): void {
    for (const { connection, peer, circle } of room.seats.values())
      if (connection) bus().send(room.visit, { t: 'here', seated: { peer, circle } });
  }
}

/** Two pages of one person do not call each other. */
function mayMeet(one: Seat, other: Seat): boolean {
  return one.circle === other.circle && one.peer.participantId !== other.peer.participantId;
}

/** Exactly one of two is polite, and stays so over reconnects (perfect negotiation). */
function hereOf({ peer }: Seat, told: Seat) {
  return { t: 'here', peer, polite: told.peer.participantId < peer.participantId } as const;
}
