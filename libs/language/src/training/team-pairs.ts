/** Contrastive messages about those who answer: a service found bad and a person found wrong are no attack, an insult to a person is. */
import type { Example } from './data.ts'
import { randomOf } from './random.ts'
import { targetOf } from './targets.ts'

const people = [
  'votre vendeuse',
  'la caissière',
  'votre conseiller',
  'le livreur',
  'l’hôtesse',
  'le chauffeur',
  'votre CM',
  'la directrice',
  'le gars du SAV',
  'la dame de l’accueil',
  'votre technicien',
  'le serveur',
  'votre stagiaire',
  'la secrétaire',
]
const things = [
  'votre SAV',
  'le service client',
  'votre site',
  'l’appli',
  'la livraison',
  'votre agence',
  'l’accueil',
  'le magasin de Lille',
  'votre boutique',
  'votre service après-vente',
  'cette entreprise',
  'le standard',
]

/** `{W}` a person of the team, `{O}` a thing of the brand. */
const attacks = [
  '{W} est un abruti fini',
  '{W} est une grosse conne',
  '{W}, quelle gourde',
  'virez {W}, ce débile',
  '{W} a deux neurones et encore',
  'dites à {W} d’aller se faire voir',
  '{W} mérite des baffes',
  '{W} est bête comme ses pieds',
  'quelle ordure, {W}',
  '{W} est un sale menteur',
  '{W} devrait avoir honte d’être aussi débile',
  'vous êtes tous des crétins au service client',
  'bande d’incapables, vous ne savez rien faire',
  '{W} a le cerveau d’une moule',
  'c’est qui ce bouffon qui répond, {W} ?',
  '{W} est une vieille bique',
  '{W} a une tête de rat',
  'fermez-la, bande de clowns',
]
const criticisms = [
  '{O} est une honte',
  '{O} est une catastrophe',
  '{O} est nul',
  'quelle honte {O}, trois semaines sans réponse',
  '{O}, c’est scandaleux',
  '{O} est une vaste blague',
  '{O} est lamentable, je veux être remboursé',
  '{O} se moque du monde',
  '{O} est injoignable, c’est honteux',
  '{O} est pire que tout',
  'honte à {O}, toujours pas de nouvelles !!!',
  '{W} a été désagréable avec moi',
  '{W} ne m’a même pas dit bonjour',
  '{W} s’est trompé dans ma commande',
  '{W} n’a pas compris ma demande',
  'je suis très déçue de {W}',
  '{W} m’a raccroché au nez',
  '{W} m’a mal conseillé, c’est inadmissible',
  '{W} a été adorable',
  'un client a traité {W} de conne, tout mon soutien',
  'merci à {W}, quelle patience face à des abrutis',
  '{W} refuse de me rembourser, c’est du vol',
]
const [times, weight] = [4, 0.7]

function example(text: string, yes: boolean): Example {
  const answered = { allowed: [String(yes)], weight }
  return {
    text,
    lang: 'fr',
    source: 'pairs',
    development: false,
    targets: [targetOf('toxic', answered), targetOf('attacksTeam', answered)],
  }
}

export function makeTeamPairs(seed: number): Example[] {
  const random = randomOf(seed)
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
  const fill = (pattern: string): string => {
    const text = pattern.replace('{W}', one(people)).replace('{O}', one(things))
    return random() < 0.6 ? text.charAt(0).toUpperCase() + text.slice(1) : text
  }
  const make = (list: readonly string[], yes: boolean): Example[] =>
    list.flatMap((pattern) => Array.from({ length: times }, () => example(fill(pattern), yes)))
  return [...make(attacks, true), ...make(criticisms, false)]
}
