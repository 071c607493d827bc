/** The demonstration's brand: what it publishes next, and by whom. French, as the house speaks. */

export const house = { organization: 'Démonstration', brand: 'Maison Levain', color: '#0F5C5C', zone: 'Europe/Paris' } as const

export const channels = [
  { username: 'levain', name: 'Maison Levain', share: 1, seed: 1 },
  { username: 'levain_croixrousse', name: 'Levain Croix-Rousse', share: 0.5, seed: 2 },
  { username: 'levain_monplaisir', name: 'Levain Monplaisir', share: 0.4, seed: 3 },
  { username: 'fournil_levain', name: 'Le fournil', share: 0.35, seed: 4 },
] as const

export const people = [
  { name: 'Claire Morel', email: 'claire@demo.pupitre.localhost', role: 'supervisor' },
  { name: 'Karim Benali', email: 'karim@demo.pupitre.localhost', role: 'manager' },
  { name: 'Hugo Blanc', email: 'hugo@demo.pupitre.localhost', role: 'expert' },
] as const

export const pillars = [
  { name: 'Le pain', share: 35 },
  { name: 'Les gestes', share: 25 },
  { name: 'Le quartier', share: 20 },
  { name: 'Les saisons', share: 20 },
] as const

export const campaigns = [
  { kind: 'campaign', name: 'Praluline d’automne', from: -8, to: 4 },
  { kind: 'campaign', name: 'Précommandes de bûches', from: -1, to: 25 },
  { kind: 'event', name: 'Atelier levain, 12 places', from: 3, to: 3 },
] as const

export const pictures = {
  miche: 'Une miche de campagne, grigne en épi, sur un fond sombre',
  geste: 'Une lame entaille un pâton fariné, vue de près',
  vitrine: 'La devanture de la boutique, store rayé et pains en vitrine',
  praluline: 'Une brioche ronde couverte de pralines roses',
  baguettes: 'Cinq baguettes debout dans un panier d’osier',
  croissants: 'Quatre croissants dorés sur une plaque',
  buche: 'Une bûche roulée au chocolat, une branche de houx posée dessus',
  four: 'Le four à sole ouvert, trois pains en train de cuire',
} as const
export type Picture = keyof typeof pictures

/** `day` counts from today, `at` is the brand's wall time; `on` indexes the channels; `state` is what becomes of it. */
export type Coming = {
  day: number
  at: string
  title: string
  text: string
  on: number[]
  pillar: number
  pictures?: Picture[]
  state: 'scheduled' | 'awaiting' | 'draft'
  campaign?: number
  thread?: string[]
  /** The film of the bakery, described. */
  film?: string
  /** On every network of the brand. */
  everywhere?: true
}

export const coming: Coming[] = [
  {
    day: 0,
    at: '18:30',
    title: 'Le pain de la veille',
    text: 'Un pain d’hier n’est pas un pain perdu. À la maison, il devient croûtons, chapelure, soupe à l’oignon ou pain perdu, le vrai. Dès 18 h 30, les miches du jour sont à moitié prix dans les quatre boutiques. #AntiGaspi #Lyon',
    on: [0, 1, 2],
    pillar: 0,
    pictures: ['miche', 'geste'],
    state: 'scheduled',
  },
  {
    day: 0,
    at: '20:15',
    title: 'Le pont de la Guillotière',
    text: 'Ce soir, la dernière fournée part au pont de la Guillotière : vingt miches pour la maraude de l’association du quartier. Merci à Samira et à Paul, qui restent une heure de plus.',
    on: [0],
    pillar: 2,
    state: 'scheduled',
  },
  {
    day: 1,
    at: '07:30',
    title: 'Trois farines',
    text: 'T65, T110, petit épeautre. Trois farines, trois caractères, un seul moulin, à quarante kilomètres d’ici.',
    on: [0, 3],
    pillar: 0,
    pictures: ['baguettes'],
    state: 'scheduled',
  },
  {
    day: 1,
    at: '11:00',
    title: 'Le fournil en neuf secondes',
    text: 'Le fournil en neuf secondes\n\nLe four s’ouvre, la lame passe, la miche sort. Tout le reste, c’est de la patience.\n\n#Boulangerie #Levain #Lyon',
    on: [0],
    everywhere: true,
    film: 'Le four ouvert sur trois pains, une lame qui entaille un pâton, puis une miche entière',
    pillar: 1,
    state: 'scheduled',
  },
  {
    day: 1,
    at: '12:15',
    title: 'Praluline, le geste du façonnage',
    text: 'Quarante secondes, deux mains, et un beurre qui ne pardonne pas l’à-peu-près. La praluline se façonne à la minute, jamais la veille.',
    on: [0, 1, 2],
    pillar: 1,
    pictures: ['praluline'],
    state: 'scheduled',
    campaign: 0,
  },
  {
    day: 2,
    at: '08:00',
    title: 'On ne brade pas le pain',
    text: 'Vendredi, tout le monde brade. Nous, non : le prix de la miche paie la farine, le four et des gens. Ce jour-là, un café offert à qui apporte son sac à pain.',
    on: [0, 1, 2, 3],
    pillar: 0,
    state: 'awaiting',
  },
  {
    day: 2,
    at: '17:45',
    title: 'La tournée de 17 h',
    text: 'À Monplaisir, la tournée de 17 h sort à 17 h. Pas avant : elle cuit. Pas après : elle part.',
    on: [2],
    pillar: 2,
    pictures: ['four'],
    state: 'scheduled',
  },
  {
    day: 3,
    at: '09:00',
    title: 'Atelier levain',
    text: 'Samedi, 10 h, Croix-Rousse : on nourrit, on rafraîchit, on comprend. Douze places, du levain à emporter. Inscription en boutique.',
    on: [0, 1],
    pillar: 1,
    pictures: ['geste'],
    state: 'scheduled',
    campaign: 2,
  },
  {
    day: 3,
    at: '11:30',
    title: 'Le levain en direct',
    text: 'L’atelier vient de commencer. On vous montre le rafraîchi de 11 h 30, pas à pas.',
    on: [3],
    pillar: 1,
    state: 'awaiting',
    campaign: 2,
    thread: [
      'Étape 1 : 50 g de levain chef, 50 g d’eau à 28 °C. On délaie avant d’ajouter la farine.',
      'Étape 2 : 50 g de T110. On mélange, on couvre, et on marque le niveau du bocal d’un élastique.',
    ],
  },
  {
    day: 4,
    at: '10:00',
    title: 'Dimanche, brioche',
    text: 'Le dimanche, la brioche sort à 8 h et la file est longue. Commandez la veille, on vous la garde jusqu’à midi.',
    on: [0, 1],
    pillar: 0,
    pictures: ['praluline', 'croissants'],
    state: 'scheduled',
  },
  {
    day: 5,
    at: '08:15',
    title: 'La miche du lundi',
    text: 'Lundi, la miche est au seigle. Elle tient trois jours, elle aime le beurre salé, elle ne demande rien de plus.',
    on: [0],
    pillar: 0,
    pictures: ['miche'],
    state: 'scheduled',
  },
  {
    day: 6,
    at: '12:20',
    title: 'Ils étaient apprentis',
    text: 'Il y a six ans, Lucas poussait la porte du fournil. Depuis ce matin, il tient la Part-Dieu. Bienvenue chef.',
    on: [0, 3],
    pillar: 2,
    pictures: ['vitrine'],
    state: 'awaiting',
  },
  {
    day: 7,
    at: '18:00',
    title: 'Bûches : le carnet est ouvert',
    text: 'Châtaigne-poire, praliné, citron noir. Quatre cents bûches, pas une de plus, et cent quarante-huit sont déjà prises.',
    on: [0, 1, 2],
    pillar: 3,
    pictures: ['buche'],
    state: 'scheduled',
    campaign: 1,
  },
  {
    day: 8,
    at: '12:15',
    title: 'Sans gluten, la vérité',
    text: 'On nous demande un pain sans gluten. La réponse honnête : notre fournil est plein de farine, nous ne pouvons pas le garantir. Voici trois adresses qui le font très bien.',
    on: [0],
    pillar: 0,
    state: 'draft',
  },
  {
    day: 9,
    at: '17:30',
    title: 'Quel pain pour quel fromage ?',
    text: 'Le pain de noix avec le bleu, tout le monde sait. Mais avec un saint-marcellin bien fait ?',
    on: [0, 2],
    pillar: 3,
    pictures: ['baguettes'],
    state: 'draft',
  },
  {
    day: 11,
    at: '08:30',
    title: 'Fête des Lumières',
    text: 'Du 5 au 8 décembre, les boutiques ferment à 22 h. Vin chaud sans alcool, pain d’épices, et un lumignon à chaque fenêtre.',
    on: [0, 1, 2],
    pillar: 2,
    pictures: ['vitrine'],
    state: 'scheduled',
  },
  {
    day: 12,
    at: '12:15',
    title: 'Galette : on commence quand ?',
    text: 'Chaque année la même dispute au fournil. Alors c’est vous qui décidez.',
    on: [0],
    pillar: 3,
    state: 'draft',
  },
  {
    day: 14,
    at: '09:00',
    title: 'Le retour du pain d’épices',
    text: 'Miel de châtaignier, seigle, quatre épices, deux jours de repos. Il est de retour jusqu’à l’Épiphanie.',
    on: [0, 1, 2, 3],
    pillar: 3,
    pictures: ['four'],
    state: 'scheduled',
  },
]

/** Ideas without a date. */
export const ideas = [
  { title: 'Pourquoi ça chante', text: 'Vous avez déjà entendu une croûte chanter à la sortie du four ?' },
  { title: 'Le métier à 4 h du matin', text: 'Suivre Paul de l’arrivée au fournil jusqu’à la première cliente.' },
] as const
