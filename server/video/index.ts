// Video's server side for peer calls: how browsers reach a relay. Media never touches this server.
export { type VideoRouteNeeds, videoRoutes } from './routes.ts';
export { mintTurnCredential, type TurnCredential, type TurnSettings } from './turn.ts';
