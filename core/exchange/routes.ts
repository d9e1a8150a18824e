/**
 * Every endpoint of the directory: who may call it, what it takes, what it answers, how large and how often. The service serves exactly
 * these, its OpenAPI is made of them, and a client calls them by name. All are POST with everything in the body, so that no address that
 * a proxy might write down says anything.
 */
import type { z } from 'zod';
import { peopleRoutes } from './routes-people.ts';
import { pollRoutes } from './routes-polls.ts';
import { protectionRoutes } from './routes-protection.ts';
import { sharingRoutes } from './routes-sharing.ts';

export const routes = { ...peopleRoutes, ...sharingRoutes, ...pollRoutes, ...protectionRoutes };

export type RouteName = keyof typeof routes;
export const routeNames = Object.keys(routes) as readonly RouteName[];

/** What a route takes and answers. */
export type BodyOf<Name extends RouteName> = z.infer<(typeof routes)[Name]['body']>;
export type AnswerOf<Name extends RouteName> = (typeof routes)[Name]['answer'] extends z.ZodType
  ? z.infer<(typeof routes)[Name]['answer']>
  : Buffer;
