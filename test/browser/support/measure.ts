import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const MEASURES = readFileSync(new URL('measures.js', import.meta.url), 'utf8');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Focus {
  readonly name: string;
  readonly visible: boolean;
}

export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(`${MEASURES}; measures.tooWide()`);
}

export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`${MEASURES}; measures.smallTargets()`);
}

export function focus(page: Page): Promise<Focus | null> {
  return page.evaluate(`${MEASURES}; measures.focus()`);
}

export function weight(page: Page): Promise<number> {
  return page.evaluate(`${MEASURES}; measures.weight()`);
}

const RULES = {
  all: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  /** Those of them that can find something else where only the colours differ. */
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/** What axe-core finds wrong, in sentences (WCAG 2.0 to 2.2, A and AA, and its best practices). */
export async function axeFaults(page: Page, rules: keyof typeof RULES = 'all'): Promise<string[]> {
  if (!(await page.evaluate(`typeof axe === 'object'`))) await page.evaluate(AXE);
  // None of the rules reads the style sheets that axe would load once more.
  const options = { runOnly: RULES[rules], resultTypes: ['violations'], preload: false };
  const { violations }: AxeResults = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${failureSummary}`),
  );
}
