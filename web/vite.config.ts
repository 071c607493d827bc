import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
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

/** What is worth it is compressed once, when built; the server hands out whichever form the browser reads. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async generateBundle(_options, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (!/\.(js|css|svg)$/.test(name)) continue
      const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
      if (source.length < 1024) continue
      this.emitFile({ type: 'asset', fileName: `${name}.br`, source: await promisify(brotliCompress)(source) })
      this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: await promisify(gzip)(source, { level: 9 }) })
    }
  },
}

const server = `http://localhost:${process.env.PUPITRE_PORT ?? '4242'}`

export default defineConfig({
  root: import.meta.dirname,
  plugins: [onlyOurLanguages, react(), compressed],
  server: { port: 5173, proxy: { '/api': server } },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // Inlined assets would be data: addresses, which the content policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
