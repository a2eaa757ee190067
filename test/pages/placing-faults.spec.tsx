import { placeFaults } from '../../apps/server/src/pages/forms/faults.js';
import { RegisterPage } from '../../apps/server/src/pages/register/register.page.js';
import { render } from '../../apps/server/src/pages/parts/render.js';
import { event, id, question, session } from './sample.js';

const FIELDS = [
  { name: '/partySize', label: 'How many' },
  { name: '/guests/0/name', label: 'Guest 1' },
  { name: '/guests/1/name', label: 'Guest 2' },
  { name: `/answers/${id(12)}`, label: 'Tea or cake' },
];
const fault = (pointer: string, detail = pointer) => ({ pointer, code: 'wrong', detail });

describe('a fault', () => {
  it.each([
    ['its own field', '/partySize', '/partySize'],
    ['the field that it lies in', `/answers/${id(12)}/0`, `/answers/${id(12)}`],
    ['the first field of what it names', '/guests/1', '/guests/1/name'],
    ['the first field of a whole list', '/guests', '/guests/0/name'],
    ['no field, if it is about none of them', '/invitationToken', undefined],
    ['no field, if it is about the whole form', '', undefined],
    ['no field that only begins alike', '/partySizes', undefined],
  ])('goes to %s', (_, pointer, expected) => {
    expect(placeFaults([fault(pointer)], FIELDS)[0]!.field?.name).toBe(expected);
  });

  it('is told once for each field, in the order of the page, after those of no field', () => {
    const faults = [
      fault(`/answers/${id(12)}`),
      fault('/partySize', 'first'),
      fault('/partySize', 'second'),
      fault('/x'),
    ];
    expect(placeFaults(faults, FIELDS).map(({ detail }) => detail)).toEqual(['/x', 'first', `/answers/${id(12)}`]);
  });
});

describe('the page of a form that did not fit', () => {
  const choices = question(12, { kind: 'choices', options: ['tea', 'cake'], label: 'Tea or cake?' });
  const per = question(14, { kind: 'choice', options: ['yes', 'no'], askedPer: 'person', required: true });
  const values = {
    '/partySize': '2',
    '/contact/name': 'Ada "Birch"',
    '/contact/email': 'ada@',
    '/guests/0/name': 'Tom',
    '/accessNeeds': 'A seat\nby the door',
    [`/answers/${id(12)}`]: 'cake',
  };
  const faults = [
    fault('/contact/email', 'Please write an address.'),
    fault(`/guests/0/answers/${id(14)}`, 'Please answer.'),
  ];
  const page = render(
    <RegisterPage
      event={event({ questions: [choices, per] })}
      session={session()}
      form={{ values, faults }}
      idempotencyKey="key"
    />,
  );

  it('links each fault to its field and tells it there', () => {
    expect(page).toContain('<a href="#contact-email">Your e-mail address: Please write an address.</a>');
    expect(page).toMatch(/<input[^>]*id="contact-email"[^>]*aria-describedby="contact-email-help contact-email-fault"/);
    expect(page).toMatch(/<p class="fault" id="contact-email-fault">.*?Please write an address\.<\/p>/);
    const guest = `guests-0-answers-${id(14)}`;
    expect(page).toContain(`<a href="#${guest}">`);
    expect(page).toContain(`id="${guest}"`);
    expect(page).toContain(`<fieldset class="field" aria-describedby="${guest}-fault">`);
  });

  it('has every id once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('loses nothing that was typed', () => {
    expect(page).toContain('value="Ada &quot;Birch&quot;"');
    expect(page).toContain('A seat\nby the door</textarea>');
    expect(page).toMatch(/<input(?=[^>]*name="\/partySize")(?=[^>]*checked)(?=[^>]*value="2")[^>]*>/);
    expect(page).toMatch(/<input(?=[^>]*type="checkbox")(?=[^>]*checked)(?=[^>]*value="cake")[^>]*>/);
    expect(page).not.toMatch(/<input(?=[^>]*checked)(?=[^>]*value="tea")[^>]*>/);
  });

  it('is a form that works without a script and a stylesheet', () => {
    expect(page).toMatch(/<form(?=[^>]*method="post")(?=[^>]*action="\/events\/the-garden\/sessions\/)/);
    expect(page.match(/name="\/guests\/\d\/name"/g)).toHaveLength(3);
  });
});

it('offers no larger party than fits', () => {
  const page = render(
    <RegisterPage
      event={event()}
      session={session({ available: 2 })}
      form={{ values: {}, faults: [] }}
      idempotencyKey="k"
    />,
  );
  expect([...page.matchAll(/type="radio"/g)]).toHaveLength(2);
});

it('asks a large party for its number, and shows the name fields when asked to', () => {
  const registrationOfMany = { ...event().registration, partyLimit: 30 };
  const large = event({ registration: registrationOfMany });
  const form = { values: { '/partySize': '4', '/guests/0/name': 'Tom' }, faults: [] };
  const page = render(
    <RegisterPage event={large} session={session({ available: 30 })} form={form} idempotencyKey="k" />,
  );
  expect(page).toContain('name="show"');
  expect(page.match(/name="\/guests\/\d+\/name"/g)).toHaveLength(3);
  expect(page).toContain('value="Tom"');
});
