import { z } from 'zod';

/** Keyset paging: `cursor` is what the page before gave as `nextCursor`. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});

export type PageQuery = z.infer<typeof PageQuery>;

/** Shown with what the item is shown with. */
export function pageOf<T extends z.ZodType>(item: T) {
  const examples = [{ items: item.meta()?.['examples'] ?? [], nextCursor: null }];
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ examples });
}

/** Of deeds that can be shown before they are done. */
export const PreviewQuery = z.strictObject({
  preview: z.enum(['true', 'false']).default('false').meta({ description: 'Only answers what would be done.' }),
});
export type PreviewQuery = z.infer<typeof PreviewQuery>;
