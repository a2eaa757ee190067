import { isUtf8 } from 'node:buffer';
import { UnreadableTable } from './tables.errors.js';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface DecodedText {
  /** Without a byte order mark, and with `\n` for every line end. */
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** How the files begin that people take for a table, and that are none yet: zip (XLSX, ODS) and the old XLS. */
const WORKBOOKS = [Buffer.from('PK\u0003\u0004'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];

/**
 * The text of a file that does not say how it is written: a byte order mark decides, then whether it is UTF-8, and
 * what is neither comes from a Windows program of Western Europe. Throws UnreadableTable.
 */
export function decodeText(bytes: Buffer): DecodedText {
  if (WORKBOOKS.some((start) => bytes.subarray(0, start.length).equals(start))) {
    throw new UnreadableTable(
      'file_is_a_workbook',
      'This is a workbook. Please save the sheet as CSV UTF-8 and send that.',
    );
  }
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, '\n');
  if (text.includes('\0')) {
    throw new UnreadableTable('file_is_no_text', 'This is no text. Please save the table as CSV UTF-8 and send that.');
  }
  if (text.trim() === '') throw new UnreadableTable('file_is_empty', 'There is nothing in this file.');
  return { text, encoding };
}

function encodingOf(bytes: Buffer): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}
