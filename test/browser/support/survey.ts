import type { Page } from 'playwright-core';
import type { PageState } from './every-page.js';

export interface Look {
  readonly screen: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  /** What is wrong with the page, in sentences. */
  readonly faults: (page: Page) => Promise<string[]>;
}

/** By the name of the look and the name of the page, of those pages that have any. */
export type Findings = Record<string, Record<string, string[]>>;

/** Opens every page once and looks at it in every way. */
export async function survey(
  page: Page,
  pages: readonly PageState[],
  looks: Readonly<Record<string, Look>>,
): Promise<Findings> {
  const findings: Findings = Object.fromEntries(Object.keys(looks).map((name) => [name, {}]));
  for (const state of pages) {
    await state.open(page);
    await page.waitForLoadState();
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    for (const [name, { screen, scheme = 'light', faults }] of Object.entries(looks)) {
      await page.setViewportSize(screen);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      const found = await faults(page);
      if (found.length > 0) findings[name]![state.name] = found;
    }
  }
  return findings;
}
