import { Addresses } from '#mail';
import { newId, Secrets } from '#kernel';

const OLD = 'the old key of thirty-two characters';
const NEW = 'the new key of thirty-two characters';

function addressesWith(...keys: string[]): Addresses {
  const options = { from: 'events@bma.example', replyAddress: 'rsvp@bma.example', mailboxDir: '/nonexistent' };
  return new Addresses(options, new Secrets(keys));
}

describe("a registration's own address", () => {
  const id = newId();

  it('belongs to its registration alone, for answers or for bounces', () => {
    const addresses = addressesWith(OLD);
    expect(addresses.registrationAt(addresses.answersTo(id, ''))).toEqual({ registrationId: id, purpose: 'answer' });
    expect(addresses.registrationAt(addresses.returnPath(id))).toEqual({ registrationId: id, purpose: 'bounce' });
  });

  it('survives a mail server that changes its case', () => {
    const addresses = addressesWith(OLD);
    const found = addresses.registrationAt(addresses.answersTo(id, '').toUpperCase());
    expect(found).toEqual({ registrationId: id, purpose: 'answer' });
  });

  it('is still good after the key was changed', () => {
    const address = addressesWith(OLD).answersTo(id, '');
    expect(addressesWith(NEW, OLD).registrationAt(address)?.registrationId).toBe(id);
    expect(addressesWith(NEW).registrationAt(address)).toBeUndefined();
  });

  it.each([
    'rsvp+@x',
    'rsvp@x',
    'x',
    '',
    `rsvp+${'z'.repeat(52)}@x`,
    `rsvp+${'0'.repeat(53)}@x`,
    `rsvp+${'0'.repeat(52)}@x`,
  ])('is not %j', (address) => {
    expect(addressesWith(OLD).registrationAt(address)).toBeUndefined();
  });

  it('is not one with another word, with one other letter, or with the signature of another', () => {
    const addresses = addressesWith(OLD);
    const [mine, other] = [addresses.answersTo(id, ''), addresses.answersTo(newId(), '')];
    const half = 'rsvp+'.length + 26;
    const forged = mine.slice(0, half) + other.slice(half);
    const altered = mine.replace(/.(?=@)/, (last) => (last === 'a' ? 'b' : 'a'));
    for (const one of [mine.replace('rsvp', 'help'), altered, forged]) {
      expect(addresses.registrationAt(one)).toBeUndefined();
    }
  });

  it('fits into a local part with the longest of prefixes', () => {
    const [local] = addressesWith(OLD).returnPath(id).split('@');
    expect(local!.length).toBeLessThanOrEqual(64);
  });

  it('is found again for 1,000 ids', () => {
    const addresses = addressesWith(OLD);
    const ids = Array.from({ length: 1000 }, newId);
    expect(ids.map((one) => addresses.registrationAt(addresses.answersTo(one, ''))?.registrationId)).toEqual(ids);
  });
});
