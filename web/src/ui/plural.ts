export type Language = 'fr' | 'en'
export const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' }

type Forms = { zero?: string; one: string; other: string }

/** French counts 0 and 1 as singular, English only 1. `#` stands for the number, already written the language's way. */
export function plural(language: Language, count: number, forms: Forms): string {
  if (count === 0 && forms.zero !== undefined) return forms.zero
  const singular = new Intl.PluralRules(LOCALE[language]).select(count) === 'one'
  return (singular ? forms.one : forms.other).replace('#', new Intl.NumberFormat(LOCALE[language]).format(count))
}
