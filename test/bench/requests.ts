import { randomBytes } from 'node:crypto';
import type { Ask } from './plan.js';

export interface Request {
  readonly text: string;
  /** 0 for those that ask for no places. */
  readonly people: number;
}

/** Makes the next request each time it is called. */
export function requestsOf(ask: Ask, host: string): () => Request {
  switch (ask.kind) {
    case 'get':
      return readings(ask, host);
    case 'register':
      return registrations(ask, host);
    case 'mix': {
      const each = ask.asks.map((one) => requestsOf(one, host));
      let turn = 0;
      return () => each[turn++ % each.length]!();
    }
  }
}

function readings({ path, headers = {} }: Ask & { kind: 'get' }, host: string): () => Request {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = { text: `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}\r\n`, people: 0 };
  return () => request;
}

function registrations({ path, sessionIds, largestParty }: Ask & { kind: 'register' }, host: string): () => Request {
  const crowd = randomBytes(4).toString('hex');
  const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: `;
  let number = 0;
  return () => {
    number++;
    const people = 1 + (number % largestParty);
    const sessionId = sessionIds[number % sessionIds.length];
    const contact = { name: `Visitor ${number}`, email: `visitor-${crowd}-${number}@example.org` };
    const body = JSON.stringify({ sessionId, contact, partySize: people });
    return { text: `${head}${body.length}\r\n\r\n${body}`, people };
  };
}
