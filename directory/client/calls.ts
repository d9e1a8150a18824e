/** Calls of a directory by an administrator or compliance officer. */
import type { RandomBytes, SigningKey } from '../../core/exchange/keys.ts';
import { signRequest } from '../../core/exchange/requests.ts';
import { apiRefusalSchema } from '../../core/exchange/route.ts';
import type { ApiRefusal, Route } from '../../core/exchange/route.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { AnswerOf, BodyOf, RouteName } from '../../core/exchange/routes.ts';
import { Stopped } from './stopped.ts';

export interface ClientDeps {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly randomBytes: RandomBytes;
  readonly fetch: typeof globalThis.fetch;
}

const sentences: Readonly<Record<ApiRefusal, string>> = {
  malformed: 'The directory does not take this. Is it of another version?',
  not_signed: 'The directory does not know this key, or this computer’s clock is wrong by more than five minutes.',
  not_allowed: 'This key may not do that.',
  not_found: 'There is nothing of that name.',
  conflict: 'Something has changed meanwhile. Try it again.',
  too_large: 'That is more than the directory takes at once.',
  too_many: 'That was asked too often. Try it again in an hour.',
  full: 'This directory keeps its members in the embedded database, which takes 50. Its operator can give it a PostgreSQL by DATABASE_URL.',
  internal: 'The directory had a fault of its own. Its log says where.',
  unavailable: 'The directory is not ready. Try it again.',
};

/** Calls one endpoint, signed by `key`. Throws Stopped with what was refused, or that nothing answered. */
export async function call<Name extends RouteName>(
  deps: ClientDeps,
  at: { readonly origin: string; readonly firm: string },
  key: SigningKey,
  name: Name,
  body: BodyOf<Name>,
): Promise<AnswerOf<Name>> {
  const route: Route = routes[name];
  const bytes = Buffer.from(JSON.stringify(body));
  const url = `${at.origin}${route.path}`;
  const signed = signRequest(
    key,
    { method: 'POST', url, body: bytes, firm: at.firm },
    deps.now() / 1000,
    deps.randomBytes(16),
  );
  const headers = { ...signed, 'content-type': 'application/json' };
  let response: Response;
  try {
    response = await deps.fetch(url, {
      method: 'POST',
      headers,
      body: bytes,
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    });
  } catch {
    throw new Stopped('unreachable', `Nothing answers at ${at.origin}.`);
  }
  const text = Buffer.from(await response.arrayBuffer());
  if (!response.ok) {
    const refusal = apiRefusalSchema.safeParse(jsonIn(text));
    if (!refusal.success) throw new Stopped('unreachable', `${at.origin} is no directory.`);
    throw new Stopped(refusal.data.refused, sentences[refusal.data.refused]);
  }
  if (typeof route.answer === 'number') return text as never;
  const parsed = route.answer.safeParse(jsonIn(text));
  if (!parsed.success) throw new Stopped('malformed', sentences.malformed);
  return parsed.data as never;
}

function jsonIn(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}
