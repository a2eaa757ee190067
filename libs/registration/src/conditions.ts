/** Conditions of one statement and their values: only those that are asked for stand in it, so that it is planned for them. */
export class Conditions {
  private readonly texts: string[] = [];

  constructor(readonly values: unknown[] = []) {}

  /** Conditions of their own for another part of the same statement. */
  part(): Conditions {
    return new Conditions(this.values);
  }

  /** Keeps the value and answers what stands for it in the text. */
  value(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  /** Adds a condition about each of the values, which stands for itself as `$n`; none if any of them is undefined. */
  add(text: (...placeholders: string[]) => string, ...values: readonly unknown[]): void {
    if (values.includes(undefined)) return;
    this.texts.push(text(...values.map((value) => this.value(value))));
  }

  get text(): string {
    return this.texts.length > 0 ? this.texts.join('\n      AND ') : 'true';
  }
}
