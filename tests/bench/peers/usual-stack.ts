// The usual way to put a token behind a session in Express: helmet, express-session kept in Redis as its own
// documentation asks for production, http-proxy-middleware over kept-alive connections. No check of what passes, no
// record of access.
import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RedisStore } from 'connect-redis';
import express, { type Request } from 'express';
import session from 'express-session';
import helmet from 'helmet';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { createClient } from 'redis';

declare module 'express-session' {
  interface SessionData {
    accessToken: string | undefined;
  }
}

const target = process.env.PEER_TARGET ?? '';
const redis = await createClient({ url: process.env.PEER_REDIS ?? '' }).connect();
const app = express();
app.use(helmet());
app.use(
  session({
    store: new RedisStore({ client: redis }),
    secret: 'a secret of the bench',
    resave: false,
    saveUninitialized: false,
  }),
);
app.get('/log-in', (req, res) => {
  req.session.accessToken = process.env.PEER_TOKEN;
  res.end();
});
app.use(
  '/fhir',
  (req, res, next) => {
    if (req.session.accessToken !== undefined) return next();
    res.status(401).end();
  },
  createProxyMiddleware({
    target,
    changeOrigin: true,
    agent: new Agent({ keepAlive: true, maxSockets: 64 }),
    on: {
      proxyReq(proxied, req) {
        const { accessToken } = (req as unknown as Request).session;
        proxied.setHeader('authorization', `Bearer ${accessToken}`);
        proxied.removeHeader('cookie');
      },
    },
  }),
);
const server = app.listen(0, '127.0.0.1', () =>
  process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
);
process.on('SIGTERM', () => process.exit());
