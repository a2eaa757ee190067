import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

interface Asked {
  readonly challenge: string;
  readonly user?: { readonly id: string };
}

const encoded = (bytes: Buffer) => bytes.toString('base64url');
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();

/** A passkey in software (W3C WebAuthn §6): ES256, without attestation. */
export class Authenticator {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly id = randomBytes(16);
  private userHandle = '';
  private uses = 0;

  constructor(
    private readonly origin: string,
    /** Whether it asks for a finger or a PIN. */
    private readonly verifies = true,
  ) {}

  /** What `navigator.credentials.create` answers, as JSON. */
  register({ challenge, user }: Asked): object {
    this.userHandle = user!.id;
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    const point = (part: string) => Buffer.concat([Buffer.from([0x58, 0x20]), Buffer.from(part, 'base64url')]);
    // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    const cose = [Buffer.from('a5010203262001', 'hex'), Buffer.from([0x21]), point(x!), Buffer.from([0x22]), point(y!)];
    const credential = [Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, ...cose];
    const data = Buffer.concat([this.data(0x41), ...credential]);
    // {fmt: "none", attStmt: {}, authData: data}
    const attestation = [
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      Buffer.from([0x58, data.length]),
      data,
    ];
    const attestationObject = encoded(Buffer.concat(attestation));
    return this.credential({ clientDataJSON: encoded(this.client('webauthn.create', challenge)), attestationObject });
  }

  /** What `navigator.credentials.get` answers, as JSON. */
  assert({ challenge }: Asked): object {
    const client = this.client('webauthn.get', challenge);
    const data = this.data(0x01);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.keys.privateKey);
    return this.credential({
      clientDataJSON: encoded(client),
      authenticatorData: encoded(data),
      signature: encoded(signature),
      userHandle: this.userHandle,
    });
  }

  private data(flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.uses);
    const rpId = sha256(new URL(this.origin).hostname);
    return Buffer.concat([rpId, Buffer.from([this.verifies ? flags | 0x04 : flags]), counter]);
  }

  private client(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  private credential(response: object): object {
    const id = encoded(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}
