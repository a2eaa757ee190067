import fc from 'fast-check';
import { Secrets } from '#kernel';

const OLD = 'an old key of thirty-two characters';
const NEW = 'the new key of thirty-two characters';
const before = new Secrets([OLD]);
const rotated = new Secrets([NEW, OLD]);
const after = new Secrets([NEW]);

/** Every text that differs in one character. */
function altered(text: string): string[] {
  return [...text].map((letter, at) => text.slice(0, at) + (letter === 'A' ? 'B' : 'A') + text.slice(at + 1));
}

describe('a signature', () => {
  it('is accepted for its text and its purpose alone', () => {
    const signed = before.sign('manage', 'one');
    expect(before.verify('manage', 'one', signed)).toBe(true);
    expect(before.verify('manage', 'two', signed)).toBe(false);
    expect(before.verify('calendar', 'one', signed)).toBe(false);
    expect(new Secrets(['another key of thirty-two characters']).verify('manage', 'one', signed)).toBe(false);
  });

  it('does not let purpose and text run into each other', () => {
    expect(before.verify('manage', 'x', before.sign('man', 'agex'))).toBe(false);
    expect(before.sign('a', 'bc')).not.toBe(before.sign('ab', 'c'));
  });

  it('has 128 bits, and none of them may be wrong, missing or more', () => {
    const signed = before.sign('manage', 'one');
    const bytes = Buffer.from(signed, 'base64url');
    expect(bytes).toHaveLength(16);
    for (let bit = 0; bit < 128; bit++) {
      const wrong = Buffer.from(bytes);
      wrong[bit >> 3]! ^= 1 << (bit & 7);
      expect(before.verify('manage', 'one', wrong.toString('base64url'))).toBe(false);
    }
    for (const wrong of ['', signed.slice(0, -2), `${signed}AA`, 'not base64 at all!']) {
      expect(before.verify('manage', 'one', wrong)).toBe(false);
    }
  });

  it('outlives a new key in front, and ends with the old one', () => {
    const signed = before.sign('manage', 'one');
    expect([rotated, after].map((secrets) => secrets.verify('manage', 'one', signed))).toEqual([true, false]);
    expect(after.verify('manage', 'one', rotated.sign('manage', 'one'))).toBe(true);
  });
});

describe('a sealed text', () => {
  it('opens to what it was, whatever that was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => before.open(before.seal(text)) === text.toWellFormed()),
    );
  });

  it('says nothing of itself, and looks different each time', () => {
    const sealed = before.seal('a manage link');
    expect(sealed).not.toBe(before.seal('a manage link'));
    expect(Buffer.from(sealed.split('.')[1]!, 'base64url').toString('latin1')).not.toContain('link');
  });

  it('does not open when any of it was altered, cut off or added', () => {
    const sealed = before.seal('one');
    const last = altered(sealed).slice(0, -1);
    for (const wrong of [...last, sealed.slice(0, -4), sealed.slice(0, 10), `${sealed}AAAA`, '', '.', 'x.y']) {
      expect(() => before.open(wrong)).toThrow();
    }
  });

  it('outlives a new key in front, and says why it does not open without the old one', () => {
    const sealed = before.seal('one');
    expect(rotated.open(sealed)).toBe('one');
    expect(() => after.open(sealed)).toThrow('This was sealed with a key that is not in SECRET_KEYS any more.');
    expect(after.open(rotated.seal('two'))).toBe('two');
  });

  it('opens at the place that it was sealed for, and nowhere else', () => {
    const sealed = before.seal('a chair', 'registrations/1/accessNeeds');
    expect(before.open(sealed, 'registrations/1/accessNeeds')).toBe('a chair');
    for (const place of [
      'registrations/2/accessNeeds',
      'registrations/1',
      'registrations/1/accessNeeds ',
      '',
      undefined,
    ]) {
      expect(() => before.open(sealed, place)).toThrow();
    }
    expect(() => before.open(before.seal('a chair'), 'registrations/1/accessNeeds')).toThrow();
  });

  it('is current as long as its key is the first', () => {
    const sealed = before.seal('one');
    expect([before, rotated, after].map((secrets) => secrets.isCurrent(sealed))).toEqual([true, false, false]);
    expect(rotated.isCurrent(rotated.seal('two'))).toBe(true);
  });

  it('is not a signature, nor the other way round', () => {
    expect(before.verify('seal', 'one', before.seal('one'))).toBe(false);
    expect(() => before.open(before.sign('seal', 'one'))).toThrow();
  });
});

it('does nothing without a key', () => {
  expect(() => new Secrets([])).toThrow('At least one secret key is needed.');
});
