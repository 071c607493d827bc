import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'pupitre.theme'
const listeners = new Set<() => void>()

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

const stored = localStorage.getItem(KEY)
let current: Theme = stored === 'light' || stored === 'dark' ? stored : 'system'
apply(current)

export function setTheme(theme: Theme): void {
  current = theme
  localStorage.setItem(KEY, theme)
  apply(theme)
  for (const tell of listeners) tell()
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => current,
  )
}
