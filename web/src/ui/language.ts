import { use, useSyncExternalStore } from 'react'
import type { Language } from './plural.ts'

export type { Language } from './plural.ts'
export { LOCALE } from './plural.ts'
export const LANGUAGES: readonly Language[] = ['fr', 'en']

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
