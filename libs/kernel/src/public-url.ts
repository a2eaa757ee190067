/** How people reach the site; stands in front of every link in a mail. No slash at the end. */
export class PublicUrl {
  constructor(readonly base: string) {}

  get isHttps(): boolean {
    return this.base.startsWith('https:');
  }

  /** `https://events.example.org`, as browsers send it. */
  get origin(): string {
    return new URL(this.base).origin;
  }
}
