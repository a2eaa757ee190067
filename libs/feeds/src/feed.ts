import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Packing = 'identity' | 'gzip' | 'br';

/** A built feed as it is sent, in each packing with an ETag of its own (RFC 9110 §8.8.3.3). */
export interface Feed {
  readonly lastModified: Date;
  readonly bodies: Readonly<Record<Packing, { readonly bytes: Buffer; readonly etag: string }>>;
}

const pack = { gzip: promisify(gzip), br: promisify(brotliCompress) };
/** Built once and read many times, but not so often that the last percent would pay. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

/** The text's bytes; `lastModified` in whole seconds, as HTTP knows them. */
export async function feedOf(text: string, lastModified: Date): Promise<Feed> {
  const bytes = Buffer.from(text);
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
  const [zipped, brotli] = await Promise.all([pack.gzip(bytes, { level: 9 }), pack.br(bytes, QUALITY)]);
  return {
    lastModified: new Date(Math.floor(lastModified.getTime() / 1000) * 1000),
    bodies: {
      identity: { bytes, etag: `"${hash}"` },
      gzip: { bytes: zipped, etag: `"${hash}-gzip"` },
      br: { bytes: brotli, etag: `"${hash}-br"` },
    },
  };
}
