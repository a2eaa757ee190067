import type { NewApiKey, Role } from '#contracts';
import type { Answer, TestApp } from './test-app.js';

/** Somebody who works with the admin API, and what they do there. Paths begin behind `/api/v1/admin/`. */
export class Team {
  private constructor(
    private readonly app: TestApp,
    readonly headers: Record<string, string>,
  ) {}

  /** With a key of that role, or one made as wished. */
  static async as(app: TestApp, wish: Role | Omit<NewApiKey, 'name'> = 'owner'): Promise<Team> {
    return new Team(app, await app.key(wish));
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.app.get(address(path), { ...this.headers, ...headers });
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.app.post(address(path), body, { ...this.headers, ...headers });
  }

  /** Changes what was answered before, or whatever is there now if no answer is named. */
  change(path: string, body: unknown, seen?: Answer): Promise<Answer> {
    return this.app.call('PATCH', address(path), { body, headers: { ...this.headers, ...ifMatch(seen) } });
  }

  remove(path: string, seen?: Answer): Promise<Answer> {
    return this.app.call('DELETE', address(path), { headers: { ...this.headers, ...ifMatch(seen) } });
  }
}

function address(path: string): string {
  return `/api/v1/admin/${path}`;
}

function ifMatch(seen?: Answer): Record<string, string> {
  return { 'if-match': seen?.headers.get('etag') ?? '*' };
}
