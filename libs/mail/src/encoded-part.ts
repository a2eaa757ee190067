import * as base64 from 'nodemailer/lib/base64';
import * as qp from 'nodemailer/lib/qp';

/** A part of a mail with its headers, in ASCII, as it goes over the line. */
export interface EncodedPart {
  readonly raw: string;
}

/** Text, quoted-printable (RFC 2045 §6.7). */
export function textPart(type: string, text: string): EncodedPart {
  const body = qp.wrap(qp.encode(text.replace(/\r?\n/g, '\r\n')));
  return { raw: `Content-Type: ${type}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body}` };
}

/** A file, byte for byte, base64 (RFC 2045 §6.8). The name is ours: letters, digits and dots. */
export function filePart(type: string, name: string, content: string): EncodedPart {
  const head = [
    `Content-Type: ${type}; name=${name}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename=${name}`,
  ];
  return { raw: `${head.join('\r\n')}\r\n\r\n${base64.wrap(base64.encode(content))}` };
}

/** Parts together (RFC 2046 §5.1). Quoted-printable never writes "=_", nor does base64, so the boundary is in no part. */
export function multipart(subtype: string, id: string, parts: readonly EncodedPart[]): EncodedPart {
  const boundary = `=_${subtype}-${id}`;
  const written = parts.map(({ raw }) => `--${boundary}\r\n${raw}\r\n`).join('');
  return { raw: `Content-Type: multipart/${subtype};\r\n boundary="${boundary}"\r\n\r\n${written}--${boundary}--\r\n` };
}
