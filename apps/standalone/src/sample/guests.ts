import type { NewInvitation } from '#contracts';

/** What has become of an invitation of the sample. */
export type SampleAnswer =
  'accepted' | 'declined' | 'deputised' | 'withdrawn' | 'unanswered' | 'unsent' | 'by letter' | 'by telephone';

export type SampleGuest = Omit<NewInvitation, 'sessionId' | 'poolId'> & { readonly answer: SampleAnswer };

/** How many are invited to each pool; more than come, as in every year. All names are made up. */
const LISTS: Readonly<
  Record<string, { readonly count: number; readonly of: (index: number) => Partial<SampleGuest> }>
> = {
  'Survivors and families': {
    count: 62,
    of: (index) => ({
      partySize: index % 5 === 0 ? 3 : index % 3 === 0 ? 2 : 1,
      ...(index % 9 === 4 && { note: 'Please seat near a door, and apart from the cameras.' }),
      ...(index % 31 === 7 && { language: 'fr' as const, salutation: 'Mme' }),
      ...(index % 31 === 9 && { language: 'pl' as const, salutation: 'Pani' }),
    }),
  },
  'Emergency services': {
    count: 42,
    of: (index) => ({
      title: ['Station Officer', 'Paramedic', 'Inspector', 'Dr'][index % 4]!,
      organisation: ['Northbank Fire and Rescue', 'Thameside Ambulance', 'Old Wharf Police', 'St Brannoc’s Hospital'][
        index % 4
      ]!,
      precedence: 200 + index,
      partySize: 1,
    }),
  },
  Officials: {
    count: 30,
    of: (index) => ({
      title: ['The Rt Hon', 'Cllr', 'Professor', 'Dame'][index % 4]!,
      organisation: ['Ministry of Places', 'Borough of Wenlow', 'University of Arden', 'Council of Gardens'][
        index % 4
      ]!,
      precedence: 1 + index,
      partySize: index % 6 === 0 ? 2 : 1,
      ...(index === 3 && { language: 'cy' as const }),
    }),
  },
  Press: {
    count: 16,
    of: (index) => ({
      organisation: ['The Morning Ledger', 'Radio Bellwether', 'Plain Speaking Weekly', 'Harbour TV'][index % 4]!,
      partySize: 1,
    }),
  },
};

const FIRST = [
  ...['Ada', 'Rowan', 'Hazel', 'Idris', 'Mair', 'Tomasz', 'Leila', 'Amara', 'Bashir', 'Carys', 'Dilip', 'Esther'],
  ...['Farah', 'Gethin', 'Helena', 'Ines', 'Jonah', 'Kofi', 'Lucia', 'Marek', 'Nadia', 'Olive', 'Priya'],
];
const LAST = [
  ...['Birch', 'Alder', 'Underhill', 'Marsh', 'Fenwick', 'Okoro', 'Lindqvist', 'Varga', 'Ashdown', 'Pettigrew'],
  ...['Rahmani', 'Thorne', 'Castellan', 'Moss', 'Wilder', 'Ferreira', 'Quill'],
];

/** In each list, one after the other. */
const ANSWERS: readonly SampleAnswer[] = [
  ...(['accepted', 'unanswered', 'accepted', 'declined', 'unanswered', 'by telephone', 'accepted'] as const),
  ...(['deputised', 'unanswered', 'declined', 'unsent', 'accepted', 'withdrawn', 'by letter', 'declined'] as const),
];

/** The guests of a pool by its name; nobody for a pool that has no list. */
export function guestsOf(pool: string): SampleGuest[] {
  const list = LISTS[pool];
  if (!list) return [];
  const before = Object.keys(LISTS).indexOf(pool) * 7;
  return Array.from({ length: list.count }, (_, index) => {
    const at = index + before;
    const name = `${FIRST[at % FIRST.length]} ${LAST[(at * 3 + before) % LAST.length]}`;
    const answer = ANSWERS[index % ANSWERS.length]!;
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${before + index}@sample.invalid`;
    return { name, answer, ...(answer !== 'by letter' && { email }), ...list.of(index) };
  });
}
