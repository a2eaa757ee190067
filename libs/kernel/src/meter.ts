/** One thing that was done, for whoever measures. */
export type Measured =
  /** Somebody asked for places: the state that they have now, or the code of the refusal. */
  | { readonly what: 'registration'; readonly outcome: string }
  /** So many of them were settled in one transaction. */
  | { readonly what: 'batch'; readonly size: number };

/** Where the libs say what they do. Nobody may listen, then it costs nothing; it is of this process alone. */
export class Meter {
  private listener: ((measured: Measured) => void) | undefined;

  tell(measured: Measured): void {
    this.listener?.(measured);
  }

  listen(listener: (measured: Measured) => void): void {
    this.listener = listener;
  }
}
