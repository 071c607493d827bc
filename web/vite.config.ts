import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  // After the files are written: until then, Vite still fills in addresses.
  async writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((each) => /\.(js|css|svg)$/.test(each))) {
      const source = await readFile(join(dir, name))
      if (source.length < 1024) continue
      await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(source))
      await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(source, { level: 9 }))
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
