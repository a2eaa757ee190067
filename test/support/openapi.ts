import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ServicesModule, type Settings } from '#composition';
import { parseConfiguration } from '#kernel';
import { openApiOf } from '../../apps/server/src/openapi.js';
import { ServerModule } from '../../apps/server/src/server.module.js';

/** As much of JSON Schema as the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
}

export interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

export interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, 'method' | 'path'>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly securitySchemes: object };
}

@Module({})
class Preview {}

/** The document of the server as its code says it, without a server and without a database. */
export async function openApiDocument(): Promise<Document> {
  const given = { DATABASE_URL: 'postgres://localhost/none', PUBLIC_URL: 'https://events.example.org' };
  const settings: Settings = { ...parseConfiguration(given), ...given, SECRET_KEYS: ['x'.repeat(32)] };
  const services = ServicesModule.from(settings, { works: false });
  const module: DynamicModule = { module: Preview, imports: [ServerModule.from(settings, services)] };
  const options = { preview: true, logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), options);
  return JSON.parse(JSON.stringify(openApiOf(app))) as Document;
}

export function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase() as Operation['method'],
    })),
  );
}

/** The schema itself, where it stands as a reference. */
export function resolved({ components }: Document, schema: Schema): Schema {
  const { $ref, ...beside } = schema;
  return $ref === undefined ? schema : { ...components.schemas[$ref.split('/').at(-1)!], ...beside };
}

/** What the document shows of a body, in or out. */
export function exampleOf(document: Document, { schema, example }: Media): unknown {
  const shape = resolved(document, schema);
  return example ?? shape.example ?? shape.examples?.[0];
}
