/** One part of a raw message, read without a mail library: tests judge bytes, not another parser's opinion. */
export interface Part {
  /** Unfolded header lines by small-letter name, all of them. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly type: string;
  readonly parts: readonly Part[];
  /** The body with its transfer encoding undone. */
  readonly content: Buffer;
}

export function mimeTree(raw: string): Part {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const headers = headersOf(head);
  const contentType = headers.get('content-type')?.[0] ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  const encoding = headers.get('content-transfer-encoding')?.[0] ?? '7bit';
  return {
    headers,
    type: contentType.split(';')[0]!.trim().toLowerCase(),
    parts: boundary ? partsOf(body, boundary).map(mimeTree) : [],
    content: decoded(body, encoding.toLowerCase()),
  };
}

export function header(part: Part, name: string): string | undefined {
  return part.headers.get(name.toLowerCase())?.join('\n');
}

export function leaves(part: Part): Part[] {
  return part.parts.length > 0 ? part.parts.flatMap(leaves) : [part];
}

function headersOf(head: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`This is no header line: ${line}`);
    const known = headers.get(name.toLowerCase()) ?? [];
    headers.set(name.toLowerCase(), [...known, value]);
  }
  return headers;
}

function partsOf(body: string, boundary: string): string[] {
  const [, ...parts] = `\r\n${body}`.split(`\r\n--${boundary}`);
  return parts.filter((part) => !part.startsWith('--')).map((part) => part.slice('\r\n'.length));
}

function decoded(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'utf8');
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
