import type { GreetingLanguage } from '#contracts';

interface Addressed {
  readonly salutation: string | null;
  readonly title: string | null;
  readonly name: string;
  readonly language: GreetingLanguage;
}

/** Courtesies that stand before a name and are no greeting without it, and whom they tell us of where grammar asks. */
const COURTESIES: ReadonlyMap<string, 'f' | 'm' | undefined> = new Map([
  ...['mr', 'sir', 'lord', 'herr', 'm', 'monsieur', 'señor', 'sr', 'signor', 'sig', 'pan', 'senhor'].map(
    (one) => [one, 'm'] as const,
  ),
  ...['mrs', 'ms', 'miss', 'dame', 'lady', 'frau', 'mme', 'madame', 'señora', 'sra', 'signora', 'pani', 'senhora'].map(
    (one) => [one, 'f'] as const,
  ),
  ...['mx', 'dr', 'prof', 'professor', 'rev', 'rabbi', 'imam', 'bishop'].map((one) => [one, undefined] as const),
]);

/** What goes before whom. Where it depends on who it is and nobody has said, one that is right for everybody. */
const OPENINGS: Readonly<Record<GreetingLanguage, (who: 'f' | 'm' | undefined) => string>> = {
  en: () => 'Dear',
  cy: () => 'Annwyl',
  de: oneOf('Sehr geehrte', 'Sehr geehrter', 'Guten Tag,'),
  es: oneOf('Estimada', 'Estimado', 'Buenos días,'),
  fr: oneOf('Chère', 'Cher', 'Bonjour'),
  it: () => 'Gentile',
  nl: () => 'Geachte',
  pl: oneOf('Szanowna', 'Szanowny', 'Dzień dobry,'),
  pt: oneOf('Cara', 'Caro', 'Bom dia,'),
  tr: () => 'Sayın',
  ar: () => 'تحية طيبة',
  he: () => 'שלום',
};

function oneOf(f: string, m: string, anybody: string) {
  return (who: 'f' | 'm' | undefined) => (who === undefined ? anybody : { f, m }[who]);
}

/** Whom the letter speaks to: `Dame Margaret`, `Ms Ada Birch`, `Professor Ada Birch`. */
export function addressee({ salutation, title, name }: Omit<Addressed, 'language'>): string {
  if (salutation === null) return [title, name].filter(Boolean).join(' ');
  return COURTESIES.has(bare(salutation)) ? `${salutation} ${name}` : salutation;
}

/** "Dear Professor Ada Birch," in the guest's language. */
export function greetingOf(guest: Addressed): string {
  const first = bare((guest.salutation ?? guest.title ?? '').split(' ')[0] ?? '');
  const comma = guest.language === 'ar' ? '،' : ',';
  return `${OPENINGS[guest.language](COURTESIES.get(first))} ${addressee(guest)}${comma}`;
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll('.', '').trim();
}
