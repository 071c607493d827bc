import { use, useSyncExternalStore } from 'react'

export type Language = 'fr' | 'en'
export const LANGUAGES: readonly Language[] = ['fr', 'en']
export const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' }

const KEY = 'pupitre.language'
const listeners = new Set<() => void>()

function first(): Language {
  const stored = localStorage.getItem(KEY)
  if (stored === 'fr' || stored === 'en') return stored
  return navigator.language.startsWith('en') ? 'en' : 'fr'
}

let current = first()
document.documentElement.lang = current

export function getLanguage(): Language {
  return current
}

/** The desk changes its words at once; the person's own choice is stored by the account page. */
export function setLanguage(language: Language): void {
  if (language === current) return
  current = language
  localStorage.setItem(KEY, language)
  document.documentElement.lang = language
  for (const tell of listeners) tell()
}

export function useLanguage(): Language {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => current,
  )
}

export type Words<T> = { load: (language: Language) => Promise<T> }

/**
 * Binds a module's two files of words; only the language in use is fetched, and the fetch starts when the module does.
 * `const words = defineWords({ fr: () => import('./plan.fr.ts'), en: () => import('./plan.en.ts') })`
 */
export function defineWords<T>(files: Record<Language, () => Promise<{ words: T }>>): Words<T> {
  const loaded = new Map<Language, Promise<T>>()
  const load = (language: Language) => {
    let words = loaded.get(language)
    if (!words) {
      words = files[language]().then((file) => file.words)
      loaded.set(language, words)
    }
    return words
  }
  void load(current)
  return { load }
}

/** The words of a module in the language in use; suspends the first time. */
export function useT<T>(words: Words<T>): T {
  return use(words.load(useLanguage()))
}

type Forms = { zero?: string; one: string; other: string }

/** French counts 0 and 1 as singular, English only 1. `#` stands for the number, already written the language's way. */
export function plural(language: Language, count: number, forms: Forms): string {
  if (count === 0 && forms.zero !== undefined) return forms.zero
  const singular = new Intl.PluralRules(LOCALE[language]).select(count) === 'one'
  return (singular ? forms.one : forms.other).replace('#', new Intl.NumberFormat(LOCALE[language]).format(count))
}

export type Gender = 'f' | 'm' | null

/** Agreement with a person; unknown takes the form with the middle dot. */
export function agree(gender: Gender, forms: { f: string; m: string; unknown: string }): string {
  return gender ? forms[gender] : forms.unknown
}
