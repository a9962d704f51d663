/** The description of the API (OpenAPI 3.1), made from the tables that the server itself works with. */
import { z } from 'zod';
import { errorRegister } from '../../base/index.ts';
import {
  api,
  type ByteRoute,
  byteRoutes,
  problem,
  RECENT_MINUTES,
  type Route,
  type RouteRight,
  type UploadRoute,
  uploadRoutes,
} from '../../contract/index.ts';

type Json = Readonly<Record<string, unknown>>;

export function openApiDocument(version: string): Json {
  const operations = [
    ...Object.entries(api).map(([name, route]) => operationOf(name, route)),
    ...Object.entries(byteRoutes).map(([name, route]) => byteOperationOf(name, route)),
    ...Object.entries(uploadRoutes).map(([name, route]) => uploadOperationOf(name, route)),
  ];
  const paths: Record<string, Record<string, Json>> = {};
  for (const { path, method, operation } of operations) {
    paths[path] = { ...paths[path], [method]: operation };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Isocenter',
      version,
      description:
        'Everything the archive does, apart from DICOM and DICOMweb. Failures are problem details (RFC 9457) with a stable `code` and its `params`.',
    },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problemSchema() },
    },
  };
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operation: Json;
}

function operationOf(name: string, route: Route): Operation {
  const content = route.stream
    ? { 'application/x-ndjson': { schema: linesSchema(route.item, route.result) } }
    : { 'application/json': { schema: schemaOf(route.result, 'output') } };
  return describe(name, route, jsonBody(route.body), { content });
}

function byteOperationOf(name: string, route: ByteRoute): Operation {
  const { consumes, body, produces, result } = route;
  const bytes = { type: 'string', contentMediaType: produces };
  const schema = result ? schemaOf(result, 'output') : bytes;
  const sent = consumes && {
    required: true,
    content: Object.fromEntries(
      (consumes === 'any' ? ['*/*'] : consumes).map((type) => [type, { schema: { contentMediaType: type } }]),
    ),
  };
  return describe(name, route, sent ?? jsonBody(body), { content: { [produces]: { schema } } });
}

function uploadOperationOf(name: string, route: UploadRoute): Operation {
  const { consumes, status, answerHeaders } = route;
  const sent = consumes && {
    required: route.method === 'PATCH',
    content: { [consumes]: { schema: { contentMediaType: consumes } } },
  };
  const headers = Object.fromEntries(
    schemasIn(answerHeaders).map(({ name, schema, required }) => [name, { required, schema }]),
  );
  return describe(name, route, sent || undefined, { status, headers });
}

type Described = Pick<Route, 'path' | 'summary' | 'params' | 'query' | 'right' | 'recentLogIn'> & {
  readonly method: string;
  readonly headers?: z.ZodObject;
};

interface Answer {
  readonly status?: number;
  readonly content?: Json;
  readonly headers?: Json;
}

function describe(
  name: string,
  { method, path, summary, params, query, headers, right, recentLogIn }: Described,
  requestBody: Json | undefined,
  { status = 200, ...answer }: Answer,
): Operation {
  const parameters = [
    ...parametersIn('path', params),
    ...parametersIn('query', query),
    ...parametersIn('header', headers),
  ];
  return {
    path: path.replaceAll(/:(\w+)/g, '{$1}'),
    method: method.toLowerCase(),
    operation: {
      operationId: name,
      summary,
      description: `${rightOf(right)}${recentLogIn ? RECENT : ''}`,
      ...(right === 'anyone' ? { security: [] } : {}),
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(requestBody ? { requestBody } : {}),
      responses: {
        [status]: { description: 'Done', ...answer },
        default: {
          description: 'A problem',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

const RECENT = ` In a browser: within ${RECENT_MINUTES} minutes of logging in; after that \`access/log-in-again\`.`;

function rightOf(right: RouteRight): string {
  if (right === 'anyone') return 'For everybody.';
  return right === 'known' ? 'For whoever says who they are.' : `Needs the right \`${right}\`.`;
}

function jsonBody(body: z.ZodObject | undefined): Json | undefined {
  return body && { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } };
}

function parametersIn(place: 'path' | 'query' | 'header', schema: z.ZodObject | undefined): Json[] {
  return schemasIn(schema).map((one) => ({ ...one, in: place, required: place === 'path' || one.required }));
}

/** What an object is made of. */
export function schemasIn(
  schema: z.ZodObject | undefined,
): { name: string; required: boolean; schema: Json }[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Readonly<Record<string, Json>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    required: required.includes(name),
    schema: one,
  }));
}

/** Each line is one of these; the last one is no item. */
function linesSchema(item: z.ZodType, result: z.ZodType): Json {
  const line = (name: string, schema: Json) => ({
    type: 'object',
    properties: { [name]: schema },
    required: [name],
  });
  return {
    oneOf: [
      line('item', schemaOf(item, 'output')),
      line('result', schemaOf(result, 'output')),
      line('problem', { $ref: '#/components/schemas/Problem' }),
    ],
  };
}

function problemSchema(): Json {
  const { properties, ...rest } = schemaOf(problem, 'output') as {
    properties: Readonly<Record<string, Json>>;
  };
  return {
    ...rest,
    properties: { ...properties, code: { type: 'string', enum: Object.keys(errorRegister) } },
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
