import fc from 'fast-check';
import { decodeText, matchColumns, readTable, type Table, UnreadableTable } from '#tables';

const LIMITS = { rows: 1000, columns: 20, cell: 500 };

async function read(bytes: Buffer, limits = LIMITS): Promise<Table> {
  return readTable(decodeText(bytes).text, limits);
}

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const windows1252 = (text: string) => Buffer.from(text, 'latin1');
const cells = ({ rows }: Table) => rows.map((row) => row.cells);

const NAMES = 'Name;E-Mail\r\nZoë Köhler;zoe@example.org\r\n';

describe('the text of a file', () => {
  it.each([
    ['UTF-8 with a byte order mark, as Excel saves it', Buffer.from(`\uFEFF${NAMES}`), 'utf-8'],
    ['UTF-8 without one', Buffer.from(NAMES), 'utf-8'],
    ['UTF-16LE, as Excel saves "Unicode text"', utf16(NAMES), 'utf-16le'],
    ['UTF-16BE', utf16(NAMES).swap16(), 'utf-16be'],
    ['Windows-1252, as Excel saves "CSV"', windows1252(NAMES), 'windows-1252'],
  ])('is read from %s', async (_, bytes, encoding) => {
    expect(decodeText(bytes).encoding).toBe(encoding);
    const table = await read(bytes);
    expect(table.header).toEqual(['Name', 'E-Mail']);
    expect(cells(table)).toEqual([['Zoë Köhler', 'zoe@example.org']]);
  });

  it('has the signs that Windows-1252 has and Latin-1 has not', async () => {
    const table = await read(Buffer.from([...Buffer.from('Name\n'), 0x93, 0x80, 0x94]));
    expect(cells(table)).toEqual([['“€”']]);
  });

  it.each([
    ['a workbook', Buffer.from('PK\u0003\u0004…'), 'file_is_a_workbook'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'file_is_a_workbook'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'file_is_no_text'],
    ['nothing', Buffer.alloc(0), 'file_is_empty'],
    ['nothing but a byte order mark', Buffer.from('\uFEFF'), 'file_is_empty'],
    ['empty lines', Buffer.from('\n\r\n  \n'), 'file_is_empty'],
  ])('cannot be read from %s', (_, bytes, code) => {
    expect(() => decodeText(bytes)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('a separator', () => {
  it.each([
    ['semicolons', 'Name;E-Mail\nAda;a@example.org', ';'],
    ['commas', 'Name,E-Mail\nAda,a@example.org', ','],
    ['tabs', 'Name\tE-Mail\nAda\ta@example.org', '\t'],
    ['bars', 'Name|E-Mail\nAda|a@example.org', '|'],
    ['what the first line says', 'sep=;\nName, first;E-Mail\nAda;a@example.org', ';'],
    ['semicolons, with commas within', 'Name, first, last;E-Mail\nBirch, Ada;a@example.org\nElm;b@example.org', ';'],
    ['commas, with semicolons in quotes', '"Name; first; last",E-Mail\n"Birch; Ada; x",a@example.org', ','],
  ])('is found: %s', async (_, text, separator) => {
    const table = await read(Buffer.from(text));
    expect([table.separator, table.header.length]).toEqual([separator, 2]);
    expect(table.rows[0]!.cells[1]).toBe('a@example.org');
  });

  it('is missed by nobody where there is one column', async () => {
    expect(cells(await read(Buffer.from('E-Mail\na@example.org\nb@example.org')))).toEqual([
      ['a@example.org'],
      ['b@example.org'],
    ]);
  });
});

describe('rows', () => {
  it.each(['\n', '\r\n', '\r'])('end with %j, and say where they begin', async (end) => {
    const text = ['', 'Name;Notes', 'Ada;"one', 'two"', '', ';', 'Tom;x'].join(end);
    const table = await read(Buffer.from(text));
    expect(table.rows).toEqual([
      { line: 3, cells: ['Ada', 'one\ntwo'] },
      { line: 7, cells: ['Tom', 'x'] },
    ]);
  });

  it('may be ragged', async () => {
    expect(cells(await read(Buffer.from('a,b,c\n1\n1,2,3,4\n')))).toEqual([['1'], ['1', '2', '3', '4']]);
  });

  it('keep what looks like a formula as text, and lose the apostrophe that made it harmless', async () => {
    const table = await read(Buffer.from("a,b,c\n=1+1,'+44 20 7946 0123,'tis\n"));
    expect(cells(table)).toEqual([['=1+1', '+44 20 7946 0123', "'tis"]]);
  });

  it('keep a quotation mark inside a cell', async () => {
    expect(cells(await read(Buffer.from('a,b\n5" pot,"say ""yes"""\n')))).toEqual([['5" pot', 'say "yes"']]);
  });

  it('are refused with the line where the file goes wrong', async () => {
    await expect(read(Buffer.from('a,b\n1,2\n"3,4\n5,6\n'))).rejects.toMatchObject({
      code: 'quote_not_closed',
      line: 3,
    });
    const long = read(Buffer.from(`a\n1\n${'x'.repeat(501)}`));
    await expect(long).rejects.toMatchObject({ code: 'cell_too_long', line: 3 });
    const endless = read(Buffer.from(`a\n1\n${'x'.repeat(100_000)}`));
    await expect(endless).rejects.toMatchObject({ code: 'cell_too_long', line: 3 });
    const wide = read(Buffer.from(`a\n${','.repeat(20)}x`));
    await expect(wide).rejects.toMatchObject({ code: 'too_many_columns', line: 2 });
    await expect(read(Buffer.from(`a\n${'x\n'.repeat(1001)}`))).rejects.toMatchObject({
      code: 'too_many_rows',
      line: 1002,
    });
    expect((await read(Buffer.from(`a\n${'x\n'.repeat(1000)}`))).rows).toHaveLength(1000);
  });

  it('of any bytes are read or refused, and nothing else', async () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: fc.constantFrom(...'a;,"\n\r\t =') }));
    await fc.assert(
      fc.asyncProperty(bytes, async (some) => {
        const table = await read(Buffer.from(some as Uint8Array)).catch((error: unknown) => error);
        expect(table instanceof UnreadableTable || (table as Table).header.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('come back as they were written, in every way to write them, with the right lines', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab;,\t"\n €ü=+'), maxLength: 8 }).map((text) => text.trim());
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 8 });
    const ways = fc.record({ separator: fc.constantFrom(';', ',', '\t'), end: fc.constantFrom('\n', '\r\n', '\r') });
    await fc.assert(
      fc.asyncProperty(rows, ways, async (written, { separator, end }) => {
        let line = 2;
        const texts = written.map((row) => {
          const text = row.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator);
          const at = line;
          line += text.split('\n').length;
          return { row, at, text };
        });
        const file = [`name${separator}mail`, ...texts.map(({ text }) => text)].join('\n').replaceAll('\n', end);
        const full = texts.filter(({ row }) => row.some((one) => one !== ''));
        const table = await read(Buffer.from(file));
        expect(table.rows).toEqual(full.map(({ row, at }) => ({ line: at, cells: row })));
      }),
      { numRuns: 300 },
    );
  });
});

describe('columns', () => {
  const names = new Map([
    ['email', ['E-mail', 'Email address']],
    ['name', ['Name', 'Full name', 'Prénom']],
  ]);

  it.each([
    [
      ['NAME', 'e-mail'],
      ['name', 'email'],
    ],
    [
      ['Email  Address *', ' full_name'],
      ['email', 'name'],
    ],
    [
      ['prenom', 'Shoe size'],
      ['name', null],
    ],
    [
      ['Name', 'Full name', ''],
      ['name', null, null],
    ],
  ])('are known by what people call them: %j', (header, fields) => {
    expect(matchColumns(header, names)).toEqual(fields);
  });
});
