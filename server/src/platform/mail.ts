import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { v7 as uuid } from 'uuid'
import type { Log } from './log.ts'

export type Mail = { to: string; subject: string; text: string }
export type Mailer = { send: (mail: Mail) => Promise<void>; reaches: 'smtp' | 'folder' }

/** Sends by SMTP where it is set; otherwise keeps each mail as a text file, so that a link is never lost on a small installation. */
export function createMailer(options: { smtpUrl: string | null; from: string; folder: string; log: Log }): Mailer {
  if (options.smtpUrl) {
    const transport = createTransport(options.smtpUrl)
    return { reaches: 'smtp', send: async (mail) => void (await transport.sendMail({ from: options.from, ...mail })) }
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
