import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';
import { endsWithUs } from './ends-with-us.js';

const PROGRAMS = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'];

export function nginxProgram(): string | undefined {
  return PROGRAMS.find((path) => existsSync(path));
}

/** An nginx in front of some servers, with all its files in a folder of its own. */
export class Nginx implements AsyncDisposable {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static async before(servers: readonly string[]): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'));
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, configuration(folder, port, servers));
    const program = spawn(nginxProgram()!, ['-c', file, '-p', folder, '-e', join(folder, 'error.log')], {
      stdio: 'ignore',
    });
    endsWithUs(program);
    const nginx = new Nginx(`http://127.0.0.1:${port}`, program, folder);
    for (let tries = 0; tries < 100; tries++) {
      if (await listens(port)) return nginx;
      await sleep(50);
    }
    const said = readFileSync(join(folder, 'error.log'), 'utf8');
    await nginx[Symbol.asyncDispose]();
    throw new Error(`nginx does not start:\n${said}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One worker process: the machine has other things to do. Connections are kept on both sides for as long as it runs. */
function configuration(folder: string, port: number, servers: readonly string[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off;
  proxy_max_temp_file_size 0;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  keepalive_requests 100000000;
  upstream gatehouse {
    ${servers.map((server) => `server ${new URL(server).host};`).join(' ')}
    keepalive 256;
    keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=2048;
    location / {
      proxy_pass http://gatehouse;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }
}
`;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
