import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TAGS } from './openapi-tags.js';

const COOKIE =
  'A session of a member of the team, made at /team/sign-in or by POST /api/v1/auth/sign-in/email. Where the site is reached by https the name begins with __Secure-. Changes must come from the site itself.';

/** Serves the OpenAPI document at `/api/v1/openapi.json` and its reader at `/api/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiOf(app), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Gatehouse API',
  });
}

/** The document of all operations. The app need not have been started; a preview of it will do. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, heading(), { operationIdFactory: operationId });
  for (const operation of operationsOf(document)) {
    // Said of each, so that a client generator does not take an open operation for a forgotten one.
    operation.security ??= [];
    markProblems(operation);
  }
  return withPlainReferences(document);
}

function heading(): ReturnType<DocumentBuilder['build']> {
  const builder = new DocumentBuilder()
    .setTitle('Gatehouse')
    .setDescription(
      'Places in memorial lectures and open gardens. Errors are RFC 9457 problem documents with a stable code.',
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer('/', 'The server that this document comes from')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: ghk_…' }, 'key')
    .addCookieAuth('gatehouse.session_token', { type: 'apiKey', in: 'cookie', description: COOKIE }, 'session')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Manage <token of the manage link>' },
      'manage',
    )
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: 'Invitation <token of the invitation’s link>',
      },
      'invitation',
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Entry <token of the link of an entry>' },
      'entry',
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Waiting <token of the mailed link>' },
      'waiting',
    );
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const built = builder.build();
  const license = { name: 'GNU Affero General Public License v3.0 or later', identifier: 'AGPL-3.0-or-later' };
  return { ...built, info: { ...built.info, license } };
}

/** `AdminEventsController.list` is `adminEventsList`, a method's name in a generated client. */
function operationId(controller: string, method: string): string {
  const subject = controller.replace(/Controller$/, '');
  return subject[0]!.toLowerCase() + subject.slice(1) + method[0]!.toUpperCase() + method.slice(1);
}

interface Operation {
  security?: unknown[];
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
}

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((path) => Object.values(path as Record<string, Operation>));
}

/** Refusals have a media type of their own (RFC 9457 §3), which the decorators cannot say. */
function markProblems({ responses }: Operation): void {
  for (const [status, response] of Object.entries(responses)) {
    const problem = response.content?.['application/json'];
    if (Number(status) >= 400 && problem) response.content = { 'application/problem+json': problem };
  }
}

/** A reference with a description beside it stands in an `allOf` of one, which OpenAPI 3.1 does not need. */
function withPlainReferences<T>(part: T): T {
  if (Array.isArray(part)) return part.map((inner: unknown) => withPlainReferences(inner)) as T;
  if (typeof part !== 'object' || part === null) return part;
  const { allOf, ...rest } = part as { readonly allOf?: readonly object[] };
  const plain = allOf?.length === 1 ? { ...allOf[0], ...rest } : part;
  return Object.fromEntries(Object.entries(plain).map(([name, inner]) => [name, withPlainReferences(inner)])) as T;
}
