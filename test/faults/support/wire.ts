import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What happens to bytes on their way to the server: `cut` closes the line in the middle of them, `lose answer` delivers
 * them and closes it at the answer.
 */
export type Verdict = 'pass' | 'cut' | 'lose answer';

/** What is handed on of some bytes, and whether that is the last of them. */
interface Part {
  readonly bytes: Buffer;
  readonly last: boolean;
}

interface Line {
  readonly client: Socket;
  readonly server: Socket;
  dead: boolean;
}

/** A TCP connection's way from our processes to a server, which a test can cut, slow down or let fall silent. */
export class Wire implements AsyncDisposable {
  /** Asked about everything that goes to the server. */
  judge: (bytes: Buffer) => Verdict = () => 'pass';
  /** Whether these bytes of the server are the answer that is to be lost; what comes before it is lost with it. */
  answers: (bytes: Buffer) => boolean = () => true;
  /** Milliseconds that everything takes on its way, in both directions. */
  delay = 0;
  /** How many answers were lost on the way. */
  lost = 0;
  private silence: Promise<void> | undefined;
  private endSilence: (() => void) | undefined;
  private readonly lines = new Set<Line>();

  private constructor(
    private readonly target: { readonly host: string; readonly port: number },
    private readonly door: Server,
    readonly port: number,
  ) {}

  static async to(target: { readonly host: string; readonly port: number }): Promise<Wire> {
    const door = createServer();
    await once(door.listen(0, '127.0.0.1'), 'listening');
    const wire = new Wire(target, door, (door.address() as AddressInfo).port);
    door.on('connection', (client) => wire.carry(client));
    return wire;
  }

  /** The same address, by this wire. */
  instead(url: string): string {
    const through = new URL(url);
    through.port = `${this.port}`;
    return through.href;
  }

  /** Closes all connections; new ones are welcome. Answers how many there were. */
  cut(): number {
    const count = this.lines.size;
    for (const line of this.lines) this.hangUp(line);
    return count;
  }

  /** From now on nothing arrives anywhere, and nobody is told. */
  fallSilent(): void {
    this.silence ??= new Promise((end) => (this.endSilence = end));
  }

  /** Everything that was held back goes on its way. */
  speakAgain(): void {
    this.endSilence?.();
    this.silence = undefined;
  }

  /** From now on connections are refused. */
  async refuse(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.door.close(closed));
  }

  /** At the same port as before. */
  async accept(): Promise<void> {
    await once(this.door.listen(this.port, '127.0.0.1'), 'listening');
  }

  /** Nothing passes any more on the connections there are, and nobody is told; new ones work. Answers how many. */
  deaden(): number {
    for (const line of this.lines) line.dead = true;
    return this.lines.size;
  }

  private carry(client: Socket): void {
    const server = connect(this.target.port, this.target.host);
    const line = { client, server, dead: false };
    this.lines.add(line);
    let losing = false;
    for (const end of [client, server]) {
      end.setNoDelay(true);
      end.on('error', () => this.hangUp(line));
    }
    const toServer = (bytes: Buffer): Part => {
      const verdict = this.judge(bytes);
      losing ||= verdict === 'lose answer';
      return verdict === 'cut' ? { bytes: bytes.subarray(0, bytes.length / 2), last: true } : { bytes, last: false };
    };
    const toClient = (bytes: Buffer): Part => {
      if (!losing) return { bytes, last: false };
      const last = this.answers(bytes);
      if (last) this.lost++;
      return { bytes: Buffer.alloc(0), last };
    };
    this.pass(line, [client, server], toServer);
    this.pass(line, [server, client], toClient);
  }

  private pass(line: Line, [from, to]: readonly [Socket, Socket], partOf: (bytes: Buffer) => Part): void {
    let before = Promise.resolve();
    const afterThat = (act: () => void) => {
      const delayed = sleep(this.delay);
      before = before.then(async () => {
        await delayed;
        await this.silence;
        if (this.lines.has(line) && !line.dead) act();
      });
    };
    from.on('data', (all: Buffer) =>
      afterThat(() => {
        const { bytes, last } = partOf(all);
        to.write(bytes);
        if (last) this.hangUp(line);
      }),
    );
    from.on('close', () => afterThat(() => this.hangUp(line)));
  }

  private hangUp(line: Line): void {
    if (!this.lines.delete(line)) return;
    line.client.destroy();
    line.server.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.speakAgain();
    this.cut();
    await new Promise((closed) => this.door.close(closed));
  }
}
