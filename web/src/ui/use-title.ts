import { useEffect } from 'react'

/** The title of the browser's tab: the place, then the house. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = [title, 'Pupitre'].filter(Boolean).join(' · ')
  }, [title])
}
