import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Serves the OpenAPI document at `/api/v1/openapi.json` and its reader at `/api/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const builder = new DocumentBuilder()
    .setTitle('Gatehouse')
    .setDescription(
      'Places in memorial lectures and open gardens. Errors are RFC 9457 problem documents with a stable code.',
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: ghk_…' }, 'key')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Manage <token of the manage link>' },
      'manage',
    )
    .build();
  const document = () => withProblems(SwaggerModule.createDocument(app, builder));
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/v1/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Gatehouse API',
  });
}

/** Refusals have a media type of their own (RFC 9457 §3), which the decorators cannot say. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path as Record<string, unknown>));
  for (const { responses = {} } of operations as {
    responses?: Record<string, { content?: Record<string, unknown> }>;
  }[]) {
    for (const [status, response] of Object.entries(responses)) {
      const problem = response.content?.['application/json'];
      if (Number(status) >= 400 && problem) response.content = { 'application/problem+json': problem };
    }
  }
  return document;
}
