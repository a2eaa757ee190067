import type { Page } from 'playwright-core';
import type { PageState } from './every-page.js';

export interface Look {
  readonly screen: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  /** What is wrong with the page, in sentences. */
  readonly faults: (page: Page) => Promise<string[]>;
}

/** By the name of the look and the name of the page, of those pages that have any. */
export type Findings<Name extends string> = Readonly<Record<Name, Readonly<Record<string, readonly string[]>>>>;

/** Opens every page once and looks at it in every way. */
export async function survey<Name extends string>(
  page: Page,
  pages: readonly PageState[],
  looks: Readonly<Record<Name, Look>>,
): Promise<Findings<Name>> {
  const entries = Object.entries<Look>(looks);
  const findings = new Map(entries.map(([name]) => [name, new Map<string, string[]>()]));
  for (const state of pages) {
    await state.open(page);
    for (const [name, { screen, scheme = 'light', faults }] of entries) {
      await page.setViewportSize(screen);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      const found = await faults(page);
      if (found.length > 0) findings.get(name)!.set(state.name, found);
    }
  }
  return Object.fromEntries([...findings].map(([name, found]) => [name, Object.fromEntries(found)])) as Findings<Name>;
}
