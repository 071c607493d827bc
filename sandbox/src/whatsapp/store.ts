import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated WhatsApp remembers. */

export type Business = { id: string; listening: boolean }
export type PhoneNumber = { id: string; businessId: string; shown: string; name: string }
export type Person = { id: string; name: string }
export type Message = {
  id: string
  numberId: string
  personId: string
  /** True: the business wrote it. */
  isOurs: boolean
  at: number
  type: 'text' | 'image' | 'video'
  text: string
  fileId: string | null
  answers: string | null
}
export type File = { id: string; numberId: string; bytes: Buffer; type: string }
export type WhatsAppAccess = { businessId: string }

function emptyMemory() {
  return {
    businesses: new Map<string, Business>(),
    numbers: new Map<string, PhoneNumber>(),
    people: new Map<string, Person>(),
    messages: new Map<string, Message>(),
    files: new Map<string, File>(),
    /** By message and who reacted. */
    reactions: new Map<string, string>(),
    /** `number/person`. */
    blocked: new Set<string>(),
    access: new Map<string, WhatsAppAccess>(),
  }
}

export type WhatsAppMemory = ReturnType<typeof emptyMemory>

export type WhatsAppStore = {
  readonly memory: WhatsAppMemory
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: (prefix: '13' | 'wamid.') => string
  business: (name: string) => Business
  /** A number of the business of the same name. */
  number: (name: string) => PhoneNumber
  person: (name: string) => Person
  tokenFor: (name: string) => string
}

/** From the name, so that it is the same again after a restart. Numbers of WhatsApp begin with 10 and 11. */
const named = (prefix: string, name: string) => `${prefix}${String(hash(`${prefix} ${name}`)).padStart(10, '0')}`

export function createWhatsAppStore(clock: Clock): WhatsAppStore {
  let memory = emptyMemory()
  let last = 500_000_000n
  const store: WhatsAppStore = {
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: (prefix) => `${prefix}${prefix === '13' ? ++last : Buffer.from(`HBgL${++last}`).toString('base64')}`,
    business: (name) => known(memory.businesses, { id: named('11', name), listening: false }),
    number: (name) => {
      const shown = `+33 4 ${String(hash(name) % 100_000_000)
        .padStart(8, '0')
        .replace(/(\d\d)(?=\d)/g, '$1 ')}`
      return known(memory.numbers, { id: named('10', name), businessId: store.business(name).id, shown, name: `Maison ${name}` })
    },
    person: (name) => known(memory.people, { id: `336${String(hash(name) % 100_000_000).padStart(8, '0')}`, name }),
    tokenFor: (name) => {
      const token = `EAAsystem${hash(`whatsapp ${name}`).toString(36)}${name}`
      memory.access.set(token, { businessId: store.business(name).id })
      return token
    },
  }
  return store
}

function known<T extends { id: string }>(map: Map<string, T>, wanted: T): T {
  const found = map.get(wanted.id) ?? wanted
  map.set(wanted.id, found)
  return found
}
