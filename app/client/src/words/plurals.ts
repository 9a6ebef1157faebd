/**
 * Which plural form a number takes, by language: a table, never a formula read from a file.
 *
 * The order of forms is gettext's. Source: the Plural-Forms lines of GNU gettext and CLDR.
 */

/** How many forms, and which one a whole number takes (from 0). */
export interface PluralRule {
  readonly forms: number;
  readonly of: (count: number) => number;
}

const ONE: PluralRule = { forms: 1, of: () => 0 };
const TWO: PluralRule = { forms: 2, of: (n) => (n === 1 ? 0 : 1) };

export const PLURALS: Readonly<Record<string, PluralRule>> = {
  en: TWO,
  es: TWO,
  fr: { forms: 2, of: (n) => (n > 1 ? 1 : 0) },
  zh_Hans: ONE,
  ru: { forms: 3, of: russian },
  ar: { forms: 6, of: arabic },
};

function russian(n: number): number {
  const [ten, hundred] = [n % 10, n % 100];
  if (ten === 1 && hundred !== 11) return 0;
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 1 : 2;
}

function arabic(n: number): number {
  if (n <= 2) return n;
  const hundred = n % 100;
  if (hundred >= 3 && hundred <= 10) return 3;
  return hundred >= 11 ? 4 : 5;
}
