import type { Session } from '#programme';
import type { EventWishes, SessionWishes } from '../../support/programme.js';
import { Team } from '../../support/team.js';
import type { Answer, TestApp } from '../../support/test-app.js';

export interface Invited {
  readonly id: string;
  readonly url: string;
  readonly [more: string]: unknown;
}

/** A session with a pool for invited people, and the team that invites them. */
export class GuestLists {
  private constructor(
    readonly app: TestApp,
    readonly team: Team,
    readonly session: Session,
    readonly slug: string,
    readonly poolId: string,
  ) {}

  static async open(
    app: TestApp,
    wishes: SessionWishes & { readonly invited?: number; readonly private?: boolean; readonly releasesAt?: Date } = {},
    event: EventWishes = {},
  ): Promise<GuestLists> {
    const { invited = 10, private: hidden, releasesAt, ...rest } = wishes;
    const made = await app.make.event({
      mood: 'memorial',
      confirmation: 'by-email',
      oneRegistrationPer: 'event',
      partyLimit: 1,
      ...event,
    });
    const pool = {
      name: 'Guests',
      places: invited,
      ...(hidden && { private: true }),
      ...(releasesAt && { releasesAt }),
    };
    const session = await app.make.session(made, { capacity: invited + 10, pools: [pool], ...rest });
    const [{ id }] = (await app.database.reader.query(
      "SELECT id FROM pools WHERE session_id = $1 AND audience = 'invited'",
      [session.id],
    )) as [{ id: string }];
    return new GuestLists(app, await Team.as(app), session, made.slug, id);
  }

  /** Puts somebody on the list, by whatever the API answers. */
  add(guest: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const somebody = { name: 'Ada Birch', email: `${crypto.randomUUID()}@example.org` };
    return this.team.post('invitations', { sessionId: this.session.id, poolId: this.poolId, ...somebody, ...guest });
  }

  /** Somebody who is on the list. Throws if that was refused. */
  async invite(guest: Readonly<Record<string, unknown>> = {}): Promise<Invited> {
    const answer = await this.add(guest);
    if (answer.status !== 201) throw new Error(`Nobody was invited: ${answer.text}`);
    return answer.body as unknown as Invited;
  }

  /** What the guest does with their own link. */
  as({ id, url }: Invited, app = this.app) {
    const headers = { authorization: `Invitation ${tokenOf(url)}` };
    const at = `/api/v1/invitations/${id}`;
    return {
      see: () => app.get(at, headers),
      accept: (body: object = { partySize: 1 }) => app.post(`${at}/accept`, body, headers),
      decline: () => app.post(`${at}/decline`, undefined, headers),
      deputise: (deputy: object) => app.post(`${at}/deputise`, { deputy }, headers),
      recall: () => app.post(`${at}/recall-deputy`, undefined, headers),
    };
  }

  async stateOf({ id }: Pick<Invited, 'id'>): Promise<unknown> {
    return (await this.team.get(`invitations/${id}`)).body['state'];
  }

  /** How many people have places of the pool, and how many are promised one. */
  async pool(): Promise<{ taken: number; promised: number; places: number }> {
    const [row] = (await this.app.database.reader.query('SELECT taken, promised, places FROM pools WHERE id = $1', [
      this.poolId,
    ])) as [{ taken: number; promised: number; places: number }];
    return row;
  }
}

export function tokenOf(url: string): string {
  return url.split('/').at(-1)!;
}
