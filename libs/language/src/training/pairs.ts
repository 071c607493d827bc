/**
 * Contrastive messages made from patterns: the same groups, the same words, the other meaning. They teach that naming a group is no attack,
 * that a quotation or a negation turns a sentence round, and that praise can be denied. Seeded; other words and groups than those of
 * src/testing/functional.ts, which measures.
 */
import type { Example } from './data.ts'
import { randomOf } from './random.ts'
import { targetOf } from './targets.ts'

/** Plural, singular with its article. */
const groups: readonly [string, string][] = [
  ['Noirs', 'un Noir'],
  ['Arabes', 'une Arabe'],
  ['Maghrébins', 'un Maghrébin'],
  ['Roms', 'un Rom'],
  ['Chinois', 'un Chinois'],
  ['Roumains', 'une Roumaine'],
  ['juifs', 'un juif'],
  ['chrétiens', 'une chrétienne'],
  ['réfugiés', 'un réfugié'],
  ['étrangers', 'un étranger'],
  ['migrants', 'un migrant'],
  ['lesbiennes', 'une lesbienne'],
  ['homosexuels', 'un homosexuel'],
  ['personnes trans', 'une personne trans'],
  ['filles', 'une fille'],
  ['vieux', 'un vieux'],
  ['autistes', 'une autiste'],
  ['sourds', 'un sourd'],
  ['aveugles', 'une aveugle'],
  ['Turcs', 'un Turc'],
]

type Pattern = { yes: readonly string[]; no: readonly string[] }

/** Words that are an attack unless they are quoted. */
const slurs =
  'bougnoule bicot négresse youpin chinetoque niakoué gouine tarlouze tapette boche rital youtre crouille beurette gogol mongol pédale'.split(
    ' ',
  )

/** `{P}` plural, `{U}` singular with article, `{S}` a slur. The two lists answer each other. */
const patterns: readonly Pattern[] = [
  {
    yes: [
      'les {P} sont des ordures',
      'les {P} sont tous pareils, des parasites',
      'je hais les {P}',
      'les {P} me dégoûtent',
      'je ne supporte pas les {P}, du vent',
      'les {P} valent moins que des chiens',
      'les {P}, c’est la plaie de ce pays',
      'ces {P} sont répugnants',
      'les {P} sont des sous-hommes',
      '{U} c’est toujours un problème',
      'sale {P}, on veut pas de vous ici',
      'les {P} sont moches et stupides',
      'je vomis les {P}',
      'les {P} devraient fermer leur gueule',
      'faut virer tous les {P} d’ici',
      'pas de {P} chez moi, allez vous laver',
      'les {P} ont un cerveau de singe',
      'les {P} sont une erreur de la nature',
      'on devrait interdire aux {P} de sortir',
      'comment peut-on aimer les {P} ? ils sont abjects',
      'pourquoi les {P} sont-ils aussi cons ?',
      'les {P} méritent ce qui leur arrive',
    ],
    no: [
      'je suis {U}',
      'ma voisine est {U} et on s’entend bien',
      'les {P} sont nombreux dans mon quartier',
      'j’ai regardé un reportage sur les {P}',
      'j’adore le travail de l’association des {P}',
      'les {P} sont des gens comme les autres',
      'je suis fière d’être {U}',
      'quelle chance d’avoir {U} dans l’équipe',
      'les {P} ont enrichi notre culture',
      'vive les {P} !',
      'deux {P} tiennent la boulangerie d’en face',
      'les {P} méritent le respect, comme tout le monde',
      'mon médecin est {U}',
      'je travaille avec des {P}',
      'les {P} sont formidables',
      'il y a une soirée pour les {P} samedi',
      'ils ont embauché {U} au service client',
      'je soutiens les {P}',
      'mon meilleur ami est {U}, et alors ?',
      'les {P} ont le droit de vote',
      'comment mieux accueillir les {P} ?',
      'merci de parler aussi des {P}',
      'chapeau aux {P} du comité',
      'les {P} m’ont beaucoup aidé cette année',
      'heureux d’être {U} et de le dire',
      'les {P} de mon immeuble sont charmants',
      'j’estime énormément les {P}',
      'que du respect pour les {P}',
      'quelle joie de voir {U} à ce poste',
      'on gagne tous à côtoyer des {P}',
      'les {P} font un travail remarquable',
    ],
  },
  {
    yes: [
      'les {P} ne sont pas des êtres civilisés',
      'les {P} n’ont rien d’humain',
      'aucun de ces {P} n’est honnête',
      'les {P} ne méritent pas de vivre parmi nous',
      'personne n’aime les {P}, c’est comme ça',
      'les {P} ne valent rien',
      'les {P} ne sont bons à rien',
      'les {P} n’ont pas leur place ici',
      'on ne peut pas faire confiance aux {P}',
      'les {P} ne seront jamais des gens bien',
      'il n’y a rien de beau chez les {P}',
      'je ne respecterai jamais les {P}',
      'les {P} ne sont pas normaux',
      '{U} ne sera jamais notre égal',
      'les {P} ne devraient avoir aucun droit',
    ],
    no: [
      'les {P} ne sont pas des voleurs, arrêtez avec ça',
      'je n’ai rien contre les {P}',
      'je ne déteste pas les {P}, bien au contraire',
      'les {P} ne sont pas dangereux',
      'il ne faut pas insulter les {P}',
      'personne ne devrait avoir peur des {P}',
      'on ne juge pas {U} là-dessus',
      'les {P} n’ont pas à subir ça',
      'aucun de mes collègues n’a mal parlé des {P}',
      'les {P} ne sont ni pires ni meilleurs que nous',
      'je ne dirai jamais du mal des {P}',
      'on ne peut pas laisser dire ça des {P}',
      'ce n’est pas la faute des {P}',
      'les {P} ne prennent le travail de personne',
      'ce n’est pas un gros mot d’être {U}',
    ],
  },
  {
    yes: [
      'je vais frapper le prochain {P} que je croise',
      'je vais cogner {U}, ça me démange',
      'on va s’occuper des {P} à coups de batte',
      'il faut tous les pendre, les {P}',
      'les {P}, je leur casse les dents si j’en vois',
      'faut cramer les {P}',
      'les {P} finiront au fond du fleuve, on s’en charge',
      'on va nettoyer la ville des {P}, préparez-vous',
      'je rêve d’étrangler {U}',
      'j’attends les {P} dehors avec les copains, ils vont saigner',
      'qu’on les fusille, ces {P}',
      'un jour je prendrai une arme et les {P} vont courir',
      'je mettrai le feu à la maison des {P}',
      'les {P}, on va vous faire la peau',
      'on devrait tous les noyer, les {P}',
    ],
    no: [
      'des {P} ont reçu des menaces, c’est grave',
      'on attend les {P} dehors pour la photo de groupe',
      'je vais rencontrer les {P} du club samedi',
      'on a frappé {U} hier dans le bus, personne n’a bougé',
      'je vais inviter {U} à dîner',
      'quelqu’un a mis le feu au local des {P}, soutien à eux',
      'on va s’occuper des {P} au guichet 3, patience',
      'protégeons les {P} contre ces coups',
      'je vais appeler la police, il menace les {P}',
      'ils veulent faire la peau aux {P}, il faut réagir',
    ],
  },
  {
    yes: [
      'putain de {P}',
      'ces {P} de merde me gonflent',
      'bordel, encore des {P}',
      'qu’ils aillent se faire foutre, les {P}',
      'les {P} font chier tout le monde',
      'saloperie de {P}',
      'les {P} sont une belle bande d’enculés',
      '{U}, putain, dégagez-moi ça',
      'j’emmerde les {P}',
      'bande de {P} dégénérés, bordel',
      'foutus {P}, retournez d’où vous venez',
    ],
    no: [
      'putain, quel match de dingue',
      'merde, j’ai oublié mon parapluie',
      'bordel que c’était bon',
      'ce métro me fait chier, encore en retard',
      'putain mais quelle voix, cette chanteuse',
      'fait chier, il pleut encore',
      'j’emmerde cette imprimante',
      'saloperie de clé USB',
      'putain, les {P} du groupe ont assuré hier',
      'bordel, que {U} chante bien',
      'merde alors, bravo aux {P} de l’équipe',
    ],
  },
  {
    yes: [
      'sale {S}',
      'encore une de ces {S}',
      'c’est un {S} ce type',
      'les {S} me fatiguent',
      'regardez-moi cette {S}',
      't’es une {S} ou quoi',
      'deux {S} à la table du fond',
      'je sers pas les {S}',
      'voici venir les {S}',
      '{S} va',
      'son copain est une {S}',
      'la {S} du guichet 4',
      'bande de bicots',
      'sale négresse',
      'encore un youpin',
      'dehors les gitans voleurs de poules',
      'ta tronche de chinetoque',
      'ferme-la la gouine',
      'retourne au bled bougnoule',
      'sale tarlouze',
      'encore ces ratons qui traînent',
      't’es qu’un gogol',
      'les travelos me font gerber',
      'sale boche',
      'casse-toi espèce de mongol',
      'vos clients c’est que des beurettes',
      'quelle bande de tapettes',
      'trois niakoués au comptoir et ça rigole',
    ],
    no: [
      'on m’a traité de « {S} » dans votre magasin',
      '« {S} » n’est pas un mot à laisser dans vos commentaires',
      'quelqu’un a écrit « sale {S} » sur ma voiture',
      'le mot {S} est une insulte, supprimez-le',
      'un client a crié « {S} » à votre vendeur, personne n’a bougé',
      'il m’a traité de « bicot », je suis encore sous le choc',
      'le mot « tapette » est une insulte, merci de modérer',
      'une tapette à mouches, vous en vendez ?',
      'on m’a appelée « négresse » dans votre magasin',
      '« sale youpin » est écrit sur votre vitrine, effacez-le',
      'ce melon est délicieux',
      'des ratons laveurs dans le jardin',
      'le personnage se fait insulter de gouine, la scène est dure',
      'arrêtez d’utiliser mongol comme insulte',
      'chez vous un client a crié « bougnoule » et personne n’a bougé',
    ],
  },
  {
    yes: [
      'tous les mêmes ces {P}, et je pèse mes mots',
      'c’est pas raciste de dire que les {P} puent, c’est vrai',
      'oui je l’écris : les {P} sont des rats',
      'je le dis haut et fort, dehors les {P}',
    ],
    no: [
      'dire que « les {P} sont des ordures », c’est du racisme',
      '« dehors les {P} » : voilà ce que j’ai lu sous votre publication, c’est honteux',
      'celui qui écrit que les {P} sont des parasites devrait avoir honte',
      'encore un commentaire « je hais les {P} » laissé en ligne, modérez',
      'qui pense encore que les {P} valent moins ? pas moi',
      'mon chef répète que « les {P} puent », je porte plainte',
      'écrire « {U}, dégage » n’a rien de drôle',
      'il a hurlé « sale {P} » à ma mère, honte à lui',
    ],
  },
]

const weight = 0.8

function example(text: string, toxic: boolean): Example {
  const answered = { allowed: [String(toxic)], weight }
  return {
    text,
    lang: 'fr',
    source: 'pairs',
    development: false,
    targets: [targetOf('toxic', answered), targetOf('publicToxic', answered)],
  }
}

/** Each pattern with a few groups drawn by the seed. */
export function makePairs(seed: number): Example[] {
  const random = randomOf(seed)
  const fill = (pattern: string): string => {
    const [plural, single] = groups[Math.floor(random() * groups.length)] ?? ['', '']
    const slur = slurs[Math.floor(random() * slurs.length)] ?? ''
    const text = pattern.replace('{P}', plural).replace('{U}', single).replace('{S}', slur)
    const first = random() < 0.5 ? text.charAt(0).toUpperCase() + text.slice(1) : text
    return random() < 0.3 ? `${first}${random() < 0.5 ? '.' : ' !'}` : first
  }
  return patterns.flatMap(({ yes, no }) => {
    const times = (pattern: string): number => (pattern.includes('{') ? 6 : 2)
    const make = (list: readonly string[], toxic: boolean): Example[] =>
      list.flatMap((pattern) => Array.from({ length: times(pattern) }, () => example(fill(pattern), toxic)))
    return [...make(yes, true), ...make(no, false)]
  })
}
