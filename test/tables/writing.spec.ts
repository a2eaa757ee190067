import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { type Batches, type Cell, csvOf, decodeText, harmless, plain, readTable, xlsxOf } from '#tables';
import { eventually } from '../support/eventually.js';
import { sheetIn } from './open-xlsx.js';

const NOW = new Date('2027-01-10T09:00:00Z');
const HEADER = ['Name', 'People'];

async function* batches(...rows: (readonly (readonly Cell[])[])[]): Batches {
  yield* rows;
}

const csv = async (...rows: (readonly Cell[])[]) =>
  (await buffer(csvOf({ header: HEADER, batches: batches(rows) }))).toString();
const xlsx = async (...rows: (readonly Cell[])[]) =>
  sheetIn(await buffer(xlsxOf({ name: 'Registrations', header: HEADER, batches: batches(rows) }, NOW)));

describe('a CSV file', () => {
  it('is UTF-8 with a byte order mark, commas and CR LF', async () => {
    expect(await csv(['Zoë', 2], [null, 0])).toBe('\uFEFFName,People\r\nZoë,2\r\n,0\r\n');
  });

  it('quotes what a reader could take for an end', async () => {
    expect(await csv(['a,b', 1], ['a\nb', 1], ['a\rb', 1], ['a;b', 1], ['say "no"', 1], ['a ', 1])).toBe(
      '\uFEFFName,People\r\n"a,b",1\r\n"a\nb",1\r\n"a\rb",1\r\n"a;b",1\r\n"say ""no""",1\r\n"a ",1\r\n',
    );
  });

  it('is read back as it was written', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...`a;,"\n'=+-@ü€`), minLength: 1, maxLength: 8 });
    const rows = fc.array(
      fc.tuple(
        cell.map((one) => one.trim()),
        fc.nat(),
      ),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const file = Buffer.from(await csv(...written));
        const { rows: back } = await readTable(decodeText(file).text, { rows: 99, columns: 9, cell: 99 });
        // An apostrophe before a formula's sign is taken for ours; people do not write one.
        const expected = written.map(([name, people]) => [plain(name), `${people}`]);
        expect(back.map(({ cells }) => cells.map(plain))).toEqual(expected);
      }),
    );
  });
});

describe('a cell', () => {
  it.each(['=1+1', '+44', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '=HYPERLINK("http://x")'])(
    'that begins a formula is made harmless and comes back: %j',
    (formula) => {
      expect(harmless(formula)).toBe(`'${formula}`);
      expect(plain(harmless(formula))).toBe(formula);
    },
  );

  it.each(['a=b', '1', '', "'tis", 'Ada-May'])('that begins none stays as it is: %j', (one) => {
    expect([harmless(one), plain(one)]).toEqual([one, one]);
  });

  it('is harmless in every kind of file', async () => {
    expect(await csv(['=cmd|x', 1])).toContain(`"'=cmd|x",1`);
    expect((await xlsx(['=cmd|x', 1]))[1]).toEqual(["'=cmd|x", '1']);
  });
});

describe('an XLSX file', () => {
  it('holds texts as texts and numbers as numbers', async () => {
    expect(await xlsx(['Zoë', 2], [null, 0], ['', 7])).toEqual([HEADER, ['Zoë', '2'], ['', '0'], ['', '7']]);
  });

  it('holds every text that there is', async () => {
    const hard = ['<b>&"\'</b>', ' spaced ', 'two\nlines', '_x0041_', '👩‍🌾', 'x'.repeat(32_767)];
    const rows = await xlsx(...hard.map((one) => [one, 1]));
    expect(rows.slice(1).map(([name]) => name)).toEqual(hard);
  });

  it('holds no character that XML cannot', async () => {
    const rows = await xlsx(['a\u0000b\u001fc\ud800d\ufffee', 1], ['x'.repeat(40_000), 1]);
    expect(rows[1]![0]).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
    expect(rows[2]![0]).toHaveLength(32_767);
  });
});

describe.each([
  ['CSV', (rows: Batches) => csvOf({ header: HEADER, batches: rows })],
  ['XLSX', (rows: Batches) => xlsxOf({ name: 'x', header: HEADER, batches: rows }, NOW)],
])('a stream of %s', (_, streamOf) => {
  function counted(limit: number) {
    const seen = { batches: 0, ended: false };
    async function* rows(): Batches {
      try {
        for (; seen.batches < limit; seen.batches++) {
          await new Promise((resolve) => setImmediate(resolve));
          // Random, or a compressed file would hold all of it in a few bytes.
          yield Array.from({ length: 500 }, () => [`${Math.random()}`.repeat(20), 1]);
        }
      } finally {
        seen.ended = true;
      }
    }
    return { seen, rows: rows() };
  }

  it('asks for no more rows than are read', async () => {
    const { seen, rows } = counted(1000);
    const stream = streamOf(rows);
    stream.read(1);
    // What goes into its buffers takes a while where the machine is busy; then nothing more is asked for.
    let before = -1;
    while (before !== seen.batches && seen.batches < 100) {
      before = seen.batches;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    expect(seen.batches).toBeLessThan(100);
    stream.destroy();
  });

  it('ends its rows when the reader goes away', async () => {
    const { seen, rows } = counted(1000);
    const stream = streamOf(rows);
    stream.on('data', () => seen.batches > 2 && stream.destroy());
    await new Promise((resolve) => stream.once('close', resolve));
    await eventually(async () => seen.ended, true);
    expect(seen.batches).toBeLessThan(100);
  });

  it('breaks off when its rows do, and does not look whole', async () => {
    async function* broken(): Batches {
      yield [['a', 1]];
      throw new Error('The database went away.');
    }
    await expect(buffer(streamOf(broken()))).rejects.toThrow('The database went away.');
  });
});
