/** Random posts and queries full of traps, seeded. */
import type { Post } from '../post.ts'

export type Random = () => number

/** Mulberry32: numbers in [0, 1). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

/** Whole pieces as they are met on networks, and all the traps of the semantics. */
const pieces = [
  ...'orange Orange ORANGES orangé orangeade panne pannes Panne réseau reseau RÉSEAU client cliente clients sav fibre la le un est'.split(
    ' ',
  ),
  ...'cœur coeur CŒUR Œuvre oeuvre straße STRASSE strasse ŁÓDŹ lodz Ærø aero ﬁbre naïve NAI\u0308VE cafe\u0301 CAFÉ'.split(' '),
  ..."l’eau l'eau L’EAU d’orange qu’orange jusqu’au lorsqu’il aujourd’hui quoiqu’orange porte-monnaie don’t it's s’ l' 'c' rock’n’roll".split(
    ' ',
  ),
  ...'#orange #Orange #CommunityManager #communitymanager #SNCFPanne #Paris2024 #community_manager #été #JO #5G C# a#b ##orange #'.split(
    ' ',
  ),
  ...'@sncf @SNCF @a.bsky.social @jean-pierre.bsky.social @user@mas.to a@b.com contact@sncf.fr jean.dupont+x@mail.sncf.fr a@b @ @.'.split(
    ' ',
  ),
  ...'https://www.lemonde.fr/orange/panne?x=1 http://lemonde.fr www.sncf.com/panne https://user@a.b.fr:80/x HTTPS://LeMonde.fr (https://x.fr) http:// www.'.split(
    ' ',
  ),
  ...'👩‍💻 👩 💻 👋🏽 👋 🇫🇷 🇫🇷🇧🇪 🇫 ❤️ ❤ 1️⃣ ™ ©orange orange® ℹ️ 🔥🔥 ☎️'.split(' '),
  ...'日本 日本語 東京orange カフェ ｶﾌｪ かﾞ 日 ー #日本語 orange日本 한국어 한국'.split(' '),
  ...'שלום مرحبا مَرْحَبًا \u200fשלום\u200f ΟΔΟΣ οδός Привет ПРИВЕТ ÿ Ÿ ð Þ'.split(' '),
  ...'½ ² x² 10€ 3,5 12:30 AT&T at&t C++ c++ … — « » ! ? , . ; : - _ __ a_b . …orange orange…panne (orange) "panne" *orange'.split(' '),
  ...'soft\u00adhyphen zero\u200bwidth joi\u200dned no\u00a0break \u2066orange\u2069 \ufeffpanne \ud800 x\udc00y'.split(' '),
  ...'motdixlettres motquinzelettres motdequinzelettresetplus anticonstitutionnellement'.split(' '),
]
const alphabet = [...Array.from("abcéœÉLl'’#@.-_:/0189 "), '\u0301', '\u200d', '日', '👩', '🇫', 'Σ', '½']
const glue = [' ', ' ', ' ', ' ', '  ', '\n', ', ', '. ', '', '-', '’', '/', '\u00a0', ' … ']

const noise = (random: Random): string => Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(random, alphabet)).join('')

export function randomPost(random: Random): Post {
  const length = random() < 0.02 ? 60 + Math.floor(random() * 200) : Math.floor(random() * 14)
  let text = ''
  for (let i = 0; i < length; i += 1) text += (random() < 0.06 ? noise(random) : pick(random, pieces)) + pick(random, glue)
  const post: Post = { text }
  if (random() < 0.7) post.lang = pick(random, ['fr', 'en', 'fr-CA', 'FR', 'de'])
  if (random() < 0.5) post.author = pick(random, ['@a.bsky.social', 'sncf', 'Jean', 'a@mas.to'])
  if (random() < 0.5) post.network = pick(random, ['bluesky', 'Mastodon'])
  if (random() < 0.3) post.type = pick(random, ['reply', ['post', 'quote']])
  if (random() < 0.2) post.urls = pick(random, [['https://sub.lemonde.fr/orange'], ['sncf.com/x', 'http://u@a.fr:8/Panne']])
  if (random() < 0.5) post.followers = Math.floor(random() * 3000)
  if (random() < 0.2) post.has = ['image']
  return post
}

const words = [
  ...'orange oranges ORANGÉ panne réseau client sav fibre la le est cœur coeur oeuvre strasse lodz aero naïve café'.split(' '),
  ...'eau l’eau aujourd’hui aujourd hui porte-monnaie don’t community manager communitymanager sncf paris 2024 AT&T c 1 2 x b.com'.split(
    ' ',
  ),
  ...'#orange #communitymanager #sncfpanne #日本語 #jo @sncf @a @a.bsky.social @jean @jean-pierre @user@mas.to a@b.com contact@sncf.fr'.split(
    ' ',
  ),
  ...'👩 👩‍💻 👋 🇫🇷 ❤ 日本 日 カフェ 한국 שלום مرحبا οδος привет'.split(' '),
  ...'oran* orang? pann?s com*er #comm* #ora* @jea* 日本語* résea* cli*t* motquinz* anticonst* mot*lettres orangead?'.split(' '),
  ...'~orange ~panne ~clients ~cliente'.split(' '),
  '"orange panne"',
  '«la panne»',
  '“réseau orange”',
  '"community manager"',
  '"eau est"',
  '"orange panne"~2',
  '"la orange réseau"~1',
  '"日本"',
  '"a b"',
  'motdequinzelettresetplus',
  'motquinzelettres',
  'y',
]
const others = [
  ...'lang:fr lang:en,fr langue:fr-ca author:a auteur:@a.bsky.social site:lemonde.fr site:fr network:bluesky réseau:mastodon'.split(' '),
  ...'type:reply has:link has:hashtag avec:mention has:emoji has:image url:orange url:panne followers>1000 abonnés≤500 $marque $lieu'.split(
    ' ',
  ),
  'exact:"AT&T"',
  'exact:"C++"',
  'exact:"Orange"',
  'exact:"♥"',
  'orange freq>=2',
  '(orange OU panne) freq≥3',
  'orang* freq>=2',
]

export const randomGroups: Readonly<Record<string, string>> = {
  marque: 'orange OU oran* OU #orange',
  lieu: 'paris OU $marque OU "la panne"',
}

function place(random: Random, depth: number): string {
  const die = random()
  if (depth <= 0 || die < 0.7) return pick(random, words)
  if (die < 0.85) return `(${place(random, depth - 1)} OU ${place(random, depth - 1)})`
  return `(${place(random, depth - 1)} NEAR/${Math.floor(random() * 6)} ${place(random, depth - 1)})`
}

const operator = (random: Random): string => pick(random, [' ', ' ET ', ' AND ', ' OU ', ' OR ', ' | ', ' SAUF ', ' NOT ', ' -'])

/** A query, mostly well-formed. */
export function randomQuery(random: Random, depth = 3): string {
  const die = random()
  if (depth <= 0 || die < 0.3) return pick(random, words)
  if (die < 0.4) return pick(random, others)
  if (die < 0.55)
    return `${place(random, 2)} ${pick(random, ['NEAR', 'PRÈS', 'ONEAR', 'AVANT'])}/${Math.floor(random() * 5)} ${place(random, 2)}`
  if (die < 0.75) return `(${randomQuery(random, depth - 1)})${operator(random)}(${randomQuery(random, depth - 1)})`
  return `${randomQuery(random, depth - 1)}${operator(random)}${randomQuery(random, depth - 1)}`
}
