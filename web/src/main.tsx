import './ui/tokens.css'
import './ui/base.css'
import './ui/theme.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { router } from './app.tsx'
import { queries } from './queries.ts'
import { listenToKeys } from './ui/actions.ts'
import { LOCALE, useLanguage } from './ui/language.ts'

function App() {
  return (
    <I18nProvider locale={LOCALE[useLanguage()]}>
      <QueryClientProvider client={queries}>
        <Suspense>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </I18nProvider>
  )
}

const RELOADED = 'pupitre.reloaded'

// After an update the files of the former version are gone: the page is read again, once, not in a loop.
window.addEventListener('vite:preloadError', (event) => {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < 60_000) return
  event.preventDefault()
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
})

listenToKeys()

const place = document.getElementById('desk')
if (place)
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
