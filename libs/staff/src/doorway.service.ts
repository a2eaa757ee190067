import { Injectable } from '@nestjs/common';
import { emailKey } from '#contracts';
import { Database } from '#database';
import { AuditTrail } from './audit-trail.service.js';
import type { AuthEndpoint } from './auth-endpoints.js';
import { type AuthCall, Authentication, type SignedIn } from './authentication.service.js';
import { granted, sharpened } from './auth-refusal.js';
import { Guesses } from './guesses.service.js';
import { mustBeGood } from './password-rules.js';
import { AuthRefused, SignInRefused } from './staff.errors.js';
import { deleteSessionByToken } from './staff.queries.js';
import { isUserVerified } from './user-verification.js';

/** Where somebody who is signed in says their password again. */
const PASSWORD_AT: ReadonlySet<AuthEndpoint> = new Set<AuthEndpoint>([
  '/change-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/get-totp-uri',
  '/two-factor/generate-backup-codes',
]);
const CODE_AT: ReadonlySet<AuthEndpoint> = new Set<AuthEndpoint>([
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
]);

/** What members change about their own accounts, for the audit trail. */
const NOTED: Readonly<Partial<Record<AuthEndpoint, string>>> = {
  '/change-password': 'staff.password-set',
  '/two-factor/disable': 'staff.second-factor-removed',
  '/two-factor/generate-backup-codes': 'staff.recovery-codes-made',
  '/passkey/verify-registration': 'staff.passkey-added',
  '/passkey/delete-passkey': 'staff.passkey-removed',
};

/**
 * Before and after the library for accounts: guessing is slow, passwords are good, codes open once, and what members
 * change about their accounts is noted. It is noted after the change and not with it, which is the library's.
 */
@Injectable()
export class Doorway {
  constructor(
    private readonly database: Database,
    private readonly authentication: Authentication,
    private readonly guesses: Guesses,
    private readonly audit: AuditTrail,
  ) {}

  /** The library's answer. What it refuses, and what we do, is thrown as a refusal of ours. */
  async pass(call: AuthCall): Promise<Response> {
    const { path } = call;
    try {
      if (path === '/sign-in/email') return await this.signIn(call);
      if (path === '/passkey/verify-authentication') return await this.signInByPasskey(call);
      const session = await this.authentication.signedIn(call.cookie);
      if (CODE_AT.has(path)) return await this.code(call, session);
      const answer = PASSWORD_AT.has(path)
        ? await this.withPassword(call, session)
        : await granted(await this.authentication.pass(call));
      if (session) await this.note(NOTED[path], session, call.address);
      return answer;
    } catch (error) {
      throw sharpened(error);
    }
  }

  private async signIn(call: AuthCall): Promise<Response> {
    const email = emailKey(textOf(call, 'email'));
    return this.guess({ ...call, body: { ...call.body, email } }, email);
  }

  private async signInByPasskey(call: AuthCall): Promise<Response> {
    if (!isUserVerified(call.body ?? {})) throw new SignInRefused();
    return this.guess(call, undefined);
  }

  private async withPassword(call: AuthCall, session: SignedIn | undefined): Promise<Response> {
    if (call.path !== '/change-password') return this.guess(call, session?.email);
    if (session) await mustBeGood(textOf(call, 'newPassword'), session, '/newPassword');
    // Perhaps somebody else sits there, and is why they change it.
    return this.guess({ ...call, body: { ...call.body, revokeOtherSessions: true } }, session?.email);
  }

  /** At the end of a sign-in, or to show that a new app works. Wrong ones are counted for the account by the library. */
  private async code(call: AuthCall, session: SignedIn | undefined): Promise<Response> {
    const answer = await this.guess(call, undefined);
    if (!session) await this.mustBeFirstUse(answer, textOf(call, 'code'));
    else if (!session.secondFactor && call.path === '/two-factor/verify-totp') {
      await this.note('staff.second-factor-added', session, call.address);
    }
    return answer;
  }

  private async mustBeFirstUse(answer: Response, code: string): Promise<void> {
    const { token, user } = (await answer.clone().json()) as { readonly token: string; readonly user: { id: string } };
    if (await this.guesses.isFirstUse(user.id, code)) return;
    await this.database.transaction(async (tx) => deleteSessionByToken(tx, token));
    throw new AuthRefused(401, 'invalid_code', 'This code was used before.');
  }

  private async guess(call: AuthCall, account: string | undefined): Promise<Response> {
    await this.guesses.begin(account, call.address);
    const answer = await granted(await this.authentication.pass(call));
    await this.guesses.right(account, call.address);
    return answer;
  }

  private async note(kind: string | undefined, session: SignedIn, address: string): Promise<void> {
    if (!kind) return;
    const { memberId: id, name } = session;
    const actor = { kind: 'person', id, name, address } as const;
    await this.database.transaction(async (tx) => this.audit.record(tx, actor, { kind, subjectId: id }));
  }
}

function textOf({ body = {} }: AuthCall, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
