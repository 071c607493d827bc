import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { fault, withDatabase, type Cli } from './cli.open.ts'
import type { Db } from './platform/db.ts'
import { migrate } from './platform/migrate.ts'
import { listKeys, makeKey, replacePassword, revokeKey, setDisabled } from './team/team.keys.service.ts'
import { email as emailShape, password as passwordShape, personName, rights, type Right } from './team/team.schema.ts'
import { makeOwner, makePerson } from './team/team.service.ts'
import { brandsOf, findUserByEmail } from './team/team.store.ts'
import { isSetupNeeded, removeDemonstration } from './team/team.public.ts'

const missing = (option: string) => fault('option_missing', `Il manque ${option}.`, `${option} is missing.`)

function needed(value: string | undefined, option: string): string {
  if (!value) throw missing(option)
  return value
}

function checked<T>(shape: z.ZodType<T>, value: unknown, option: string): T {
  const parsed = shape.safeParse(value)
  if (!parsed.success) throw fault('option_wrong', `${option} n’est pas utilisable.`, `${option} cannot be used.`)
  return parsed.data
}

/** A new installation has no schema yet: the command line may come before the first start. */
async function inDesk<T>(cli: Cli, work: (db: Db) => Promise<T>): Promise<T> {
  return withDatabase(cli.settings, async (db) => {
    await migrate(db)
    return work(db)
  })
}

async function personOf(db: Db, email: string | undefined, option = '--email') {
  const person = await findUserByEmail(db.access, needed(email, option))
  if (!person) throw fault('nobody', `Personne n’a l’adresse ${email}.`, `Nobody has the address ${email}.`)
  return person
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const group = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')
/** 25 signs of 31, about 123 bits, in groups that can be read aloud. */
const madePassword = (): string => Array.from({ length: 5 }, group).join('-')

/** Asked without echo where there is a terminal; made by the desk, and shown once, where there is none or nothing was typed. */
async function passwordFrom(cli: Cli): Promise<{ password: string; made: boolean }> {
  const typed = await cli.ask(
    cli.language === 'fr' ? 'Mot de passe (vide : le pupitre en fait un) : ' : 'Password (empty: the desk makes one): ',
  )
  if (!typed) return { password: madePassword(), made: true }
  const parsed = passwordShape.safeParse(typed)
  if (!parsed.success)
    throw fault('password_short', 'Le mot de passe doit avoir au moins 12 signes.', 'The password needs at least 12 characters.')
  return { password: parsed.data, made: false }
}

async function tellPassword({ say, language }: Cli, { password, made }: { password: string; made: boolean }): Promise<void> {
  if (made) say(language === 'fr' ? `Mot de passe, montré une seule fois : ${password}` : `Password, shown once: ${password}`)
}

export async function userCreate(cli: Cli): Promise<number> {
  const { values } = parseArgs({
    args: cli.args,
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      owner: { type: 'boolean', default: false },
      language: { type: 'string' },
    },
  })
  const email = checked(emailShape, needed(values.email, '--email'), '--email').toLowerCase()
  const name = checked(personName, needed(values.name, '--name'), '--name')
  const language = checked(z.enum(['fr', 'en']), values.language ?? cli.language, '--language')
  return inDesk(cli, async (db) => {
    // The setup page makes the first owner with their organization and brand, and closes as soon as there is somebody.
    if (await isSetupNeeded(db))
      throw fault(
        'not_set_up',
        'Ce pupitre n’a pas encore de responsable : ouvrez son adresse, la page d’accueil fait le premier compte.',
        'This desk has no owner yet: open its address, the setup page makes the first account.',
      )
    if (await findUserByEmail(db.access, email))
      throw fault('email_taken', `Quelqu’un a déjà l’adresse ${email}.`, `Somebody has the address ${email} already.`)
    const secret = await passwordFrom(cli)
    const id = await makePerson(db.access, { email, name, password: secret.password, language })
    if (values.owner) await makeOwner(db, id)
    cli.say(cli.language === 'fr' ? `${name} peut se connecter avec ${email}.` : `${name} can sign in with ${email}.`)
    await tellPassword(cli, secret)
    return 0
  })
}

export async function userResetPassword(cli: Cli): Promise<number> {
  const { values } = parseArgs({
    args: cli.args,
    options: { email: { type: 'string' }, 'remove-second-factor': { type: 'boolean', default: false } },
  })
  return inDesk(cli, async (db) => {
    const person = await personOf(db, values.email)
    const secret = await passwordFrom(cli)
    await replacePassword(db, person.id, secret.password, values['remove-second-factor'])
    cli.say(
      cli.language === 'fr'
        ? `Le mot de passe de ${person.email} est changé ; toutes ses sessions sont fermées.`
        : `The password of ${person.email} is changed; all their sessions are closed.`,
    )
    await tellPassword(cli, secret)
    return 0
  })
}

const userClosed = (disabled: boolean) => async (cli: Cli) => {
  const { values } = parseArgs({ args: cli.args, options: { email: { type: 'string' } } })
  return inDesk(cli, async (db) => {
    const person = await personOf(db, values.email)
    await setDisabled(db, person.id, disabled)
    const fr = disabled ? 'n’entre plus : ses sessions et ses clés sont refusées' : 'peut se connecter à nouveau'
    const en = disabled ? 'is out: their sessions and keys are refused' : 'can sign in again'
    cli.say(cli.language === 'fr' ? `${person.email} ${fr}.` : `${person.email} ${en}.`)
    return 0
  })
}
export const userDisable = userClosed(true)
export const userEnable = userClosed(false)

function scopesOf(text: string): Right[] {
  const asked = text.split(',').map((scope) => scope.trim())
  const unknown = asked.filter((scope) => !rights.includes(scope as Right))
  if (unknown.length > 0)
    throw fault(
      'unknown_scope',
      `Droit inconnu : ${unknown.join(', ')}. Choisissez parmi ${rights.join(', ')}.`,
      `Unknown scope: ${unknown.join(', ')}. Choose among ${rights.join(', ')}.`,
    )
  return asked as Right[]
}

async function brandFor(db: Db, userId: string, asked: string): Promise<string | null> {
  if (asked === 'all') return null
  const rows = (await brandsOf(db.access, userId)).map((row) => row.brand)
  const found = rows.filter((brand) => brand.id === asked || brand.name.toLowerCase() === asked.toLowerCase())
  const ids = [...new Set(found.map((brand) => brand.id))]
  if (ids.length > 1)
    throw fault(
      'several_brands',
      `Plusieurs marques ont ce nom, donnez l’une de : ${ids.join(', ')}.`,
      `Several brands have this name, give one of: ${ids.join(', ')}.`,
    )
  if (!ids[0])
    throw fault('no_brand', `Cette personne n’a pas accès à une marque « ${asked} ».`, `This person has no access to a brand “${asked}”.`)
  return ids[0]
}

export async function tokenCreate(cli: Cli): Promise<number> {
  const { values } = parseArgs({
    args: cli.args,
    options: {
      user: { type: 'string' },
      brand: { type: 'string' },
      scopes: { type: 'string' },
      name: { type: 'string' },
      days: { type: 'string', default: '90' },
    },
  })
  const name = checked(z.string().trim().min(1).max(100), needed(values.name, '--name'), '--name')
  const days = checked(z.coerce.number().int().min(1).max(3650), values.days, '--days')
  const scopes = scopesOf(needed(values.scopes, '--scopes'))
  return inDesk(cli, async (db) => {
    const person = await personOf(db, values.user, '--user')
    const brandId = await brandFor(db, person.id, needed(values.brand, '--brand'))
    const expiresAt = new Date(Date.now() + days * 86_400_000)
    const { key } = await makeKey(db, { userId: person.id, brandId, name, scopes, expiresAt })
    const until = expiresAt.toISOString().slice(0, 10)
    cli.say(cli.language === 'fr' ? `Clé montrée une seule fois, valable jusqu’au ${until} :` : `Key shown once, good until ${until}:`)
    cli.say(key)
    return 0
  })
}

export async function tokenList(cli: Cli): Promise<number> {
  const { values } = parseArgs({ args: cli.args, options: { user: { type: 'string' } } })
  return inDesk(cli, async (db) => {
    const person = await personOf(db, values.user, '--user')
    const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? '–'
    const keys = await listKeys(db, person.id)
    for (const key of keys)
      cli.say([key.id, key.name, key.scopes.join(','), key.brandId ?? 'all', day(key.expiresAt), day(key.lastUsedAt)].join('\t'))
    if (keys.length === 0) cli.say(cli.language === 'fr' ? 'Aucune clé.' : 'No key.')
    return 0
  })
}

export async function tokenRevoke(cli: Cli): Promise<number> {
  const id = checked(z.uuid(), needed(cli.args[0], 'ID'), 'ID')
  return inDesk(cli, async (db) => {
    if (!(await revokeKey(db, id))) throw fault('no_key', 'Aucune clé en vigueur n’a ce numéro.', 'No key in force has this number.')
    cli.say(cli.language === 'fr' ? 'La clé ne vaut plus rien.' : 'The key is worth nothing any more.')
    return 0
  })
}

export async function demoReset(cli: Cli): Promise<number> {
  return inDesk(cli, async (db) => {
    await removeDemonstration(db)
    cli.say(
      cli.language === 'fr'
        ? 'La démonstration est retirée. Tant que le pupitre n’a pas de responsable, le prochain démarrage en fait une neuve.'
        : 'The demonstration is removed. As long as the desk has no owner, the next start makes a new one.',
    )
    return 0
  })
}
