/** Accounts on servers: how one is set up, and what is shown of it. */
import { z } from 'zod';
import { failureSchema } from './errors.ts';

const host = z.string().min(1).max(253);
const secret = z.string().min(1).max(10_000);

/** Whose registration a sign-in uses (RFC 8252, RFC 7636): the user's own or the firm's; none comes with Warmpath. */
const oauthSchema = z.strictObject({
  provider: z.enum(['microsoft', 'google', 'other']),
  clientId: z.string().min(1).max(500),
  /** Google calls it that in its registrations of desktop apps, though everybody who has the app can read it. */
  clientSecret: secret.optional(),
  authorizationEndpoint: z.url(),
  tokenEndpoint: z.url(),
  scope: z.string().min(1).max(1000),
});
export type OAuthClient = z.infer<typeof oauthSchema>;

/** Where an account lies; nothing in it is secret. */
export const serverSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('imap'),
    host,
    port: z.number().int().min(1).max(65_535),
    /** `none` is refused but for this computer itself. */
    security: z.enum(['tls', 'starttls', 'none']),
  }),
  /** Microsoft Graph, mail and calendar in one. */
  z.strictObject({ kind: z.literal('graph'), url: z.url() }),
  z.strictObject({ kind: z.literal('caldav'), url: z.url() }),
  /** A published calendar; its address is its only protection, and so kept as a secret. */
  z.strictObject({ kind: z.literal('ics') }),
]);
export type Server = z.infer<typeof serverSchema>;

/** What opens an account; never leaves the engine and its account thread, and is kept sealed. */
export const credentialsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), user: z.string().min(1).max(320), password: secret }),
  z.strictObject({
    kind: z.literal('oauth'),
    user: z.string().min(1).max(320),
    client: oauthSchema,
    refreshToken: secret,
    accessToken: secret.optional(),
    /** When the access token ends, Unix seconds. */
    expiresAt: z.number().int().optional(),
  }),
  z.strictObject({ kind: z.literal('url'), url: z.url() }),
]);
export type Credentials = z.infer<typeof credentialsSchema>;

export const folderRoles = ['inbox', 'sent', 'archive', 'all', 'other', 'drafts', 'junk', 'trash', 'calendar'] as const;
export type FolderRole = (typeof folderRoles)[number];

const accountFolderSchema = z.strictObject({
  /** The id of the folder's source. */
  id: z.number().int().positive(),
  /** As the user knows it. */
  name: z.string(),
  role: z.enum(folderRoles),
  chosen: z.boolean(),
  /** Messages and meetings that came from it. */
  items: z.number().int(),
});

const accountSchema = z.strictObject({
  id: z.number().int().positive(),
  kind: z.enum(['imap', 'graph', 'caldav', 'ics']),
  /** Whose mailbox or calendar it is: an address, or the name a feed was given. */
  address: z.string(),
  /** Every host it may reach. */
  hosts: z.array(z.string()),
  /** Mail of a shared mailbox is nobody's own and stays out of strength. */
  shared: z.boolean(),
  /** The sign-in would let a program read bodies; Warmpath asks for none. */
  couldReadBodies: z.boolean(),
  forgetDeleted: z.boolean(),
  state: z.enum(['up to date', 'reading', 'waiting', 'paused', 'offline', 'sign in again', 'trouble']),
  /** Of the reading that goes on: how much there is to read in all, null where the server does not say. */
  read: z.number().int(),
  total: z.number().int().nullable(),
  perSecond: z.number(),
  secondsLeft: z.number().nullable(),
  /** When everything was last seen to be there. */
  syncedAt: z.iso.datetime().nullable(),
  /** Of the oldest message that is there. */
  historyBegins: z.iso.datetime().nullable(),
  /** Why it stands still, and when it is tried again. */
  problem: failureSchema.nullable(),
  nextAttempt: z.iso.datetime().nullable(),
  /** What the user should know of the account, such as a feed that names nobody. */
  notes: z.array(z.string()),
  folders: z.array(accountFolderSchema),
});
export type Account = z.infer<typeof accountSchema>;

export const accountsSchema = z.strictObject({
  /** The user's switch: while it is on, no connection is made. */
  offline: z.boolean(),
  accounts: z.array(accountSchema),
});
export type Accounts = z.infer<typeof accountsSchema>;

/** `byDefault` for those of the domain itself; any other is somebody else. */
const askableHostSchema = z.strictObject({ host: z.string(), purpose: z.string(), byDefault: z.boolean() });
export type AskableHost = z.infer<typeof askableHostSchema>;

/** What can be said of an address without asking anybody. */
export const suggestionSchema = z.strictObject({
  /** The provider known for its domain; null for any other. */
  provider: z.enum(['microsoft', 'google']).nullable(),
  /** Ready to use where the provider's servers are known. */
  servers: z.array(serverSchema),
  /** What one probably signs in with to read mail: mostly the address itself. */
  user: z.string(),
  /** Who could be asked for the servers, and for what; nobody is before the user agrees. */
  hosts: z.array(askableHostSchema),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** What was found by asking: the servers that may fit, best first, and what each host said. */
export const foundServersSchema = z.strictObject({
  provider: z.enum(['microsoft', 'google']).nullable(),
  servers: z.array(serverSchema),
  user: z.string(),
  /** Who else could be asked, because somebody sends us on to them. */
  hosts: z.array(askableHostSchema),
  asked: z.array(z.strictObject({ host: z.string(), answer: z.string() })),
});
export type FoundServers = z.infer<typeof foundServersSchema>;

/** How a new account is opened: `signIn` names a sign-in that has ended well, see `beginSignIn`. */
export const newCredentialsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), user: z.string().min(1).max(320), password: secret }),
  z.strictObject({ kind: z.literal('signIn'), id: z.string().max(64) }),
  z.strictObject({ kind: z.literal('url'), url: z.url() }),
]);
export type NewCredentials = z.infer<typeof newCredentialsSchema>;

/** A sign-in in the user's own browser. Endpoints only for `other`. */
export const signInRequestSchema = z.strictObject({
  provider: z.enum(['microsoft', 'google', 'other']),
  /** What the account is read by: each takes a permission of its own. */
  use: z.enum(['graph', 'imap', 'caldav']),
  address: z.string().min(1).max(320),
  clientId: z.string().min(1).max(500),
  clientSecret: secret.optional(),
  /** Of Microsoft: the firm's directory, by name or id. */
  tenant: z
    .string()
    .regex(/^[\w.-]{1,200}$/)
    .optional(),
  authorizationEndpoint: z.url().optional(),
  tokenEndpoint: z.url().optional(),
  scope: z.string().min(1).max(1000).optional(),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/** What can be changed of an account; what is left out stays. */
export const accountChangeSchema = z.strictObject({
  id: z.number().int().positive(),
  paused: z.boolean().optional(),
  forgetDeleted: z.boolean().optional(),
  /** Ids of the folders that are read from now on, and no others. */
  folders: z.array(z.number().int().positive()).max(10_000).optional(),
  /** A further host the user agrees to. */
  agreeTo: host.optional(),
  /** Signs in again. */
  credentials: newCredentialsSchema.optional(),
});
