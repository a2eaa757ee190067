import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';

export interface Asset {
  /** Changes with the content, so that browsers may keep the file for ever. */
  readonly url: string;
  readonly type: string;
  readonly body: Buffer;
}

const FONTS = {
  'atkinson.woff2':
    '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  'atkinson-italic.woff2':
    '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-italic.woff2',
  'atkinson-ext.woff2':
    '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2',
  'fell.woff2': '@fontsource/im-fell-english/files/im-fell-english-latin-400-normal.woff2',
  'fell-italic.woff2': '@fontsource/im-fell-english/files/im-fell-english-latin-400-italic.woff2',
  'source-serif.woff2': '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2',
} as const;

type FontName = keyof typeof FONTS;
export type AssetName = FontName | 'icon.svg' | 'site.css' | 'site.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const ASSETS = loadAssets();
const BY_URL = new Map([...ASSETS.values()].map((asset) => [asset.url, asset]));

export function assetUrl(name: AssetName): string {
  return ASSETS.get(name)!.url;
}

/** Nothing but the fixed table can be asked for. */
export function findAsset(url: string): Asset | undefined {
  return BY_URL.get(url);
}

function loadAssets(): ReadonlyMap<AssetName, Asset> {
  const require = createRequire(import.meta.url);
  const assets = new Map<AssetName, Asset>();
  for (const name of Object.keys(FONTS) as FontName[]) {
    assets.set(name, named(name, readFileSync(require.resolve(FONTS[name]))));
  }
  assets.set('icon.svg', named('icon.svg', readOwn('icon.svg')));
  assets.set('site.js', named('site.js', readOwn('site.js')));
  assets.set('site.css', named('site.css', Buffer.from(withFontUrls(readOwn('site.css').toString(), assets))));
  return assets;
}

/** The build copies what is no TypeScript beside the code that it compiles. */
function readOwn(name: string): Buffer {
  return readFileSync(new URL(name, import.meta.url));
}

function named(name: string, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10);
  const extension = extname(name);
  return { url: `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`, type: TYPES[extension]!, body };
}

function withFontUrls(css: string, assets: ReadonlyMap<AssetName, Asset>): string {
  return css.replace(/url\('([\w-]+\.woff2)'\)/g, (_, name: FontName) => `url('${assets.get(name)!.url}')`);
}
