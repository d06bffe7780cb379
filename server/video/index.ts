// Video's server side: how browsers reach a relay, the vendor's rooms, and the flight recorder. Media never touches
// this server.
export { mintTurnCredential, type TurnCredential, type TurnSettings } from './turn.ts';
export { createVideo, type Video, type VideoNeeds } from './video.ts';
