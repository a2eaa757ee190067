import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ADMIN_CONTROLLERS } from '../../apps/server/src/admin-api/admin-controllers.js';
import { NEEDS, type Need } from '../../apps/server/src/admin-api/needs.js';
import { MAY, ROLES } from '#staff';

const SUMMARY = 'swagger/apiOperation';
const TAGS = 'swagger/apiUseTags';

const INTRODUCTION = `# Who may do what

Every operation of the admin API, the permission that it needs, and the roles that have it. A key has what its role or
its scopes say; the names of permissions are the names of scopes. _everywhere_ means that having the permission for
some events is not enough, since the operation is about the house as a whole. Whoever has a permission for some
events only finds nothing else: what belongs to other events answers as if it did not exist.

This page is written by \`npm run docs:permissions\` from what stands on the methods; a test tries every cell of it.
`;

/** One operation of the admin API, as the metadata on its method says it. */
export interface GuardedOperation extends Need {
  readonly group: string;
  /** `GET venues/{id}`, behind `/api/v1/admin/`. */
  readonly address: string;
  readonly summary: string;
}

export function guardedOperations(): GuardedOperation[] {
  return ADMIN_CONTROLLERS.flatMap((controller) =>
    methodsOf(controller).map((method) => described(controller, method)),
  );
}

/** The page `docs/permissions.md`. */
export function permissionsPage(): string {
  return `${INTRODUCTION}\n${tableOf([...rows()])}\n`;
}

function methodsOf({ prototype }: Type): object[] {
  const methods = Object.getOwnPropertyNames(prototype).map((name) => (prototype as Record<string, object>)[name]!);
  return methods.filter((method) => Reflect.hasMetadata(METHOD_METADATA, method));
}

function described(controller: Type, method: object): GuardedOperation {
  const path = (Reflect.getMetadata(PATH_METADATA, method) as string).replace(/:(\w+)/g, '{$1}');
  const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod];
  const { summary } = Reflect.getMetadata(SUMMARY, method) as { readonly summary: string };
  const [tag] = Reflect.getMetadata(TAGS, controller) as [string];
  const need = Reflect.getMetadata(NEEDS, method) as Need;
  return { ...need, group: tag.replace(/^Admin: /, ''), address: `${verb} ${path}`, summary };
}

function* rows(): Generator<readonly string[]> {
  yield ['operation', 'what it does', 'needs', ...ROLES];
  const groups = Map.groupBy(guardedOperations(), ({ group }) => group);
  for (const [group, operations] of groups) {
    yield [`**${group}**`, '', '', ...ROLES.map(() => '')];
    yield* operations.map(rowOf);
  }
}

function rowOf({ permission, everywhere, address, summary }: GuardedOperation): readonly string[] {
  const having = ROLES.map((role) => permission === 'none' || MAY[role].includes(permission));
  const needs = permission === 'none' ? 'being known' : `\`${permission}\`${everywhere ? ' _everywhere_' : ''}`;
  return [`\`${address}\``, summary, needs, ...having.map((has) => (has ? 'yes' : '–'))];
}

/** As prettier would lay it out. */
function tableOf([head, ...body]: readonly (readonly string[])[]): string {
  const widths = head!.map((_, column) => Math.max(...[head!, ...body].map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
