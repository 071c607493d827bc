import type { Random } from '../random.ts'
import {
  BREADS,
  DAYS,
  ENGLISH,
  ENGLISH_BREADS,
  ENGLISH_DAYS,
  ENGLISH_FOLLOW_UPS,
  FOLLOW_UPS,
  FRENCH,
  HOURS,
  type Intent,
} from './messages.tables.ts'
import type { Persona, Register, Shop } from './personas.tables.ts'

/** Words of one person about one thing: a sentence from the tables, filled in, in that person's way of writing. */
export function write(random: Random, persona: Persona, intent: Intent): string {
  const english = persona.language === 'en' ? ENGLISH[intent] : undefined
  const from = english ?? (persona.language === 'en' ? ENGLISH.praise : undefined) ?? FRENCH[intent]
  return inRegister(random, fill(random, random.pick(from), persona), persona.register, persona.language)
}

export type Mood = keyof typeof FOLLOW_UPS

export function writeFollowUp(random: Random, persona: Persona, mood: Mood): string {
  const from = persona.language === 'en' ? ENGLISH_FOLLOW_UPS : FOLLOW_UPS[mood]
  return inRegister(random, fill(random, random.pick(from), persona), persona.register, persona.language)
}

function fill(random: Random, sentence: string, persona: Persona): string {
  const english = persona.language === 'en'
  const values: Record<string, string> = {
    '{bread}': random.pick<string>(english ? ENGLISH_BREADS : BREADS),
    '{day}': random.pick<string>(english ? ENGLISH_DAYS : DAYS),
    '{hour}': random.pick<string>(HOURS),
  }
  const located = english ? sentence.replaceAll('{shop}', persona.shop) : atShop(sentence, persona.shop)
  return located.replace(/\{\w+\}/g, (slot) => values[slot] ?? slot)
}

/** « à la Croix-Rousse », « à Monplaisir »: three of the four shops take an article. */
export function atShop(sentence: string, shop: Shop): string {
  return sentence.replaceAll('{shop}', shop === 'Monplaisir' ? shop : `la ${shop}`)
}

const SHORT: readonly [RegExp, string][] = [
  [/\bvous êtes\b/g, 'vs êtes'],
  [/\bvous\b/g, 'vs'],
  [/\bpourquoi\b/g, 'pk'],
  [/\bparce que\b/g, 'pcq'],
  [/\bc’est\b/g, 'c'],
  [/\bje suis\b/g, 'chui'],
  [/\bbonjour\b/g, 'bjr'],
  [/\bs’il vous plaît\b/g, 'svp'],
  [/\bquelqu’un\b/g, 'qqn'],
  [/\baujourd’hui\b/g, 'ajd'],
  [/\bqu’est-ce qui\b/g, 'kes ki'],
  [/\bavec\b/g, 'avc'],
]

function inRegister(random: Random, sentence: string, register: Register, language: 'fr' | 'en'): string {
  const typed = sentence.replace(/ ([?!:;])/g, random.chance(0.6) ? ' $1' : '$1')
  if (register === 'neat') return sentence
  if (register === 'plain') return random.chance(0.25) ? typed.replace(/’/g, "'").replace(/\.$/, '') : typed.replace(/’/g, "'")
  const low = typed.replace(/’/g, "'").toLowerCase().replace(/\.$/, '')
  if (register === 'loose' || language === 'en') return random.chance(0.5) ? low.replace(/[éèê]/g, 'e').replace(/à/g, 'a') : low
  const shortened = SHORT.reduce((text, [long, short]) => text.replace(new RegExp(long.source.replaceAll('’', "['’]"), 'g'), short), low)
  return random.chance(0.4) ? `${shortened} ${random.pick(['svp', 'merci', 'mdr', '🙏', 'ptdr', '😅'])}` : shortened
}

const SUBJECTS: readonly [RegExp, Intent][] = [
  [/bûche|galette|command|réserv/i, 'order'],
  [/recrut|embauch|apprenti|poste|candidat/i, 'job'],
  [/allerg|gluten|noix|sésame/i, 'allergens'],
  [/prix|€|tarif|offre/i, 'price'],
  [/horaire|ouvert|ferm|férié|dimanche/i, 'hours'],
  [/restaurant|entreprise|association|atelier|partenaire/i, 'business'],
]

const BY_TEMPER: Record<Persona['temper'], readonly Intent[]> = {
  fan: ['praise', 'praise', 'bread', 'joke'],
  curious: ['bread', 'hours', 'allergens', 'price', 'order'],
  critic: ['hard_bread', 'service', 'price', 'hard_bread', 'bread'],
  troll: ['troll', 'troll', 'price'],
  joker: ['joke', 'joke', 'praise'],
  professional: ['business', 'bread', 'praise', 'job'],
  quiet: ['praise', 'bread'],
}

/** What this person has to say to a post: its subject half of the time, else what is always on their mind. */
export function intentFor(random: Random, persona: Persona, postText: string): Intent {
  const subject = SUBJECTS.find(([pattern]) => pattern.test(postText))?.[1]
  const onSubject = subject && persona.temper !== 'troll' && persona.temper !== 'joker' && random.chance(0.55)
  return onSubject ? subject : random.pick(BY_TEMPER[persona.temper])
}

export function moodAfter(random: Random, persona: Persona, intent: Intent): Mood {
  if (persona.temper === 'troll') return 'sulking'
  if (intent === 'hard_bread' || intent === 'service') return random.chance(0.55) ? 'unconvinced' : 'pleased'
  return random.chance(0.3) && intent !== 'praise' && intent !== 'joke' ? 'asking' : 'pleased'
}
