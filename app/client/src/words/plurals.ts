/**
 * Which plural form a number takes, by language: a table, never a formula read from a file.
 *
 * The order of forms is CLDR's (zero, one, two, few, many, other), which is also the order in our catalogues. A language
 * that is not in the table, because somebody added it, goes by the browser's own CLDR (`Intl.PluralRules`).
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

/**
 * The rule of a language; `tag` is its BCP 47 tag, `categories` those that its forms stand for, in their order.
 *
 * A category without a form of its own, such as the `many` of a million in French, takes the last form.
 */
export function pluralRule(language: string, tag: string, categories: readonly string[]): PluralRule {
  return PLURALS[language] ?? byCldr(tag, categories);
}

/** The rule as the browser knows it; one that does not know the language counts as English does. */
export function byCldr(tag: string, categories: readonly string[]): PluralRule {
  const known = Intl.PluralRules.supportedLocalesOf([tag]);
  const rules = new Intl.PluralRules(known.length > 0 ? known : ["en"]);
  const last = Math.max(0, categories.length - 1);
  return {
    forms: categories.length,
    of: (n) => {
      const place = categories.indexOf(rules.select(n));
      return place < 0 ? last : place;
    },
  };
}

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
