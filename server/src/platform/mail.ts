import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { v7 as uuid } from 'uuid'
import type { Log } from './log.ts'

export type Mail = { to: string; subject: string; text: string }
export type Mailer = { send: (mail: Mail) => Promise<void>; reaches: 'smtp' | 'folder' }

/** What the mail server answered may hold the password it was given, or the mail: only its code is said on. */
export class MailFailed extends Error {
  constructor(cause: unknown) {
    const { code = 'unknown', responseCode = '' } = (cause ?? {}) as { code?: string; responseCode?: number | string }
    super(`the mail was not sent: ${code} ${responseCode}`.trim())
    this.name = 'MailFailed'
  }
}

/** Sends by SMTP where it is set; otherwise keeps each mail as a text file, so that a link is never lost on a small installation. */
export function createMailer(options: { smtpUrl: string | null; from: string; folder: string; log: Log }): Mailer {
  if (options.smtpUrl) {
    const transport = createTransport(options.smtpUrl)
    return {
      reaches: 'smtp',
      async send(mail) {
        try {
          await transport.sendMail({ from: options.from, ...mail })
        } catch (cause) {
          throw new MailFailed(cause)
        }
      },
    }
  }
  return {
    reaches: 'folder',
    async send(mail) {
      await mkdir(options.folder, { recursive: true, mode: 0o700 })
      const file = join(options.folder, `${uuid()}.txt`)
      await writeFile(file, `To: ${mail.to}\nSubject: ${mail.subject}\n\n${mail.text}\n`, { mode: 0o600 })
      options.log.warn('mail.kept_in_folder', { file })
    },
  }
}
