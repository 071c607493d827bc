import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { join } from 'node:path'
import { newToken } from './platform/crypto.ts'
import { CodedError, errorBody, type Language } from './platform/errors.ts'
import { loadEnvFile, readSettings } from './platform/settings.ts'
import type { Cli } from './cli.open.ts'

const help: Record<Language, string> = {
  fr: `npm run -s pupitre -- COMMANDE

  doctor                       dit ce qui ne va pas dans l’installation
  backup [--to FICHIER]        sauvegarde tout, sauf la clé de scellement
  restore FICHIER [--force]    remet une sauvegarde ; rien ne repart de soi-même
  user create --email ADRESSE --name NOM [--owner] [--language fr|en]
  user reset-password --email ADRESSE [--remove-second-factor]
  user disable --email ADRESSE ferme le pupitre à une personne ; user enable le rouvre
  token create --user ADRESSE --brand NOM|all --scopes read,write… --name NOM [--days 90]
  token list --user ADRESSE    les clés en vigueur
  token revoke ID              retire une clé
  demo reset                   retire la démonstration
  key                          une clé de scellement neuve, pour PUPITRE_KEY

Les réglages se lisent dans l’environnement et dans .env, comme pour npm start.`,
  en: `npm run -s pupitre -- COMMAND

  doctor                       says what is wrong with the installation
  backup [--to FILE]           saves everything but the sealing key
  restore FILE [--force]       puts a backup back; nothing leaves again by itself
  user create --email ADDRESS --name NAME [--owner] [--language fr|en]
  user reset-password --email ADDRESS [--remove-second-factor]
  user disable --email ADDRESS closes the desk to a person; user enable opens it again
  token create --user ADDRESS --brand NAME|all --scopes read,write… --name NAME [--days 90]
  token list --user ADDRESS    the keys in force
  token revoke ID              withdraws a key
  demo reset                   removes the demonstration
  key                          a new sealing key, for PUPITRE_KEY

Settings are read from the environment and .env, as by npm start.`,
}

const key = async ({ say }: Cli): Promise<number> => {
  say(newToken())
  return 0
}

type Command = (cli: Cli) => Promise<number>

/** Each is loaded when it is asked for: help and a new key need nothing of the desk. */
const backups = () => import('./cli.backup.ts')
const people = () => import('./cli.people.ts')

const commands: Record<string, () => Promise<Command>> = {
  doctor: async () => (await import('./cli.doctor.ts')).doctor,
  backup: async () => (await backups()).backup,
  restore: async () => (await backups()).restore,
  key: async () => key,
  'user create': async () => (await people()).userCreate,
  'user reset-password': async () => (await people()).userResetPassword,
  'user disable': async () => (await people()).userDisable,
  'user enable': async () => (await people()).userEnable,
  'token create': async () => (await people()).tokenCreate,
  'token list': async () => (await people()).tokenList,
  'token revoke': async () => (await people()).tokenRevoke,
  'demo reset': async () => (await people()).demoReset,
}

function languageOf(env: NodeJS.ProcessEnv): Language {
  return /^fr/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'fr' : 'en'
}

/** What is typed is not shown. Null where nobody can type. */
async function askHidden(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await reader.question('')
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}

/** One sentence for a person, whatever it was. */
function sentenceOf(cause: unknown, language: Language): string {
  if (cause instanceof CodedError) return errorBody(cause, language).error.message
  return cause instanceof Error ? cause.message : String(cause)
}

type Asked = { name: string; load: () => Promise<Command> }

function commandOf(argv: readonly string[]): Asked | null {
  const words = [argv.slice(0, 2).join(' '), argv.slice(0, 1).join('')]
  const name = words.find((one) => Object.hasOwn(commands, one)) ?? ''
  const load = commands[name]
  return load ? { name, load } : null
}

async function run(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const language = languageOf(env)
  const say = (text: string) => void process.stdout.write(`${text}\n`)
  const asked = commandOf(argv)
  if (!asked || argv.includes('--help')) {
    say(help[language])
    return asked || ['help', '--help', '-h', undefined].includes(argv[0]) ? 0 : 1
  }
  try {
    const settings = readSettings(env, join(import.meta.dirname, '../..'))
    const command = await asked.load()
    return await command({ settings, language, args: argv.slice(asked.name.split(' ').length), say, ask: askHidden })
  } catch (cause) {
    process.stderr.write(`${sentenceOf(cause, language)}\n`)
    return 1
  }
}

if (process.argv[1] === import.meta.filename) {
  loadEnvFile(join(import.meta.dirname, '../..'))
  process.exitCode = await run(process.argv.slice(2), process.env)
}
