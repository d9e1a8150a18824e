/** What an endpoint of the directory is, and what it answers instead of an answer. */
import { z } from 'zod';
import type { Role } from './members.ts';

/** What the directory answers instead, with the HTTP status it has. */
export const apiRefusals = {
  malformed: 400,
  /** No signature, a wrong or old one, one seen before, a key that is not or no longer of this firm: all the same answer. */
  not_signed: 401,
  not_allowed: 403,
  not_found: 404,
  /** Another version than expected (`version` says which there is), or something of that name exists. */
  conflict: 409,
  too_large: 413,
  too_many: 429,
  /** As many members as the database takes; as many polls as may be open at once. */
  full: 507,
  internal: 500,
  unavailable: 503,
} as const;
export type ApiRefusal = keyof typeof apiRefusals;
export const apiRefusalSchema = z.strictObject({
  refused: z.enum(Object.keys(apiRefusals) as [ApiRefusal, ...ApiRefusal[]]),
  version: z.number().int().optional(),
});

/** Who signs: the firm's root key, a device of a member in one of these roles, or whoever holds an invitation, with the key of a new device. */
export type SignedBy = 'founder' | 'root' | 'invited' | readonly Role[];

export interface Route {
  readonly path: string;
  readonly by: SignedBy;
  readonly body: z.ZodType;
  /** What is answered as JSON, or how many bytes. */
  readonly answer: z.ZodType | number;
  /** Of the request's body. */
  readonly mostBytes: number;
  /** Calls an hour for each member, on all devices together (for each address where there is no member yet). */
  readonly perHour: number;
  readonly what: string;
}

/** Any member, whatever their role. */
export const everybody = ['member', 'steward', 'administrator', 'compliance'] as const;
export const kib = 1024;
/** Where there is nothing to say. */
export const nothing = z.strictObject({});
