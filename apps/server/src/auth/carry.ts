import type { FastifyReply } from 'fastify';

const CARRIED = ['content-type', 'location', 'retry-after'];

/** Its status, cookies and body; all other headers are ours. */
export async function carry(answer: Response, reply: FastifyReply): Promise<string> {
  reply.status(answer.status);
  carryCookies(answer, reply);
  for (const name of CARRIED) if (answer.headers.has(name)) reply.header(name, answer.headers.get(name)!);
  return answer.text();
}

export function carryCookies(answer: Response, reply: FastifyReply): void {
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie);
}
