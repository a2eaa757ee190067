import fc from 'fast-check';
import { newReference, newTicketCode, parseReference } from '#kernel';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const references = fc.integer({ min: 0, max: 9999 }).map(() => newReference());

const lettersOf = (reference: string): string[] => [...reference.slice(3).replace('-', '')];
const written = (letters: readonly string[]): string =>
  `GH-${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;

describe('a reference', () => {
  it('is written in two groups of four, without letters that look like others', () => {
    for (let count = 0; count < 500; count++) {
      expect(newReference()).toMatch(/^GH-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    }
  });

  it('is another one each time', () => {
    // Of 32⁷: among thousands, two would be the same every now and then.
    expect(new Set(Array.from({ length: 200 }, newReference)).size).toBe(200);
  });

  it('uses every letter of its alphabet in every random position', () => {
    const seen = Array.from({ length: 7 }, () => new Set<string>());
    for (let count = 0; count < 3000; count++) {
      for (const [position, letter] of lettersOf(newReference()).slice(0, 7).entries()) seen[position]!.add(letter);
    }
    for (const letters of seen) expect([...letters].sort().join('')).toBe(ALPHABET);
  });
});

describe('reading a reference', () => {
  it('gives what was written', () => {
    fc.assert(fc.property(references, (reference) => parseReference(reference) === reference));
  });

  it('catches every single wrong letter', () => {
    fc.assert(
      fc.property(references, (reference) => {
        const letters = lettersOf(reference);
        for (const [position, right] of letters.entries()) {
          for (const wrong of ALPHABET.replace(right, '')) {
            expect(parseReference(written(letters.with(position, wrong)))).toBeUndefined();
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('catches neighbours that have changed places', () => {
    const swapped = (letters: readonly string[], at: number) =>
      letters.with(at, letters[at + 1]!).with(at + 1, letters[at]!);
    fc.assert(
      fc.property(references, (reference) => {
        const letters = lettersOf(reference);
        for (let at = 0; at < 7; at++) {
          if (letters[at] !== letters[at + 1]) expect(parseReference(written(swapped(letters, at)))).toBeUndefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['small letters', (text: string) => text.toLowerCase()],
    ['no dashes', (text: string) => text.replaceAll('-', '')],
    ['no prefix', (text: string) => text.slice(3)],
    ['spaces instead of dashes', (text: string) => text.replaceAll('-', ' ')],
    ['spaces around it', (text: string) => `  ${text}\t`],
    ['the letter O for a nought', (text: string) => text.replaceAll('0', 'O')],
    ['the letters i and L for a one', (text: string) => text.replace('1', 'i').replaceAll('1', 'L')],
    [
      'all of that at once',
      (text: string) =>
        ` gh${text.slice(3).replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase()} `,
    ],
  ])('understands %s', (_name, changed) => {
    for (let count = 0; count < 300; count++) {
      const reference = newReference();
      expect(parseReference(changed(reference))).toBe(reference);
    }
  });

  it('understands one without its prefix even where it begins with the same two letters', () => {
    const all = [...ALPHABET].map((check) => written([...`GH7K2M9${check}`]));
    const reference = all.find((text) => parseReference(text))!;
    for (const typed of [reference, reference.slice(3), reference.slice(3).replace('-', '')]) {
      expect(parseReference(typed)).toBe(reference);
    }
  });

  it.each([
    '',
    'GH',
    'GH-',
    'GH-7K2M',
    'GH-7K2M-9QPD-1',
    'GH-7K2M-9QP',
    'GH-7K2U-9QPD',
    'XX-7K2M-9QPD',
    'GH-7K2M-9QÖD',
    'ſſſſſſſſ',
    'ada@example.org',
  ])('does not take "%s" for one', (text) => expect(parseReference(text)).toBeUndefined());

  it('takes hardly any random text for one, and never fails', () => {
    fc.assert(fc.property(fc.string(), (text) => ['undefined', 'string'].includes(typeof parseReference(text))));
    const guesses = Array.from({ length: 3200 }, () => written(lettersOf(newReference()).with(7, '0')));
    expect(guesses.filter((guess) => parseReference(guess)).length).toBeLessThan(200);
  });
});

it('gives ticket codes of twenty letters, another one each time', () => {
  const codes = Array.from({ length: 1000 }, newTicketCode);
  expect(new Set(codes).size).toBe(1000);
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
});
