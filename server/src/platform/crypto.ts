import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** An unguessable token for a link or a key: 32 bytes in base64url. Only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** JSON with sorted keys: the same value has the same text, whatever the order in which it was built. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const entries = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
}

/** AES-256-GCM; `context` is bound as additional data, so a sealed value moved to another row does not open. */
export type Seal = {
  seal: (plain: string, context: string) => string
  open: (sealed: string, context: string) => string
  derive: (purpose: string) => string
}

export function createSeal(masterKey: Buffer): Seal {
  const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'pupitre seal v1', 32))
  return {
    seal(plain, context) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      cipher.setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, context) {
      if (!sealed.startsWith('v1.')) throw new Error('sealed value of an unknown version')
      const raw = Buffer.from(sealed.slice(3), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, raw.subarray(0, 12))
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(raw.subarray(12, 28))
      return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]).toString('utf8')
    },
    derive: (purpose) => Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `pupitre ${purpose}`, 32)).toString('base64url'),
  }
}

/** The sealing key: from the environment, else a 0600 file beside the data, made at the first start. Never in a backup. */
export function loadMasterKey(given: string | null, dataDir: string): Buffer {
  if (given) return Buffer.from(given, 'base64url')
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'key')
  try {
    writeFileSync(file, newToken(), { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
  }
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file} can be read by others: chmod 600 ${file}`)
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
}
