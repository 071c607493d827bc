import type { Language } from './language.ts'

const MAC = /Mac|iPhone|iPad/.test(navigator.platform)

const NAMES: Record<Language, Record<string, string>> = {
  fr: {
    mod: MAC ? '⌘' : 'Ctrl',
    alt: MAC ? '⌥' : 'Alt',
    shift: 'Maj',
    enter: 'Entrée',
    escape: 'Échap',
    space: 'Espace',
    arrowup: '↑',
    arrowdown: '↓',
    arrowleft: '←',
    arrowright: '→',
    backspace: 'Retour',
    delete: 'Suppr',
  },
  en: {
    mod: MAC ? '⌘' : 'Ctrl',
    alt: MAC ? '⌥' : 'Alt',
    shift: 'Shift',
    enter: 'Enter',
    escape: 'Esc',
    space: 'Space',
    arrowup: '↑',
    arrowdown: '↓',
    arrowleft: '←',
    arrowright: '→',
    backspace: 'Back',
    delete: 'Del',
  },
}

/** `mod+enter` as it is written on the keyboard of the person: « Ctrl Entrée ». */
export function keysAsWritten(keys: string, language: Language): string {
  return keys
    .split(' ')
    .map((stroke) =>
      stroke
        .split('+')
        .map((key) => NAMES[language][key] ?? key.toUpperCase())
        .join(' '),
    )
    .join(' ')
}

/** The same for `aria-keyshortcuts`. */
export function keysForAria(keys: string): string {
  const name: Record<string, string> = {
    mod: MAC ? 'Meta' : 'Control',
    alt: 'Alt',
    shift: 'Shift',
    enter: 'Enter',
    escape: 'Escape',
    space: 'Space',
  }
  return keys.replace(/[^+ ]+/g, (key) => name[key] ?? key)
}

/** The stroke of an event in the same spelling, or null for a modifier alone. */
export function strokeOf(event: KeyboardEvent): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift'].includes(event.key)) return null
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase()
  const parts: string[] = []
  if (MAC ? event.metaKey : event.ctrlKey) parts.push('mod')
  if (event.altKey) parts.push('alt')
  // A shifted sign such as « ? » is already another key; only named keys and letters carry the shift.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push('shift')
  return [...parts, key].join('+')
}
