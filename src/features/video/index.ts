// The call: rooms to join, devices, and the part of a screen that shows the people in it.

export { createDailyRoom, type DailyNeeds, type DailyRoomCall } from './daily-room.ts';
export { createPeerRoom, type PeerNeeds } from './peer-room.ts';
