import type { Event, Session } from '#programme';
import type { Answer, TestApp } from '../../support/test-app.js';

/** Sends a form as a browser does. */
export function send(app: TestApp, path: string, fields: Record<string, string>): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return app.call('POST', path, { body: new URLSearchParams(fields).toString(), headers });
}

export function formOf({ slug }: Event, { id }: Session): string {
  return `/events/${slug}/sessions/${id}`;
}

/** Where the answer sends the browser on to. */
export function goesTo(answer: Answer): string {
  expect(answer.status).toBe(303);
  return answer.headers.get('location')!;
}
