import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PursuitState } from '../contract/opportunities.ts';
import type { Observed } from './observe.ts';
import { decisionOf, disagreementOf, stageClaim, stateOf } from './state.ts';
import type { Way } from './state.ts';

const day = 86_400;
const now = 1_800_000_000;
const ago = (days: number): number => now - days * day;

function seen(more: Partial<Observed>): Observed {
  return {
    lastSent: null,
    lastHeard: null,
    nextMeeting: null,
    awaitedSince: null,
    owedSince: null,
    isDeciderReached: false,
    isTwoWay: false,
    facts: () => [],
    ...more,
  };
}

const named = (name: string) => ({ id: 1, name });
const wayIn = (first: string, colleague = false) => ({
  first: named(first),
  target: named('Jane'),
  direct: first === 'Jane',
  colleague,
});
const none: Way = { wayIn: null, partner: null };
const direct: Way = { wayIn: wayIn('Jane'), partner: null };
const through: Way = { wayIn: wayIn('Anna'), partner: null };
const firm: Way = { wayIn: wayIn('Tom Low (Tax)', true), partner: null };
const partner = { name: 'Tom Low', practice: 'Tax' };

test.each<[string, Partial<Observed>, PursuitState, Way, string]>([
  ['nothing, whom one knows', {}, 'untouched', direct, 'pursue: Write to Jane: you know each other'],
  ['nothing, a path through somebody', {}, 'untouched', through, 'ask: Ask Anna about Jane'],
  ['nothing, no path', {}, 'untouched', none, 'drop: No path and no contact in 11 weeks: drop?'],
  ['nothing, a colleague knows them', {}, 'untouched', firm, 'ask: Ask Tom Low (Tax) about Jane'],
  ['nothing, a client of somebody’s', {}, 'untouched', { ...none, partner }, 'ask: Ask Tom Low, who answers for this client'],
  ['nothing, whom one knows at a client of somebody’s', {}, 'untouched', { ...direct, partner }, 'ask: Ask Tom Low, who answers for this client, before you write to Jane'],
  ['nothing, whoever answers for the client knows them', {}, 'untouched', { ...firm, partner }, 'ask: Ask Tom Low, who answers for this client, about Jane'],
  ['quiet at a client of somebody’s', { lastSent: ago(46) }, 'gone quiet', { ...through, partner }, 'ask: No answer in 46 days: ask Tom Low, who answers for this client, then Anna about Jane'],
  ['written to lately', { lastSent: ago(3) }, 'approached', none, 'wait: You wrote 3 days ago: give it a week'],
  ['written to a while ago', { lastSent: ago(12) }, 'approached', through, 'ask: No answer in 12 days: ask Anna about Jane'],
  ['written to, no path', { lastSent: ago(12) }, 'approached', none, 'wait: No answer in 12 days: one reminder, then let it rest'],
  ['written to long ago', { lastSent: ago(46) }, 'gone quiet', none, 'drop: No path, no answer in 46 days: drop?'],
  ['they wrote', { lastHeard: ago(2) }, 'approached', direct, 'pursue: They wrote 2 days ago: answer'],
  ['both, their word last', { lastSent: ago(3), lastHeard: ago(2), isTwoWay: true }, 'engaged', direct, 'pursue: The last word is theirs: propose a next step'],
  ['both, one’s own word last', { lastSent: ago(2), lastHeard: ago(3), isTwoWay: true }, 'engaged', direct, 'wait: Your word is with them, 2 days old'],
  ['they wait', { lastSent: ago(9), lastHeard: ago(4), owedSince: ago(4), isTwoWay: true }, 'engaged', direct, 'pursue: They have waited 4 days: answer'],
  ['waiting for a week', { lastSent: ago(8), lastHeard: ago(9), awaitedSince: ago(8), isTwoWay: true }, 'stalling', through, 'ask: Nothing from them for 9 days: ask Anna about Jane'],
  ['three weeks of silence', { lastSent: ago(30), lastHeard: ago(22), isTwoWay: true }, 'stalling', direct, 'pursue: Nothing from them for 3 weeks: ask for a date'],
  ['seven weeks of silence', { lastSent: ago(1), lastHeard: ago(49), isTwoWay: true }, 'gone quiet', direct, 'ask: No answer in 49 days: ask Jane whether it still stands'],
  ['a meeting to come, whatever was', { lastHeard: ago(90), nextMeeting: now + 3 * day }, 'committed to a next step', none, 'wait: You meet in 3 days: prepare'],
])('%s', (_, more, state, way, decision) => {
  const observed = seen(more);
  expect(stateOf(observed, now)).toBe(state);
  const { what, words } = decisionOf(state, observed, way, ago(80), now);
  expect(`${what}: ${words}`).toBe(decision);
}); // prettier-ignore

const moment = fc.option(fc.integer({ min: 0, max: 100 }).map(ago), { nil: null });
const anything = fc
  .record({ lastSent: moment, lastHeard: moment, awaitedSince: moment, owedSince: moment, both: fc.boolean() })
  .map(({ both, ...more }) => seen({ ...more, isTwoWay: both && more.lastHeard !== null }));

test('while nothing happens a pursuit only loses ground', () => {
  const order: readonly PursuitState[] = ['engaged', 'approached', 'stalling', 'gone quiet'];
  fc.assert(
    fc.property(anything, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (observed, a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)].map((days) => stateOf(observed, now + days * day));
      if (early === 'untouched') expect(late).toBe('untouched');
      else expect(order.indexOf(late as PursuitState)).toBeGreaterThanOrEqual(order.indexOf(early as PursuitState));
    }),
  );
});

test('every state ends with a decision in words, and nothing is dropped while there is a path', () => {
  const way = fc.constantFrom(none, direct, through, firm, { ...none, partner }, { ...direct, partner });
  fc.assert(
    fc.property(anything, way, moment, (observed, path, next) => {
      const all = { ...observed, nextMeeting: next === null ? null : now + (now - next) };
      const { what, words } = decisionOf(stateOf(all, now), all, path, ago(60), now);
      expect(words).not.toBe('');
      expect(words).not.toMatch(/undefined|null|NaN|-\d/);
      if (path.wayIn !== null || path.partner !== null) expect(what).not.toBe('drop');
      // Nobody is asked around who answers for the client.
      if (path.partner !== null && what === 'ask') expect(words).toMatch(/ask Tom Low/i);
    }),
  );
});

test.each([
  ['Prospecting', 'early'],
  ['Qualification', 'early'],
  ['Needs Analysis', 'exchange'],
  ['Value Proposition', 'exchange'],
  ['Id. Decision Makers', 'exchange'],
  ['Perception Analysis', 'exchange'],
  ['Proposal/Price Quote', 'late'],
  ['Negotiation/Review', 'late'],
  ['Appointment Scheduled', 'exchange'],
  ['appointmentscheduled', 'exchange'],
  ['Qualified To Buy', 'early'],
  ['Presentation Scheduled', 'exchange'],
  ['Decision Maker Bought-In', 'late'],
  ['Contract Sent', 'late'],
  ['contractsent', null],
  ['Qualify', 'early'],
  ['Develop', 'exchange'],
  ['Propose', 'late'],
  ['Close', 'late'],
  ['Stage 7', null],
])('"%s" claims %s', (stage, claim) => {
  expect(stageClaim(stage)).toBe(claim);
});

test('the typed stage is shown where it disagrees, and only there', () => {
  const quiet = seen({ lastSent: ago(60), lastHeard: ago(50), isTwoWay: true });
  expect(disagreementOf('Negotiation', 'gone quiet', quiet, now)).toBe(
    'The list says "Negotiation"; nothing from them for 7 weeks',
  );
  expect(disagreementOf('Proposal', 'untouched', seen({}), now)).toBe(
    'The list says "Proposal"; no mail or meeting with anybody there',
  );
  expect(disagreementOf('Prospecting', 'engaged', quiet, now)).toBe(
    'The list says "Prospecting"; the mailbox shows more: engaged',
  );
  expect(disagreementOf('Negotiation', 'engaged', quiet, now)).toBeNull();
  expect(disagreementOf('Stage 7', 'untouched', seen({}), now)).toBeNull();
  expect(disagreementOf(null, 'untouched', seen({}), now)).toBeNull();
});
