/** The only source of "now". Tests replace it to travel in time. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
