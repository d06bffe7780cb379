// The bare address: nobody works here, so it leads to the door that says where Webside is opened from.
import { z } from 'zod';
import { type HttpRow, route } from './route.ts';

export function homeRoutes(): HttpRow[] {
  return [
    route(
      'GET',
      '/',
      { who: 'anyone', input: z.strictObject({}), audit: { none: 'leads to a static page' } },
      async () => ({ redirect: '/launch/ehr.html' }),
    ),
  ];
}
