import { finished, Readable } from 'node:stream';
import yazl from 'yazl';
import type { Cell } from './harmless.js';
import { harmless } from './harmless.js';
import type { Sheet } from './sheet.js';

/** What a sheet holds under its header (ECMA-376 leaves it open; Excel ends there). */
export const XLSX_ROWS = 1_048_575;
const CELL_CHARACTERS = 32_767;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A workbook of one sheet (ECMA-376 part 1), as a stream that holds one batch of rows at a time: texts stand in their
 * cells and not in a table of their own, which would have to be kept to the end. Closing the stream ends the batches.
 */
export function xlsxOf(sheet: Sheet, writtenAt: Date): Readable {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  const rows = Readable.from(sheetXml(sheet), { objectMode: false });
  const options = { mtime: writtenAt };
  for (const [path, xml] of parts(sheet.name)) zip.addBuffer(Buffer.from(HEAD + xml), path, options);
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml', options);
  for (const source of [zip, rows]) source.on('error', (error: Error) => output.destroy(error));
  finished(output, () => rows.destroy());
  zip.end();
  return output;
}

async function* sheetXml({ header, batches }: Sheet): AsyncGenerator<string> {
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const views = `<sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews>`;
  const widths = `<cols><col min="1" max="${header.length}" width="22" customWidth="1"/></cols>`;
  yield `${HEAD}<worksheet xmlns="${MAIN}">${views}${widths}<sheetData>${rowXml(header, ' s="1"')}`;
  for await (const rows of batches) yield rows.map((cells) => rowXml(cells, '')).join('');
  yield '</sheetData></worksheet>';
}

/** Rows and cells without their addresses: those follow from the order. */
function rowXml(cells: readonly Cell[], style: string): string {
  return `<row>${cells.map((cell) => cellXml(cell, style)).join('')}</row>`;
}

function cellXml(cell: Cell, style: string): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return `<c${style}><v>${cell}</v></c>`;
  const text = escaped(harmless(cell).slice(0, CELL_CHARACTERS));
  return `<c${style} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** No character of XML 1.0 (§2.2): controls, halves of surrogate pairs, and two that Unicode keeps for itself. */
// oxlint-disable-next-line no-control-regex
const NO_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/gu;
/** Text that would be read as an escaped character (ECMA-376 part 1 §22.9.2.19). */
const LIKE_ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g;

function escaped(text: string): string {
  return text
    .replace(NO_XML, '\uFFFD')
    .replace(LIKE_ESCAPE, '_x005F_')
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!)
    .replaceAll('\r', '_x000D_');
}

function parts(name: string): [path: string, xml: string][] {
  const type = (part: string, what: string) => `<Override PartName="${part}" ContentType="${TYPES}.${what}+xml"/>`;
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const relations = (inner: string) => `<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`;
  const sheet = `<sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="rId1"/>`;
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('/xl/workbook.xml', 'sheet.main')}${type('/xl/worksheets/sheet1.xml', 'worksheet')}${type('/xl/styles.xml', 'styles')}</Types>`,
    ],
    ['_rels/.rels', relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))],
    ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheet}</sheets></workbook>`],
    [
      'xl/_rels/workbook.xml.rels',
      relations(relation('rId1', 'worksheet', 'worksheets/sheet1.xml') + relation('rId2', 'styles', 'styles.xml')),
    ],
    ['xl/styles.xml', STYLES],
  ];
}

/** Style 0 is plain, 1 the header in bold. Nothing here may be left out: Excel takes it for damage. */
const FONT = '<sz val="11"/><name val="Calibri"/>';
const STYLES = [
  `<styleSheet xmlns="${MAIN}">`,
  `<fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts>`,
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>',
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join('');

/** At most 31 characters, and none that means something in a reference to a sheet. */
function sheetName(name: string): string {
  const allowed = name
    .replace(/[[\]:*?/\\]/g, ' ')
    .trim()
    .replace(/^'|'$/g, '');
  return allowed.slice(0, 31).trim() || 'Sheet';
}
