import { inflateRawSync } from 'node:zlib';

/** The cells of the first sheet of a workbook, read from its bytes; fails where a spreadsheet would say "damaged". */
export function sheetIn(file: Buffer): string[][] {
  const sheet = filesIn(file).get('xl/worksheets/sheet1.xml')!.toString();
  return [...sheet.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) =>
    [...row!.matchAll(/<c\/>|<c[^>]*>(?:<v>(.*?)<\/v>|<is><t xml:space="preserve">(.*?)<\/t><\/is>)<\/c>/gs)].map(
      ([, number, text]) => number ?? unescaped(text ?? ''),
    ),
  );
}

/** By the central directory (APPNOTE §4.3.12), for sizes stand behind the data in what was streamed. */
export function filesIn(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + lengths[0]!);
    const [size, start] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    files.set(name, inflateRawSync(zip.subarray(data, data + size)));
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return files;
}

function unescaped(xml: string): string {
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return xml
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => characters[name]!)
    .replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
