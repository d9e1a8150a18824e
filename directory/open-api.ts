/** The service described for people who must approve it, made of the schemas it checks with, so that it cannot say anything else. */
import { z } from 'zod';
import { apiRefusals, apiRefusalSchema } from '../core/exchange/route.ts';
import type { Route, SignedBy } from '../core/exchange/route.ts';
import { routeNames, routes } from '../core/exchange/routes.ts';

/** OpenAPI 3.1, as a value that can be written as JSON. */
export function openApi(): Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Warmpath directory',
      version: '1',
      description: 'Every request is signed as RFC 9421 has it; bytes are base64url, days are counted from 1970-01-01.',
    },
    paths: Object.fromEntries(routeNames.map((name) => [routes[name].path, { post: operation(name, routes[name]) }])),
  };
}

function operation(name: string, { what, by, body, answer, mostBytes, perHour }: Route): Record<string, unknown> {
  const content =
    typeof answer === 'number'
      ? {
          'application/octet-stream': {
            schema: { type: 'string', format: 'binary', minLength: answer, maxLength: answer },
          },
        }
      : { 'application/json': { schema: z.toJSONSchema(answer) } };
  return {
    operationId: name,
    summary: what,
    'x-signed-by': signers(by),
    'x-most-bytes': mostBytes,
    'x-per-hour': perHour,
    requestBody: { required: true, content: { 'application/json': { schema: z.toJSONSchema(body) } } },
    responses: {
      200: { description: 'Done.', content },
      default: {
        description: `Refused: ${Object.entries(apiRefusals)
          .map(([refusal, status]) => `${status} ${refusal}`)
          .join(', ')}.`,
        content: { 'application/json': { schema: z.toJSONSchema(apiRefusalSchema) } },
      },
    },
  };
}

function signers(by: SignedBy): readonly string[] {
  return typeof by === 'string' ? [by] : by;
}
