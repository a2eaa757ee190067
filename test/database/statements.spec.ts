import { Database, insertRows, read, type Tx, write } from '#database';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

@Entity('plants')
class Plant {
  @PrimaryColumn('integer') id!: number;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('jsonb') beds!: unknown;
  @Column('timestamptz', { name: 'sown_at' }) sownAt!: Date;
}

const SOWN = new Date('2027-03-01T09:00:00Z');
const plant = (id: number, change: Partial<Plant> = {}): Plant => ({
  ...{ id, name: `plant ${id}`, note: null, beds: {}, sownAt: SOWN },
  ...change,
});

let store: TestDatabase;
let source: DataSource;
let database: Database;
beforeAll(async () => {
  store = await freshDatabase();
  const extra = { pipeline: true };
  source = await new DataSource({ type: 'postgres', url: store.url, entities: [Plant], extra }).initialize();
  database = new Database(source);
  await source.query(
    'CREATE TABLE plants (id integer PRIMARY KEY, name text, note text, beds jsonb, sown_at timestamptz)',
  );
});
beforeEach(() => source.query('TRUNCATE plants'));
afterAll(async () => {
  await source.destroy();
  await store.drop();
});

const names = async (tx: Tx = database.reader) => {
  const rows = await read<{ name: string }[]>(tx)`SELECT name FROM plants ORDER BY id`;
  return rows.map(({ name }) => name);
};

describe('statements of a transaction that does not wait for their answers', () => {
  it('are carried out in the order in which they were called', async () => {
    const seen = await database.transaction(async (tx) => {
      insertRows(tx, Plant, [plant(1)]);
      const before = names(tx);
      write(tx)`UPDATE plants SET name = ${'mint'} WHERE id = ${1}`;
      return Promise.all([before, names(tx)]);
    });
    expect(seen).toEqual([['plant 1'], ['mint']]);
  });

  it('are on their way to PostgreSQL before the first of them is answered', async () => {
    const order: string[] = [];
    await database.transaction(async (tx) => {
      const slow = read(tx)`SELECT pg_sleep(0.2)`.then(() => order.push('slow'));
      const asked = performance.now();
      write(tx)`INSERT INTO plants VALUES (1, 'sage')`;
      const quick = names(tx).then(() => order.push('quick'));
      expect(performance.now() - asked).toBeLessThan(150);
      await Promise.all([slow, quick]);
    });
    expect(order).toEqual(['slow', 'quick']);
  });

  it('roll everything back if one of them fails that nobody waits for, and say why', async () => {
    const failed = database.transaction(async (tx) => {
      insertRows(tx, Plant, [plant(1)]);
      insertRows(tx, Plant, [plant(1)]);
      write(tx)`UPDATE plants SET name = 'after'`;
    });
    await expect(failed).rejects.toMatchObject({ code: '23505', constraint: 'plants_pkey' });
    expect(await names()).toEqual([]);
  });

  it('say why, too, when a later one is waited for and only hears of the failure', async () => {
    const failed = database.transaction(async (tx) => {
      insertRows(tx, Plant, [plant(1), plant(1)]);
      await names(tx);
    });
    await expect(failed).rejects.toMatchObject({ code: '23505' });
  });

  it('leave the connection fit for the next transaction', async () => {
    const bad = (tx: Tx) => write(tx)`INSERT INTO plants VALUES ('no number')`;
    for (let time = 0; time < 30; time++) {
      await expect(database.transaction(async (tx) => bad(tx))).rejects.toMatchObject({ code: '22P02' });
      await database.transaction(async (tx) => insertRows(tx, Plant, [plant(time)]));
    }
    expect(await names()).toHaveLength(30);
  });

  it('run again together after a deadlock', async () => {
    let tries = 0;
    await database.transaction(async (tx) => {
      tries++;
      insertRows(tx, Plant, [plant(1)]);
      if (tries === 1) write(tx)`DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$`;
    });
    expect(tries).toBe(2);
    expect(await names()).toEqual(['plant 1']);
  });

  it('are undone to a savepoint alone, and stay part of the one transaction around it', async () => {
    const inner = (tx: Tx, id: number, end: () => void) =>
      tx.transaction(async () => {
        insertRows(tx, Plant, [plant(id)]);
        await names(tx);
        end();
      });
    const fail = () => {
      throw new Error('no');
    };
    await database.transaction(async (tx) => {
      insertRows(tx, Plant, [plant(1)]);
      await expect(inner(tx, 2, fail)).rejects.toThrow('no');
      await inner(tx, 3, () => {});
    });
    expect(await names()).toEqual(['plant 1', 'plant 3']);
    const failed = database.transaction(async (tx) => {
      await inner(tx, 4, () => {});
      fail();
    });
    await expect(failed).rejects.toThrow('no');
    expect(await names()).toEqual(['plant 1', 'plant 3']);
  });

  it('need a transaction', () => {
    expect(() => write(database.reader)`DELETE FROM plants`).toThrow('in a transaction');
  });
});

describe('many rows by one statement', () => {
  const inserted = async (rows: readonly Plant[]) => {
    await database.transaction(async (tx) => insertRows(tx, Plant, rows, 'name'));
    return source.manager.find(Plant, { order: { id: 'ASC' } });
  };

  it.each([
    ['one row', [plant(1)]],
    ['rows that are alike in most columns', [plant(1), plant(2), plant(3)]],
    ['rows that differ in all', [plant(1), plant(2, { note: 'shade', beds: { a: 1 }, sownAt: new Date(0) })]],
    ['nulls beside values', [plant(1, { note: 'sun' }), plant(2), plant(3, { note: '' })]],
    ['JSON of every kind', [plant(1, { beds: [1, 'two', null] }), plant(2, { beds: { b: ['x"y', '{},'] } }), plant(3)]],
    ['what an array would trip over', [plant(1, { name: '{a,"b"}\\', note: 'NULL' }), plant(2, { note: null })]],
  ])('brings %s as they are', async (_, rows) => {
    expect(await inserted(rows)).toEqual(rows);
  });

  it('does nothing for none', async () => {
    expect(await inserted([])).toEqual([]);
  });
});
