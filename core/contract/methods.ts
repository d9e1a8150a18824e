/** Every method the engine answers and every event it sends. Both ends, the terminal and the test doubles are derived from it. */
import { z } from 'zod';
import {
  accountChangeSchema,
  accountsSchema,
  foundServersSchema,
  newCredentialsSchema,
  serverSchema,
  signInRequestSchema,
  suggestionSchema,
} from './accounts.ts';
import {
  egressSchema,
  ignoredEntrySchema,
  lossSchema,
  newPassphraseSchema,
  restoredBackupSchema,
  settingsSchema,
  sourceEntrySchema,
  sourceLossSchema,
  yearsKeptSchema,
} from './kept.ts';
import {
  briefDetailsSchema,
  briefSchema,
  contactNowSchema,
  popupAnswerSchema,
  popupMinutes,
  popupPlanSchema,
  popupSchema,
  todaySchema,
} from './briefing.ts';
import { pollMethods } from './polls.ts';
import { sharingMethods } from './sharing-methods.ts';
import {
  auditSchema,
  crossSellSchema,
  mondaySchema,
  outcomeSchema,
  pursuitColumnsSchema,
  pursuitFileSchema,
  pursuitImportSchema,
  pursuitPreviewSchema,
  pursuitRowSchema,
  pursuitSchema,
  wayNewsSchema,
} from './opportunities.ts';
import {
  bandSchema,
  doctorSchema,
  erasePreviewSchema,
  everybody,
  foundSchema,
  historySchema,
  judgementSchema,
  importResultSchema,
  interactionSchema,
  mapSchema,
  organisationSchema,
  partNames,
  peopleFilterSchema,
  peopleOrderSchema,
  personIdSchema,
  personRowSchema,
  progressSchema,
  proposalSchema,
  sideProposalSchema,
  sideSchema,
  skippedItemSchema,
  statusSchema,
  tieSchema,
  whoSchema,
  whySchema,
} from './shapes.ts';
import { failureSchema } from './errors.ts';

const nothing = z.strictObject({});
const done = z.strictObject({});
const day = z.iso.date();
const someSources = z.array(z.number().int().positive()).min(1).max(1000);
const somePeople = z.array(personIdSchema).min(1).max(1000);

const pursuitId = z.number().int().positive();
const auditInput = z.strictObject({
  pursuits: z.array(pursuitId).max(10_000).optional(),
  asOf: day.optional(),
  /** False leaves out every name. */
  names: z.boolean().default(true),
});

const emailText = z.string().min(1).max(320);
const someHosts = z.array(z.string().min(1).max(253)).max(50);

export const methods = {
  status: { input: nothing, output: statusSchema },
  /** Most close first; without `unknown`, colleagues and people on a side that is no relationship. */
  ties: {
    input: z.strictObject({
      limit: z.number().int().min(1).max(100_000).default(50),
      asOf: z.iso.datetime().optional(),
    }),
    output: z.array(tieSchema),
  },
  /** Everybody; `query` matches name, address and organisation. Equals come most close first, then by name. */
  people: {
    input: z.strictObject({
      query: z.string().max(200).default(''),
      filter: peopleFilterSchema.default(everybody),
      order: peopleOrderSchema.default('warmth'),
      limit: z.number().int().min(1).max(1000).default(100),
      offset: z.number().int().min(0).default(0),
    }),
    output: z.strictObject({
      total: z.number().int(),
      /** How many the query finds, before the filter, by band and side. */
      counts: z.array(z.strictObject({ band: bandSchema, side: sideSchema, people: z.number().int() })),
      rows: z.array(personRowSchema),
    }),
  },
  /** People and organisations by words as they are typed, typing errors forgiven; the best match first. */
  find: {
    input: z.strictObject({ words: z.string().min(1).max(200), limit: z.number().int().min(1).max(50).default(8) }),
    output: z.array(foundSchema),
  },
  who: { input: z.strictObject({ words: z.string().min(1).max(200) }), output: whoSchema },
  why: {
    input: z.strictObject({ person: personIdSchema, limit: z.number().int().min(0).max(1000).default(50) }),
    output: whySchema,
  },
  /** The interactions that one part of a standing was told from, newest first. */
  evidence: {
    input: z.strictObject({
      person: personIdSchema,
      part: z.enum(partNames),
      limit: z.number().int().min(1).max(1000).default(100),
    }),
    output: z.array(interactionSchema),
  },
  /** What is worth saying now; each part is empty where evidence is thin. */
  today: { input: nothing, output: todaySchema },
  /** Meetings with people from outside that end after `from` (now) and begin before `until` (two weeks on), in order of time. */
  briefs: {
    input: z.strictObject({
      from: z.iso.datetime().optional(),
      until: z.iso.datetime().optional(),
      limit: z.number().int().min(1).max(200).default(200),
    }),
    output: z.array(briefSchema),
  },
  /** What stands behind the lines of somebody in a meeting. */
  briefDetails: {
    input: z.strictObject({ meeting: z.number().int().positive(), person: personIdSchema }),
    output: briefDetailsSchema,
  },
  /** What the popup shows. */
  popup: { input: nothing, output: popupSchema },
  answerPopup: {
    input: z.strictObject({
      meetings: z.array(z.number().int().positive()).min(1).max(100),
      answer: popupAnswerSchema,
    }),
    output: done,
  },
  /** How many minutes before a meeting the popup comes; 0 for never. */
  setPopup: { input: z.strictObject({ minutes: z.literal(popupMinutes) }), output: done },
  /** No popup before this moment; null ends it. */
  keepQuiet: { input: z.strictObject({ until: z.iso.datetime().nullable() }), output: done },
  /** Never shown in the popup; or again. */
  neverBrief: { input: z.strictObject({ person: personIdSchema, never: z.boolean() }), output: done },
  /** Whom to get back to: at most three a day, where silence costs most first. */
  next: { input: nothing, output: z.array(contactNowSchema).max(3) },
  /** No suggestion of this person for two weeks. */
  notNow: { input: z.strictObject({ person: personIdSchema }), output: done },
  /** None ever again, and no news of them on Today; or again. */
  neverSuggest: { input: z.strictObject({ person: personIdSchema, never: z.boolean() }), output: done },
  /** What a list of pursuits would be read as; nothing is kept. */
  previewPursuits: { input: z.strictObject({ file: pursuitFileSchema }), output: pursuitPreviewSchema },
  /** Adds and updates, by the CRM's id or by name and organisation; `columns` are remembered, `outcome` is for rows that say none. */
  importPursuits: {
    input: z.strictObject({
      file: pursuitFileSchema,
      columns: pursuitColumnsSchema.optional(),
      outcome: outcomeSchema.default('open'),
    }),
    output: pursuitImportSchema,
  },
  /** "Acme refinancing, jane@acme.com, CFO". */
  addPursuit: {
    input: z.strictObject({ line: z.string().min(1).max(1000) }),
    output: z.strictObject({ id: pursuitId, added: z.boolean() }),
  },
  dropPursuit: { input: z.strictObject({ id: pursuitId }), output: done },
  /** How it went, and when (today where it is not said); open again. */
  decidePursuit: {
    input: z.strictObject({ id: pursuitId, outcome: outcomeSchema, on: day.optional() }),
    output: done,
  },
  /** Ways in that have opened, become better or begin to lapse: each is said once and stands for three days. */
  wayNews: { input: nothing, output: z.array(wayNewsSchema).max(3) },
  /** What was said is put away. */
  dismissWayNews: { input: wayNewsSchema.pick({ kind: true, about: true }), output: done },
  /** In the order they came. */
  pursuits: { input: z.strictObject({ outcome: outcomeSchema.optional() }), output: z.array(pursuitRowSchema) },
  pursuit: { input: z.strictObject({ id: pursuitId }), output: pursuitSchema },
  /** Paths, coverage and last contact by the CRM's ids (RFC 4180). */
  pursuitsCsv: { input: nothing, output: z.strictObject({ csv: z.string() }) },
  /** The lost ones, or those that are named; `asOf` is the decision date of those that have none. */
  audit: { input: auditInput, output: auditSchema },
  auditCsv: { input: auditInput, output: z.strictObject({ csv: z.string() }) },
  /** What a tie of an audit was told from: strictly before `asOf`. */
  auditEvidence: {
    input: z.strictObject({ person: personIdSchema, asOf: z.iso.datetime() }),
    output: z.array(interactionSchema),
  },
  /** The open ones with their next step, and what happened since the Monday before. */
  monday: { input: nothing, output: mondaySchema },
  /** Practices and organisations as a matrix, the warmest first. */
  crossSell: { input: nothing, output: crossSellSchema },
  /** The user's own practice; null for what the firm knows it as. */
  setPractice: { input: z.strictObject({ practice: z.string().trim().min(1).max(80).nullable() }), output: done },
  /** The last two years of one relationship. */
  history: { input: z.strictObject({ person: personIdSchema }), output: historySchema },
  /** How right strength has been on the user's own messages. */
  judgement: { input: nothing, output: judgementSchema },
  organisation: { input: z.strictObject({ id: z.number().int().positive() }), output: organisationSchema },
  /** PERSON of the terminal: an id, an address or words of a name; `ambiguous` names the candidates. */
  findPerson: {
    input: z.strictObject({ text: z.string().min(1).max(320) }),
    output: z.strictObject({ id: personIdSchema, name: z.string() }),
  },
  /** Health of the database and the installation; says nothing about anybody. */
  doctor: { input: nothing, output: doctorSchema },
  /** Health, versions and rounded counts as text that may be shown to anybody: no address, name, path or subject. */
  diagnostics: { input: nothing, output: z.strictObject({ text: z.string() }) },
  /** What could not be used, by source and place; with `reason` only of that one. */
  skipped: {
    input: z.strictObject({
      reason: z.string().max(100).optional(),
      limit: z.number().int().min(1).max(10_000).default(100),
    }),
    output: z.array(skippedItemSchema),
  },
  map: { input: z.strictObject({ limit: z.number().int().min(1).max(20_000).default(2000) }), output: mapSchema },
  proposals: { input: nothing, output: z.array(proposalSchema) },
  decideProposal: {
    input: z.strictObject({ a: z.number().int(), b: z.number().int(), same: z.boolean() }),
    output: done,
  },
  sideProposals: { input: nothing, output: z.array(sideProposalSchema) },
  /** Files the people of accepted proposals under that side; of refused ones it is remembered. One answer for many at once. */
  decideSides: {
    input: z.strictObject({
      people: somePeople,
      side: sideSchema,
      accept: z.boolean(),
    }),
    output: done,
  },
  mergePeople: { input: z.strictObject({ keep: personIdSchema, absorb: personIdSchema }), output: done },
  splitPerson: { input: z.strictObject({ person: personIdSchema, address: z.string() }), output: done },
  setSide: { input: z.strictObject({ people: somePeople, side: sideSchema }), output: done },
  /** Never part of anything shared, whatever rules say. */
  keepPrivate: { input: z.strictObject({ people: somePeople, keep: z.boolean() }), output: done },
  /** In the user's own words, before any other source; an empty one takes them back. */
  setTitle: { input: z.strictObject({ person: personIdSchema, title: z.string().max(200) }), output: done },
  spoke: { input: z.strictObject({ person: personIdSchema, on: day.optional() }), output: done },
  /** "I know them well": the user's word, which stands for a year beside what mail says; false takes it back. */
  knowWell: { input: z.strictObject({ person: personIdSchema, well: z.boolean() }), output: done },
  /** Takes back the last merge, split, side, title, touch or answer to a question; `usage` where there is none. */
  undo: { input: nothing, output: done },
  /** What erasing would take. */
  /** What is held about them, as the terminal's `export --person` writes it. */
  exportPerson: { input: z.strictObject({ person: personIdSchema }), output: z.strictObject({ text: z.string() }) },
  erasePreview: { input: z.strictObject({ person: personIdSchema }), output: erasePreviewSchema },
  erasePerson: {
    input: z.strictObject({ person: personIdSchema }),
    output: z.strictObject({ messages: z.number().int() }),
  },
  eraseEverything: { input: nothing, output: done },
  decideOwnAddress: { input: z.strictObject({ email: z.string(), own: z.boolean() }), output: done },
  /** "No" deletes those that are stored, at once and for good. */
  decideSubjects: { input: z.strictObject({ keep: z.boolean() }), output: done },
  settings: { input: nothing, output: settingsSchema },
  /** What keeping only so many years would delete, and where the window would begin. */
  yearsPreview: {
    input: z.strictObject({ years: yearsKeptSchema }),
    output: z.strictObject({ ...lossSchema.shape, since: z.iso.datetime() }),
  },
  /** Deletes what is older, at once and for good, and leaves it out of later imports; null keeps everything again. */
  keepYears: { input: z.strictObject({ years: yearsKeptSchema.nullable() }), output: done },
  /** What ignoring would delete; `usage` for what is no address, domain or name, and for an own address. */
  ignorePreview: { input: ignoredEntrySchema, output: lossSchema },
  /** Deletes what is stored from there and leaves it out of later imports. Answers with what went. */
  ignore: { input: ignoredEntrySchema, output: lossSchema },
  /** The next import of the same files brings it back. */
  unignore: { input: ignoredEntrySchema, output: done },
  /** For a folder that only a keychain opens; `usage` where there is one already. */
  addPassphrase: { input: z.strictObject({ passphrase: newPassphraseSchema }), output: done },
  /** Puts the backup that was opened last (see core/contract/host.ts) in the place of everything here; `usage` where there is none. */
  restoreBackup: { input: z.strictObject({ id: z.string().max(64) }), output: restoredBackupSchema },
  /** Forgets the backup that was opened last. */
  dropBackup: { input: z.strictObject({ id: z.string().max(64) }), output: done },
  /** Every connection that was made or refused. */
  egress: { input: z.strictObject({ limit: z.number().int().min(0).max(50_000).default(100) }), output: egressSchema },
  accounts: { input: nothing, output: accountsSchema },
  /** Asks nobody: what an address alone tells. */
  suggestServers: { input: z.strictObject({ address: emailText }), output: suggestionSchema },
  /** Asks these hosts, which the user has just agreed to, and no others. */
  findServers: { input: z.strictObject({ address: emailText, hosts: someHosts }), output: foundServersSchema },
  /** Where the user's browser has to go; only one sign-in at a time. */
  beginSignIn: { input: signInRequestSchema, output: z.strictObject({ id: z.string(), url: z.url() }) },
  /** Answers when the browser has come back, or nobody did for ten minutes. */
  endSignIn: { input: z.strictObject({ id: z.string().max(64) }), output: done },
  cancelSignIn: { input: nothing, output: done },
  /** Signs in and looks at the folders before anything is kept; agreeing to the account is agreeing to `hosts`. */
  addAccount: {
    input: z.strictObject({
      address: emailText,
      server: serverSchema,
      credentials: newCredentialsSchema,
      hosts: someHosts.default([]),
      shared: z.boolean().default(false),
      /** Further addresses of the same person: aliases, send-as. */
      me: z.array(emailText).max(100).default([]),
    }),
    output: z.strictObject({ id: z.number().int() }),
  },
  changeAccount: { input: accountChangeSchema, output: done },
  /** What `removeAccount` with its data would take. */
  accountLoss: { input: z.strictObject({ id: z.number().int().positive() }), output: sourceLossSchema },
  removeAccount: { input: z.strictObject({ id: z.number().int().positive(), withData: z.boolean() }), output: done },
  /** Looks at every account now: because the user asks, or the computer has slept. */
  syncNow: { input: nothing, output: done },
  /** While offline, no account is asked for anything. */
  setOffline: { input: z.strictObject({ offline: z.boolean() }), output: done },
  /** What was read, the latest first. */
  sources: { input: nothing, output: z.array(sourceEntrySchema) },
  /** What `removeSources` with its data would take. */
  sourceLoss: { input: z.strictObject({ ids: someSources }), output: sourceLossSchema },
  /** Takes sources from the list, with or without what only they hold. */
  removeSources: { input: z.strictObject({ ids: someSources, withData: z.boolean() }), output: done },
  /** Reads a file or folder again where it lies, or goes on where its reading stopped. */
  readAgain: { input: z.strictObject({ id: z.number().int().positive() }), output: importResultSchema },
  ...sharingMethods,
  ...pollMethods,
  importSample: { input: nothing, output: importResultSchema },
  cancelImport: { input: nothing, output: done },
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type Input<M extends MethodName> = z.input<Methods[M]['input']>;
export type Output<M extends MethodName> = z.infer<Methods[M]['output']>;

/** Events say that something changed; views ask again. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('changed') }),
  /** Whether the popup is to show has changed. */
  z.strictObject({ kind: z.literal('popup'), plan: popupPlanSchema }),
  /** A colleague asks about somebody the user knows, and the user is not to be left undisturbed; says nothing about anybody. */
  z.strictObject({ kind: z.literal('asked') }),
  /** Of accounts only: how far they are, what is wrong. */
  z.strictObject({ kind: z.literal('accounts') }),
  /** Of the firm exchange only: when it was looked at, what is wrong. */
  z.strictObject({ kind: z.literal('firmStatus') }),
  z.strictObject({ kind: z.literal('progress'), progress: progressSchema }),
  z.strictObject({
    kind: z.literal('imported'),
    result: z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), value: importResultSchema }),
      z.strictObject({ ok: z.literal(false), error: failureSchema }),
    ]),
  }),
]);
export type EngineEvent = z.infer<typeof eventSchema>;
