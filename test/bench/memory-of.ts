import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Program } from '../support/program.js';
import { rounded } from './report.js';

/** Options of Node for a program whose memory is looked at: its inspector listens on loopback. */
export const INSPECTED = ['--inspect=127.0.0.1:0'];
const MIB = 1024 * 1024;

/** What a program holds once all garbage has been collected, in MiB. */
export interface Memory {
  readonly heap: number;
  /** Buffers outside of V8's heap. */
  readonly buffers: number;
}

/** Looks at the memory of a program through Node's inspector, so that nothing of it has to be built into the program. */
export class MemoryOf implements Disposable {
  private constructor(
    private readonly pid: number,
    private readonly inspector: WebSocket,
  ) {}

  /** Of a program started with `INSPECTED`. */
  static async open({ process, output }: Program): Promise<MemoryOf> {
    const address = /Debugger listening on (ws:\S+)/.exec(output())![1]!;
    const inspector = new WebSocket(address);
    await once(inspector, 'open');
    return new MemoryOf(process.pid!, inspector);
  }

  /** Collects all garbage first. What grows from look to look is a leak, whatever the process has of the machine. */
  async kept(): Promise<Memory> {
    await this.ask('HeapProfiler.collectGarbage');
    const expression = 'JSON.stringify(process.memoryUsage())';
    const { result } = await this.ask<{ result: { value: string } }>('Runtime.evaluate', { expression });
    const { heapUsed, external } = JSON.parse(result.value) as NodeJS.MemoryUsage;
    return { heap: rounded(heapUsed / MIB), buffers: rounded(external / MIB) };
  }

  /** The most that the process ever had of the machine, in MiB; Linux counts it. */
  peak(): number {
    const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))!;
    return Math.round(Number(kilobytes) / 1024);
  }

  private async ask<Answer>(method: string, params: object = {}): Promise<Answer> {
    const answered = once(this.inspector, 'message');
    this.inspector.send(JSON.stringify({ id: 1, method, params }));
    const [{ data }] = (await answered) as [{ data: string }];
    return (JSON.parse(data) as { result: Answer }).result;
  }

  [Symbol.dispose](): void {
    this.inspector.close();
  }
}
