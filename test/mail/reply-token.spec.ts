import { Addresses } from '#mail';
import { newId, Secrets } from '#kernel';

const OLD = 'the old key of thirty-two characters';
const NEW = 'the new key of thirty-two characters';

function addressesWith(...keys: string[]): Addresses {
  const options = { from: 'events@bma.example', replyAddress: 'rsvp@bma.example', mailboxDir: '/nonexistent' };
  return new Addresses(options, new Secrets(keys));
}

function tokenIn(address: string): string {
  return address.slice('rsvp+'.length, address.indexOf('@'));
}

describe('the token in a reply address', () => {
  const id = newId();

  it('belongs to its registration alone', () => {
    const addresses = addressesWith(OLD);
    const token = tokenIn(addresses.answersTo(id, ''));
    expect(addresses.isTokenOf(id, token)).toBe(true);
    expect(addresses.isTokenOf(newId(), token)).toBe(false);
  });

  it('survives a mail server that changes its case', () => {
    const addresses = addressesWith(OLD);
    expect(addresses.isTokenOf(id, tokenIn(addresses.answersTo(id, '')).toUpperCase())).toBe(true);
  });

  it('is still good after the key was changed', () => {
    const token = tokenIn(addressesWith(OLD).answersTo(id, ''));
    expect(addressesWith(NEW, OLD).isTokenOf(id, token)).toBe(true);
    expect(addressesWith(NEW).isTokenOf(id, token)).toBe(false);
  });

  it.each(['', 'x', 'z'.repeat(26), 'u'.repeat(26), '0'.repeat(27), '0'.repeat(26)])('is not %j', (token) => {
    expect(addressesWith(OLD).isTokenOf(id, token)).toBe(false);
  });

  it('fits into a local part with the longest of prefixes', () => {
    const [local] = addressesWith(OLD).returnPath(id).split('@');
    expect(local!.length).toBeLessThanOrEqual(64);
  });

  it('signs every registration alike for 1,000 ids, round and back', () => {
    const addresses = addressesWith(OLD);
    const ids = Array.from({ length: 1000 }, newId);
    expect(ids.every((one) => addresses.isTokenOf(one, tokenIn(addresses.answersTo(one, ''))))).toBe(true);
  });
});
