import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * React Aria ships its spoken words in some thirty languages and imports them all.
 * The desk speaks two: the others become empty modules.
 */
const onlyOurLanguages: Plugin = {
  name: 'only-our-languages',
  enforce: 'pre',
  load(id) {
    const language = /[\\/]react-(?:aria|stately)[^\\/]*[\\/].*intl[\\/].*[\\/]([a-z]{2})-[A-Z]{2}\.mjs$/.exec(id)?.[1]
    return language && language !== 'fr' && language !== 'en' ? 'export default {}' : null
  },
}

const server = `http://localhost:${process.env.PUPITRE_PORT ?? '4242'}`

export default defineConfig({
  root: import.meta.dirname,
  plugins: [onlyOurLanguages, react()],
  server: { port: 5173, proxy: { '/api': server } },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // Inlined assets would be data: addresses, which the content policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
