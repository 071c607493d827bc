import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

const port = z.coerce.number().int().min(1).max(65_535)
const optional = z.string().trim().min(1).optional()

/** Every setting, its default and what is accepted. `.env` at the root of the repository is read first. */
const shape = z.object({
  PORT: port.default(4242),
  HOST: z.string().trim().min(1).default('localhost'),
  PUPITRE_DATA: optional,
  PUPITRE_URL: z.url().optional(),
  PUPITRE_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url (43 characters): npm run -s pupitre -- key')
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional(),
  ROLE: z.enum(['web', 'worker', 'listener', 'all']).default('all'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().trim().min(3).default('Pupitre <pupitre@localhost>'),
  PUPITRE_EGRESS_ALLOW: z.string().default(''),
  PUPITRE_LOG: z.enum(['silent', 'warn', 'info']).default('warn'),
  PUPITRE_DEMO: z.enum(['on', 'off']).default('on'),
  PUPITRE_AWAIT_WEB: z.enum(['on', 'off']).default('off'),
  PUPITRE_BACKUP: z.enum(['on', 'off']).default('on'),
})

export type Settings = {
  port: number
  host: string
  dataDir: string
  url: string
  key: string | null
  databaseUrl: string | null
  role: 'web' | 'worker' | 'listener' | 'all'
  smtpUrl: string | null
  mailFrom: string
  egressAllow: string[]
  log: 'silent' | 'warn' | 'info'
  demo: boolean
  /** A backup a day into the data folder, by itself. */
  backup: boolean
  /** The launcher is still building the web app: listen once it stands. */
  awaitWeb: boolean
}

export class SettingsError extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(faults.join('\n'))
    this.name = 'SettingsError'
    this.faults = faults
  }
}

/** Root keeps its data where its unprivileged database can reach it; anybody else beside the program. */
export function defaultDataDir(root: string): string {
  return process.getuid?.() === 0 ? '/var/lib/pupitre' : resolve(root, 'data')
}

export function loadEnvFile(root: string): void {
  const file = resolve(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/** Reads the environment once. Throws one sentence for each fault, all at once. */
export function readSettings(env: Record<string, string | undefined>, root: string): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = shape.safeParse(given)
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map((issue) => {
        const name = String(issue.path[0])
        const value = /KEY|URL/.test(name) ? '' : ` (it is "${String(given[name])}")`
        return `${name} is not usable${value}: ${issue.message}. Correct it in the environment or in .env.`
      }),
    )
  }
  const s = parsed.data
  return {
    port: s.PORT,
    host: s.HOST,
    dataDir: resolve(s.PUPITRE_DATA ?? defaultDataDir(root)),
    url: (s.PUPITRE_URL ?? `http://localhost:${s.PORT}`).replace(/\/+$/, ''),
    key: s.PUPITRE_KEY ?? null,
    databaseUrl: s.DATABASE_URL ?? null,
    role: s.ROLE,
    smtpUrl: s.SMTP_URL ?? null,
    mailFrom: s.MAIL_FROM,
    egressAllow: s.PUPITRE_EGRESS_ALLOW.split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
    log: s.PUPITRE_LOG,
    demo: s.PUPITRE_DEMO === 'on',
    awaitWeb: s.PUPITRE_AWAIT_WEB === 'on',
    backup: s.PUPITRE_BACKUP === 'on',
  }
}
