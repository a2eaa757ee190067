import type { Locator, Page } from 'playwright-core';

/** Whether whoever uses the keyboard sees where it is: a link that a whole card belongs to may have its ring around the card. */
const SEEN = `(() => {
  const ringed = ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px';
  const styles = [null, '::before', '::after'].map((part) => getComputedStyle(document.activeElement, part));
  return styles.some(ringed);
})()`;

/** Somebody who has no mouse. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Goes on by Tab until the keyboard is there, as far as a patient person would, and never out of sight. */
  async reach(element: Locator): Promise<void> {
    await element.waitFor();
    for (let steps = 0; steps < 80; steps++) {
      if (await this.isOn(element)) return this.mustBeSeen(element);
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(element)}.`);
  }

  async type(element: Locator, text: string): Promise<void> {
    await this.reach(element);
    await this.page.keyboard.type(text);
  }

  /** Goes on to the radio button of a group, from wherever in it Tab leads to. */
  async choose(group: Locator, option: Locator): Promise<void> {
    const radios = group.getByRole('radio');
    await this.reach((await radios.and(this.page.locator(':checked')).count()) > 0 ? option : radios.first());
    await this.page.keyboard.press('Space');
    for (let steps = 0; steps < 20 && !(await option.isChecked()); steps++)
      await this.page.keyboard.press('ArrowRight');
  }

  async follow(link: Locator): Promise<void> {
    await this.reach(link);
    const before = this.page.url();
    await this.page.keyboard.press('Enter');
    await this.page.waitForURL((url) => url.href !== before);
  }

  async press(button: Locator): Promise<void> {
    await this.reach(button);
    await this.page.keyboard.press('Space');
  }

  private async isOn(element: Locator): Promise<boolean> {
    return (await element.and(this.page.locator(':focus')).count()) === 1;
  }

  private async mustBeSeen(element: Locator): Promise<void> {
    if (!(await this.page.evaluate(SEEN))) throw new Error(`Nobody sees that the keyboard is on ${String(element)}.`);
  }
}
