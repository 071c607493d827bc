import type { Intent } from './messages.tables.ts'

/** What Maison Levain publishes in its two months of history. `{shop}` names one of the four shops. */
export type BrandPost = { subject: Intent; format: 'text' | 'image' | 'carousel' | 'link' | 'poll'; text: string; alt?: string }

export const BRAND_POSTS: readonly BrandPost[] = [
  {
    subject: 'bread',
    format: 'image',
    text: 'La tourte de meule est de retour : farine T110 moulue à la pierre, levain de trois jours, croûte qui chante. Dans nos quatre boutiques dès 7 h.',
    alt: 'Une grosse tourte ronde à la croûte brune et fendue, sur une grille',
  },
  {
    subject: 'hours',
    format: 'text',
    text: 'Changement d’horaires à {shop} : nous ouvrons désormais à 6 h 45 du mardi au samedi. Merci aux lève-tôt qui nous l’ont demandé !',
  },
  {
    subject: 'praise',
    format: 'image',
    text: 'Derrière votre croissant, il y a Samira, tourière à {shop} depuis neuf ans. 27 couches, pas une de moins.',
    alt: 'Une boulangère plie une pâte feuilletée sur un plan fariné',
  },
  {
    subject: 'order',
    format: 'image',
    text: 'Les bûches sont arrivées au carnet de commandes : châtaigne-poire, praliné et citron noir. Réservez en boutique jusqu’au 20 décembre.',
    alt: 'Trois bûches alignées, une brune, une dorée, une blanche',
  },
  {
    subject: 'job',
    format: 'text',
    text: 'Nous recrutons ! Un·e apprenti·e en boulangerie pour la rentrée, à {shop}. Pas besoin d’expérience, mais d’envie et d’un réveil fiable.',
  },
  {
    subject: 'allergens',
    format: 'link',
    text: 'Vous nous demandez souvent ce qu’il y a dans nos pains. La liste complète des allergènes, produit par produit, est en ligne et affichée en boutique.',
  },
  { subject: 'bread', format: 'poll', text: 'Quel pain voulez-vous voir revenir au printemps ?' },
  {
    subject: 'price',
    format: 'text',
    text: 'Parlons prix. La farine et le beurre ont augmenté, notre tradition passe à 1,35 € lundi. Le pain de campagne, lui, ne bouge pas.',
  },
  {
    subject: 'business',
    format: 'image',
    text: 'Chaque soir, l’association du quartier passe chercher nos invendus à la Guillotière. 31 kilos sauvés la semaine dernière, merci aux bénévoles.',
    alt: 'Deux bénévoles chargent des cagettes de pain sur un vélo cargo',
  },
  {
    subject: 'praise',
    format: 'carousel',
    text: 'Samedi, portes ouvertes au fournil de Monplaisir : vos photos préférées, et vos mains pleines de farine.',
    alt: 'Des enfants façonnent des petits pains autour d’une grande table',
  },
  {
    subject: 'bread',
    format: 'image',
    text: 'Le pain aux figues, c’est cette semaine et pas la suivante. Avec un saint-marcellin coulant, il ne reste rien.',
    alt: 'Une tranche de pain aux figues et un fromage coulant',
  },
  {
    subject: 'hours',
    format: 'text',
    text: 'Lundi férié : Croix-Rousse et Monplaisir ouvertes de 7 h à 13 h, Part-Dieu et Guillotière fermées. Bon repos !',
  },
  {
    subject: 'bread',
    format: 'text',
    text: 'Petit rappel du fournil : un pain au levain se garde quatre jours, côté coupé contre la planche. Jamais au frigo.',
  },
  {
    subject: 'order',
    format: 'text',
    text: 'Petit-déjeuner de réunion ? Commandez avant 16 h, retirez le lendemain dès 7 h dans la boutique de votre choix.',
  },
  {
    subject: 'praise',
    format: 'image',
    text: 'Il est 4 h 10, il pleut sur Lyon, et la première fournée sort à {shop}. Bonne journée à celles et ceux qui commencent tôt.',
    alt: 'Des baguettes dorées sortent du four dans un fournil encore sombre',
  },
  {
    subject: 'job',
    format: 'image',
    text: 'Thomas a décroché son CAP avec mention. Il reste chez nous, à la Part-Dieu. On n’est pas peu fiers.',
    alt: 'Un jeune boulanger souriant tient son diplôme devant le four',
  },
  {
    subject: 'bread',
    format: 'carousel',
    text: 'Du grain au pain en six photos : le blé de population de l’Isère, le moulin, le levain, le façonnage, le four, votre table.',
    alt: 'Un champ de blé sous un ciel clair',
  },
  {
    subject: 'allergens',
    format: 'text',
    text: 'Rappel produit : les cookies vendus le 12 à {shop} peuvent contenir des noisettes non indiquées. Rapportez-les, nous vous remboursons.',
  },
  {
    subject: 'praise',
    format: 'image',
    text: 'La brioche aux pralines, comme la faisait la grand-mère de Paul. Rose, croquante, déraisonnable.',
    alt: 'Une brioche ronde couverte d’éclats de pralines roses',
  },
  {
    subject: 'hours',
    format: 'image',
    text: 'Travaux rue d’Austerlitz : l’entrée de la Croix-Rousse se fait par la cour jusqu’à vendredi. Suivez l’odeur.',
    alt: 'Une flèche dessinée à la craie sur un trottoir',
  },
  {
    subject: 'bread',
    format: 'text',
    text: 'Vous étiez nombreux à demander un pain sans sel. Il existe, sur commande, la veille, dans les quatre boutiques.',
  },
  {
    subject: 'business',
    format: 'text',
    text: 'Atelier levain le premier dimanche du mois à {shop} : trois heures, douze places, et vous repartez avec votre levain.',
  },
  {
    subject: 'price',
    format: 'text',
    text: 'De 18 h 30 à la fermeture, les viennoiseries du jour sont à moitié prix. Moins de gaspillage, plus de goûters tardifs.',
  },
  {
    subject: 'order',
    format: 'image',
    text: 'Galettes : la fève de cette année est un petit four en porcelaine, dessiné par une illustratrice du plateau. Réservations ouvertes.',
    alt: 'Une galette dorée coupée, une petite fève blanche posée à côté',
  },
  {
    subject: 'praise',
    format: 'text',
    text: 'Merci. Quatre boutiques, douze ans, et vous êtes toujours là à sept heures du matin avec le sourire. Enfin, presque toujours.',
  },
  {
    subject: 'bread',
    format: 'image',
    text: 'Épeautre, seigle, sarrasin : trois pains qui changent des blés modernes. On vous les tranche, on vous les raconte.',
    alt: 'Trois pains coupés montrent des mies de couleurs différentes',
  },
]

/** Answers that fit any question of their kind: nobody at the counter makes up a price. */
export const BRAND_ANSWERS: Record<Intent, readonly string[]> = {
  hours: [
    'Bonjour ! Les horaires de chaque boutique, jours fériés compris, sont à jour sur notre site. En semaine, nous fermons à 19 h 30. À bientôt !',
    'Bonjour, merci de nous le signaler : nous vérifions l’affichage avec l’équipe et corrigeons aujourd’hui.',
  ],
  allergens: [
    'Bonjour, nous préférons ne rien affirmer de mémoire : la composition exacte, traces comprises, est dans le classeur du comptoir et sur notre site.',
    'Bonjour, merci de votre prudence. Dites-nous dans quelle boutique vous passez, la responsable vous montrera la fiche du produit.',
  ],
  price: [
    'Bonjour, tous les prix sont affichés en boutique et sur notre site, ils ont été revus lundi.',
    'Bonjour, bonne remarque : nous avons expliqué notre calcul, ligne par ligne, sur notre site. On en parle volontiers au comptoir.',
  ],
  order: [
    'Bonjour, c’est possible dans les quatre boutiques, en passant ou par téléphone avant 16 h la veille.',
    'Bonjour, nous retrouvons votre demande et revenons vers vous en message privé.',
  ],
  job: ['Bonjour, avec plaisir : écrivez-nous à l’adresse indiquée sur notre site, nous répondons à tout le monde sous dix jours.'],
  hard_bread: [
    'Bonjour, nous sommes désolés, ce n’est pas notre niveau. Pouvez-vous nous dire l’heure de l’achat ? Nous vous l’échangeons, bien sûr.',
    'Bonjour, merci de nous l’avoir dit. Gardez le produit si vous pouvez : la responsable de la boutique vous appelle aujourd’hui.',
  ],
  service: ['Bonjour, merci de nous l’avoir dit. Nous en parlons à l’équipe dès aujourd’hui.'],
  praise: ['Merci beaucoup, nous le transmettons à l’équipe !', 'Vous venez d’embellir la fournée de 5 h. Merci !'],
  joke: ['On vous laisse la médaille du jeu de mots. En chocolat.', 'Nous, on est toujours au four et au moulin.'],
  troll: ['Bonjour, la porte du fournil est ouverte le samedi : venez voir, on vous offre le café.'],
  bread: [
    'Bonjour, bonne question ! Nos boulangers y répondent mieux que nous : nous leur demandons et revenons vers vous.',
    'Bonjour ! Tout est sur la fiche du pain, en boutique et sur notre site. Et le mieux reste de goûter.',
  ],
  business: ['Bonjour, avec plaisir : pouvez-vous nous laisser vos coordonnées en message privé ?'],
}

export const ENGLISH_ANSWERS: readonly string[] = [
  'Hello, thank you for writing! We are checking with the bakers and will come back to you today.',
  'Hello! It is all on our website, in English too. See you soon at the shop.',
]
