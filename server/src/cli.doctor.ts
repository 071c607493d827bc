import { existsSync } from 'node:fs'
import { access, constants, readFile, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { withDatabase, type Cli } from './cli.open.ts'
import { databaseFindings } from './cli.database.ts'
import { newestBackup } from './platform/backup.daily.ts'
import { CodedError } from './platform/errors.ts'
import { holderOf } from './platform/lock.ts'
import { PostgresError } from './platform/postgres.lock.ts'
import type { Settings } from './platform/settings.ts'

/** A fault makes the command fail; an advice is good to know. */
export type DoctorFinding = { level: 'fault' | 'advice'; fr: string; en: string }

const wrong = (fr: string, en: string): DoctorFinding => ({ level: 'fault', fr, en })
const know = (fr: string, en: string): DoctorFinding => ({ level: 'advice', fr, en })

function ofRuntime(): DoctorFinding[] {
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major >= 24) return []
  return [
    wrong(
      `Node ${process.versions.node} est trop ancien : il faut Node 24, que npm install apporte.`,
      `Node ${process.versions.node} is too old: Node 24 is needed, and npm install brings it.`,
    ),
  ]
}

async function ofDataFolder({ dataDir }: Settings): Promise<DoctorFinding[]> {
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return []
  } catch {
    return [
      wrong(
        `Le dossier de données ${dataDir} n’existe pas ou ne peut pas être écrit : donnez-en les droits à ce compte, ou changez PUPITRE_DATA.`,
        `The data folder ${dataDir} does not exist or cannot be written: give this account the right, or change PUPITRE_DATA.`,
      ),
    ]
  }
}

async function ofKey({ key, dataDir, databaseUrl }: Settings): Promise<DoctorFinding[]> {
  const started = databaseUrl !== null || existsSync(join(dataDir, 'postgres', 'cluster'))
  if (key || !started) return []
  const file = join(dataDir, 'key')
  if (!existsSync(file)) {
    return [
      wrong(
        `La clé de scellement ${file} manque : remettez-la, sinon chaque canal devra être reconnecté.`,
        `The sealing key ${file} is missing: put it back, or every channel will have to be connected again.`,
      ),
    ]
  }
  if (((await stat(file)).mode & 0o077) !== 0)
    return [wrong(`D’autres comptes peuvent lire ${file} : chmod 600 ${file}.`, `Other accounts can read ${file}: chmod 600 ${file}.`)]
  const length = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url').length
  return length === 32
    ? []
    : [wrong(`${file} n’est pas une clé : remettez celle d’avant.`, `${file} is not a key: put the former one back.`)]
}

async function ofDisk({ dataDir }: Settings): Promise<DoctorFinding[]> {
  if (!existsSync(dataDir)) return []
  const { bavail, blocks, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  const share = bavail / blocks
  const gigabytes = (free / 1e9).toFixed(1)
  if (free < 1e9 || share < 0.05)
    return [
      wrong(
        `Il ne reste que ${gigabytes.replace('.', ',')} Go sur le disque de ${dataDir} : faites de la place.`,
        `Only ${gigabytes} GB are left on the disk of ${dataDir}: make room.`,
      ),
    ]
  if (share >= 0.2) return []
  return [
    know(
      `Le disque de ${dataDir} est rempli à ${Math.round((1 - share) * 100)} %.`,
      `The disk of ${dataDir} is ${Math.round((1 - share) * 100)}% full.`,
    ),
  ]
}

async function ofMail({ smtpUrl, mailFrom, dataDir }: Settings): Promise<DoctorFinding[]> {
  if (!smtpUrl) {
    return [
      know(
        `Aucun serveur de courrier (SMTP_URL) : les courriels sont gardés dans ${join(dataDir, 'mails')}.`,
        `No mail server (SMTP_URL): mails are kept in ${join(dataDir, 'mails')}.`,
      ),
    ]
  }
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 5000 })
  try {
    await transport.verify()
  } catch {
    return [
      wrong(
        'Le serveur de courrier de SMTP_URL refuse ou ne répond pas : vérifiez l’adresse, le compte et le mot de passe.',
        'The mail server of SMTP_URL refuses or does not answer: check address, account and password.',
      ),
    ]
  } finally {
    transport.close()
  }
  return mailFrom.includes('@localhost')
    ? [
        wrong(
          'MAIL_FROM n’est pas une adresse à vous : beaucoup de courriels seront refusés.',
          'MAIL_FROM is not an address of yours: many mails will be refused.',
        ),
      ]
    : []
}

function ofAddress({ url }: Settings): DoctorFinding[] {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return []
  return [
    wrong(
      `PUPITRE_URL (${url}) n’est pas en https : les mots de passe passent en clair et la connexion par le réseau est impossible.`,
      `PUPITRE_URL (${url}) is not https: passwords travel in the clear, and connecting through a network’s page is impossible.`,
    ),
  ]
}

function ofDesk({ dataDir }: Settings): DoctorFinding[] {
  return holderOf(dataDir) === null
    ? [
        know(
          'Le pupitre ne tourne pas : rien ne part tant qu’il est arrêté.',
          'The desk is not running: nothing leaves while it is stopped.',
        ),
      ]
    : []
}

async function ofBackups({ backup, dataDir }: Settings): Promise<DoctorFinding[]> {
  const newest = await newestBackup(join(dataDir, 'backups'))
  if (!backup && !newest)
    return [know('La sauvegarde quotidienne est coupée (PUPITRE_BACKUP).', 'The daily backup is switched off (PUPITRE_BACKUP).')]
  if (!newest) {
    return [
      know(
        'Aucune sauvegarde encore : la première se fait seule après dix minutes de marche, ou par la commande backup.',
        'No backup yet: the first comes by itself after ten minutes of running, or with the command backup.',
      ),
    ]
  }
  const days = Math.floor((Date.now() - newest.getTime()) / 86_400_000)
  if (days < 2) return []
  return [wrong(`La dernière sauvegarde a ${days} jours : lancez backup.`, `The last backup is ${days} days old: run backup.`)]
}

/** What is known without the database, then what it says itself. */
export async function examine(settings: Settings): Promise<DoctorFinding[]> {
  const around = [
    ofRuntime(),
    ofAddress(settings),
    ofDesk(settings),
    ...(await Promise.all([ofDataFolder, ofKey, ofDisk, ofMail, ofBackups].map((look) => look(settings)))),
  ].flat()
  try {
    return [...around, ...(await withDatabase(settings, databaseFindings))]
  } catch (cause) {
    if (cause instanceof CodedError) return [...around, wrong(cause.sentences.fr.what, cause.sentences.en.what)]
    if (cause instanceof PostgresError) return [...around, wrong(cause.message, cause.message)]
    throw cause
  }
}

export async function doctor({ settings, language, say }: Cli): Promise<number> {
  const found = await examine(settings)
  const faults = found.filter((one) => one.level === 'fault')
  for (const one of faults) say(`✗ ${one[language]}`)
  for (const one of found.filter(({ level }) => level === 'advice')) say(`· ${one[language]}`)
  if (faults.length === 0) say(language === 'fr' ? '✓ Le pupitre est en ordre.' : '✓ The desk is in order.')
  return faults.length === 0 ? 0 : 1
}
