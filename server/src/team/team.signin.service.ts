import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { twoFactor as twoFactorPlugin } from 'better-auth/plugins'
import { v7 as uuid } from 'uuid'
import type { Seal } from '../platform/crypto.ts'
import type { Db } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import type { Mailer } from '../platform/mail.ts'
import { isDisabled } from './team.store.ts'
import { account, session, twoFactor, user, verification } from './team.tables.ts'
import { withHashedTokens } from './team.tokens.service.ts'

const argon2Async = promisify(argon2)
/** OWASP's second recommended setting of Argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

async function derive(password: string, nonce: Buffer): Promise<Buffer> {
  return argon2Async('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, ...cost })
}

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  return `argon2id$${nonce.toString('base64url')}$${(await derive(password, nonce)).toString('base64url')}`
}

async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [kind, nonce, tag] = hash.split('$')
  if (kind !== 'argon2id' || !nonce || !tag) return false
  return timingSafeEqual(await derive(password, Buffer.from(nonce, 'base64url')), Buffer.from(tag, 'base64url'))
}

export const idleSeconds = 8 * 3600
const wrongPassword = { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' }

const resetMail = {
  fr: (url: string) => ({
    subject: 'Votre mot de passe Pupitre',
    text: `Vous avez demandé à changer votre mot de passe.\n\nOuvrez ce lien dans l’heure :\n${url}\n\nSi ce n’est pas vous, ne faites rien : rien n’a changé.`,
  }),
  en: (url: string) => ({
    subject: 'Your Pupitre password',
    text: `You asked to change your password.\n\nOpen this link within the hour:\n${url}\n\nIf it was not you, do nothing: nothing has changed.`,
  }),
}

/** Wrong passwords are counted by account and place (team.attempts.service); this only stops a flood. */
const floods = {
  '/sign-in/email': { window: 900, max: 600 },
  '/two-factor/*': { window: 300, max: 20 },
  '/change-password': { window: 300, max: 20 },
  '/request-password-reset': { window: 900, max: 5 },
}

/** Not waited for: how long a mail server takes would tell which addresses have an account. */
function sendReset({ mailer, log }: { mailer: Mailer; log: Log }, person: { email: string; language?: unknown }, url: string): void {
  const language = person.language === 'en' ? 'en' : 'fr'
  void mailer.send({ to: person.email, ...resetMail[language](url) }).catch((cause: unknown) => log.error('team.reset_mail_failed', cause))
}

/** Sign-in, second factor, reset and sessions: better-auth's, never our own. People are only made by setup and invitations. */
export function createSignIn(options: { db: Db; seal: Seal; mailer: Mailer; url: string; log: Log }) {
  const secure = options.url.startsWith('https://')
  return betterAuth({
    appName: 'Pupitre',
    baseURL: options.url,
    basePath: '/api/auth',
    secret: options.seal.derive('sign-in'),
    trustedOrigins: [options.url],
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: withHashedTokens(
      drizzleAdapter(options.db.access, { provider: 'pg', schema: { user, session, account, verification, twoFactor } }),
    ),
    // A link to a new password opens the account: like every secret, the table has its hash only.
    verification: { storeIdentifier: 'hashed' },
    databaseHooks: {
      session: {
        create: {
          // The same words as for a wrong password: a closed account is not told apart.
          before: async ({ userId }) => {
            if (await isDisabled(options.db.access, userId)) throw APIError.from('UNAUTHORIZED', wrongPassword)
          },
        },
      },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 200,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: verifyPassword },
      sendResetPassword: async ({ user: person, url }) => sendReset(options, person, url),
    },
    user: {
      additionalFields: {
        language: { type: 'string', defaultValue: 'fr', input: false },
        theme: { type: 'string', defaultValue: 'system', input: false },
        disabledAt: { type: 'date', required: false, input: false },
      },
    },
    // The gate adds the absolute limit of thirty days. What is worth asking again for asks for the password itself.
    session: { expiresIn: idleSeconds, updateAge: 900, freshAge: 0, cookieCache: { enabled: false } },
    rateLimit: { enabled: true, window: 60, max: 300, customRules: floods },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: secure ? '__Host-pupitre' : 'pupitre',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      ipAddress: { ipAddressHeaders: ['x-pupitre-peer'] },
      database: { generateId: () => uuid() },
    },
    plugins: [twoFactorPlugin({ issuer: 'Pupitre' })],
  })
}

export type SignIn = ReturnType<typeof createSignIn>
