import {
  changeFormOf,
  readCancelForm,
  readChangeForm,
  readLookupForm,
} from '../../apps/server/src/pages/forms/change-form.js';
import { readRegisterForm } from '../../apps/server/src/pages/forms/register-form.js';
import { id, question, registration } from './sample.js';

const CONTACT = { '/contact/name': ' Ada Birch ', '/contact/email': 'ada@example.org' };

describe('the registration form', () => {
  const read = (form: Record<string, string | string[]>, asked = {}) =>
    readRegisterForm(form, id(1), { questions: [], consentText: null, ...asked });

  it('becomes the body of the API, without what was left empty', () => {
    expect(read({ ...CONTACT, '/partySize': '1', '/contact/phone': '', '/accessNeeds': ' ' })).toEqual({
      body: { sessionId: id(1), contact: { name: 'Ada Birch', email: 'ada@example.org' }, partySize: 1 },
    });
  });

  it('takes as many guests as the party has beside the contact, named or not', () => {
    const names = { '/guests/0/name': 'Tom', '/guests/1/name': '', '/guests/2/name': 'left over from a larger party' };
    expect(read({ ...CONTACT, ...names, '/partySize': '3' })).toMatchObject({
      body: { guests: [{ name: 'Tom' }, {}] },
    });
  });

  it('reads the answers to questions of all kinds, per party and per person', () => {
    const questions = [
      question(10),
      question(11, { kind: 'choice', options: ['red', 'blue'] }),
      question(12, { kind: 'choices', options: ['tea', 'cake'] }),
      question(13, { kind: 'yes-no' }),
      question(14, { kind: 'yes-no', askedPer: 'person' }),
    ];
    const form = {
      ...CONTACT,
      '/partySize': '2',
      [`/answers/${id(10)}`]: 'A text',
      [`/answers/${id(11)}`]: 'red',
      [`/answers/${id(12)}`]: ['tea', 'cake'],
      [`/answers/${id(13)}`]: 'no',
      [`/answers/${id(14)}`]: 'yes',
      [`/guests/0/answers/${id(14)}`]: 'no',
      [`/answers/${id(99)}`]: 'no question of this event',
    };
    expect(read(form, { questions })).toMatchObject({
      body: {
        answers: { [id(10)]: 'A text', [id(11)]: 'red', [id(12)]: ['tea', 'cake'], [id(13)]: false, [id(14)]: true },
        guests: [{ answers: { [id(14)]: false } }],
      },
    });
  });

  it('takes one ticked box of several for a list of one', () => {
    const questions = [question(12, { kind: 'choices', options: ['tea', 'cake'] })];
    const form = { ...CONTACT, '/partySize': '1', [`/answers/${id(12)}`]: 'tea' };
    expect(read(form, { questions })).toMatchObject({ body: { answers: { [id(12)]: ['tea'] } } });
  });

  it('sends a consent only where the event asks for one', () => {
    const form = { ...CONTACT, '/partySize': '1', '/consent': 'yes' };
    expect(read(form)).not.toHaveProperty('body.consent');
    expect(read(form, { consentText: 'Yes, write to me.' })).toHaveProperty('body.consent', true);
    expect(read({ ...form, '/consent': '' }, { consentText: 'Yes' })).toHaveProperty('body.consent', false);
  });

  it('says in the words of the page what is missing', () => {
    expect(read({})).toEqual({
      faults: [
        expect.objectContaining({ pointer: '/contact/name', detail: 'Please give your name.' }),
        expect.objectContaining({ pointer: '/contact/email', detail: 'Please give an e-mail address.' }),
        expect.objectContaining({ pointer: '/partySize', detail: 'Please choose how many people are coming.' }),
      ],
    });
  });

  it.each(['two', '1e9', '-3', '0', '1.5', '0x10'])('is refused at the number of people for "%s"', (size) => {
    expect(read({ ...CONTACT, '/partySize': size })).toEqual({
      faults: [expect.objectContaining({ pointer: '/partySize' })],
    });
  });

  it('survives fields that come twice and names of objects', () => {
    const form = { '/contact/name': ['Ada', 'Eve'], '/contact/email': 'ada@example.org', '/partySize': '1' };
    expect(read({ ...form, constructor: 'x' })).toHaveProperty('body.contact.name', 'Ada');
  });
});

describe('the form of changes', () => {
  const questions = [question(14, { kind: 'yes-no', askedPer: 'person' })];

  it('comes back as it went out', () => {
    const before = registration({ answers: { [id(14)]: true } });
    expect(readChangeForm(changeFormOf(before), questions, before)).toEqual({
      body: {
        contact: { name: 'Ada Birch', email: 'ada@example.org', phone: '020 7946 0123' },
        partySize: 2,
        guests: [{ name: 'Tom', accessNeeds: 'A ramp' }],
        accessNeeds: null,
        answers: { [id(14)]: true },
      },
    });
  });

  it('sends an emptied field as nothing, and keeps the needs of guests that it does not ask for', () => {
    const before = registration({ accessNeeds: 'A seat' });
    const form = { ...changeFormOf(before), '/contact/phone': '', '/accessNeeds': '', '/guests/0/name': '' };
    expect(readChangeForm(form, [], before)).toMatchObject({
      body: { contact: { phone: null }, accessNeeds: null, guests: [{ name: null, accessNeeds: 'A ramp' }] },
    });
  });

  it('leaves the guests of a contact who does not come as they are', () => {
    const before = registration({ contact: { name: 'The office', email: 'office@example.org', phone: null } });
    const form = { ...changeFormOf(before), [`/answers/${id(14)}`]: 'yes' };
    const read = readChangeForm(form, questions, before);
    expect(read).not.toHaveProperty('body.guests');
    expect(read).toHaveProperty('body.answers', {});
  });
});

describe('the small forms', () => {
  it.each([
    ['all', { body: {} }],
    ['2', { body: { places: 2 } }],
    ['', { faults: [expect.objectContaining({ pointer: '/places' })] }],
    ['none', { faults: [expect.objectContaining({ pointer: '/places' })] }],
  ])('gives up "%s"', (places, expected) => {
    expect(readCancelForm({ '/places': places })).toEqual(expected);
  });

  it('checks the address that links are asked for', () => {
    expect(readLookupForm({ '/email': ' ada@example.org ' })).toEqual({ body: { email: 'ada@example.org' } });
    expect(readLookupForm({})).toEqual({ faults: [expect.objectContaining({ pointer: '/email' })] });
  });
});
