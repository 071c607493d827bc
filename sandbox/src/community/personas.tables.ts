/** The people around « Maison Levain ». They are invented; their ways of writing are not. */

export type Temper = 'fan' | 'curious' | 'critic' | 'troll' | 'joker' | 'professional' | 'quiet'

/** `neat`: full sentences; `plain`: everyday; `loose`: no capitals, few accents; `phone`: shortened as on a telephone. */
export type Register = 'neat' | 'plain' | 'loose' | 'phone'

export type Shop = 'Croix-Rousse' | 'Monplaisir' | 'Part-Dieu' | 'Guillotière'
export const SHOPS: readonly Shop[] = ['Croix-Rousse', 'Monplaisir', 'Part-Dieu', 'Guillotière']

export type Persona = {
  username: string
  name: string
  language: 'fr' | 'en'
  temper: Temper
  register: Register
  shop: Shop
  /** How often this person answers what is read, 0 to 1. */
  talk: number
  note: string
}

const person = (
  [username, name]: [string, string],
  [temper, register, language]: [Temper, Register, 'fr' | 'en'],
  [shop, talk]: [Shop, number],
  note: string,
): Persona => ({ username, name, temper, register, language, shop, talk, note })

export const PERSONAS: readonly Persona[] = [
  person(['lea_bertin', 'Léa Bertin'], ['fan', 'plain', 'fr'], ['Croix-Rousse', 0.5], 'Graphiste, deux chats, un levain nommé Gérard.'),
  person(['karim_b', 'Karim Benali'], ['curious', 'plain', 'fr'], ['Guillotière', 0.45], 'Prof d’histoire-géo. Je pose des questions.'),
  person(
    ['mamie_odette', 'Odette Perrin'],
    ['fan', 'neat', 'fr'],
    ['Monplaisir', 0.4],
    'Retraitée des PTT, grand-mère de cinq petits gourmands.',
  ),
  person(['jb_lyon3', 'Jean-Baptiste'], ['critic', 'plain', 'fr'], ['Part-Dieu', 0.5], 'Consultant. Exigeant, mais juste.'),
  person(
    ['sarah.wheeler', 'Sarah Wheeler'],
    ['curious', 'plain', 'en'],
    ['Croix-Rousse', 0.4],
    'From Leeds, living in Lyon since 2019. Bread tourist.',
  ),
  person(['yanis69', 'yanis'], ['joker', 'phone', 'fr'], ['Guillotière', 0.5], 'OL, kebabs, chocolatines (oui).'),
  person(['claire_sansgluten', 'Claire M.'], ['curious', 'neat', 'fr'], ['Monplaisir', 0.6], 'Cœliaque, maman, lectrice d’étiquettes.'),
  person(['momo_velo', 'Mohamed T.'], ['fan', 'loose', 'fr'], ['Guillotière', 0.35], 'Je livre à vélo, je mange beaucoup.'),
  person(['patrick.g', 'Patrick Gonnard'], ['troll', 'loose', 'fr'], ['Part-Dieu', 0.55], 'C’était mieux avant.'),
  person(
    ['ines_cuisine', 'Inès Rocher'],
    ['professional', 'neat', 'fr'],
    ['Croix-Rousse', 0.3],
    'Cheffe de cuisine, ateliers et fermentation.',
  ),
  person(['thomas_apprenti', 'Thomas'], ['curious', 'loose', 'fr'], ['Part-Dieu', 0.3], 'CAP boulanger, 2e année. Cherche patron sympa.'),
  person(
    ['bouchon_curieux', 'Le Bouchon Curieux'],
    ['professional', 'neat', 'fr'],
    ['Guillotière', 0.25],
    'Restaurant, 28 couverts, 1 ardoise.',
  ),
  person(['amelie_run', 'Amélie'], ['fan', 'plain', 'fr'], ['Monplaisir', 0.4], 'Je cours pour pouvoir manger des brioches.'),
  person(['hugo.dmt', 'Hugo Demoustier'], ['joker', 'plain', 'fr'], ['Croix-Rousse', 0.45], 'Développeur. Mes blagues compilent rarement.'),
  person(
    ['fatou_n', 'Fatou Ndiaye'],
    ['fan', 'plain', 'fr'],
    ['Guillotière', 0.4],
    'Infirmière de nuit : vos croissants sont mon petit-déjeuner du soir.',
  ),
  person(['gg_canut', 'Gégé le Canut'], ['joker', 'loose', 'fr'], ['Croix-Rousse', 0.4], 'Gone depuis 1958.'),
  person(['marion_pro', 'Marion Lacaze'], ['professional', 'neat', 'fr'], ['Part-Dieu', 0.3], 'Office manager. Petits-déjeuners d’équipe.'),
  person(['lucas_vegan', 'Lucas 🌱'], ['curious', 'plain', 'fr'], ['Guillotière', 0.5], 'Végane, cycliste, pas si pénible.'),
  person(['brigitte_ch', 'Brigitte Charvet'], ['critic', 'neat', 'fr'], ['Monplaisir', 0.45], 'Le client est parfois roi.'),
  person(['nono_p2', 'nono'], ['troll', 'phone', 'fr'], ['Part-Dieu', 0.4], 'jdis ce que jpense'),
  person(['emma.wilde', 'Emma Wilde'], ['fan', 'plain', 'en'], ['Part-Dieu', 0.35], 'Erasmus girl. Pain au chocolat researcher.'),
  person(
    ['julien_torr', 'Julien T.'],
    ['curious', 'plain', 'fr'],
    ['Croix-Rousse', 0.3],
    'Papa de jumeaux. Peu de sommeil, beaucoup de pain.',
  ),
  person(
    ['asso_bonpain', 'Asso Bon Pain Pour Tous'],
    ['professional', 'neat', 'fr'],
    ['Guillotière', 0.3],
    'Nous collectons les invendus du quartier.',
  ),
  person(['chloe.lt', 'Chloé'], ['fan', 'phone', 'fr'], ['Part-Dieu', 0.45], 'étudiante à lyon 2 / toujours à découvert'),
  person(
    ['prof_moreau', 'Alain Moreau'],
    ['critic', 'neat', 'fr'],
    ['Croix-Rousse', 0.35],
    'Agrégé de lettres. L’accent circonflexe me manque.',
  ),
  person(['dj_fournil', 'DJ Fournil'], ['joker', 'loose', 'fr'], ['Guillotière', 0.35], 'Je mixe la nuit, vous pétrissez la nuit.'),
  person(['nadia_k', 'Nadia Kaci'], ['fan', 'plain', 'fr'], ['Monplaisir', 0.35], 'Pharmacienne. Prescrit du seigle.'),
  person(
    ['remi.photo', 'Rémi Photo'],
    ['professional', 'plain', 'fr'],
    ['Croix-Rousse', 0.25],
    'Photographe culinaire, Lyon et alentours.',
  ),
  person(['steph_croixrousse', 'Stéphanie V.'], ['critic', 'plain', 'fr'], ['Croix-Rousse', 0.4], 'Riveraine. Le plateau est à nous.'),
  person(['olivier_sel', 'Olivier'], ['curious', 'neat', 'fr'], ['Monplaisir', 0.3], 'Régime sans sel depuis 2021. Cherche du goût.'),
  person(['tiago_m', 'Tiago Moreira'], ['fan', 'loose', 'fr'], ['Part-Dieu', 0.3], 'maçon / foot / pão'),
  person(['coline_zd', 'Coline Zéro Déchet'], ['curious', 'plain', 'fr'], ['Guillotière', 0.4], 'Mon sac à pain a dix ans.'),
  person(['dr_farine', 'Dr Farine'], ['professional', 'neat', 'fr'], ['Monplaisir', 0.25], 'Meunier en Isère. Blés de population.'),
  person(['mel_et_les_kids', 'Mélanie'], ['curious', 'phone', 'fr'], ['Monplaisir', 0.45], 'maman x3 organisée (non)'),
  person(['vieuxlyon_pierre', 'Pierre du Vieux Lyon'], ['quiet', 'neat', 'fr'], ['Croix-Rousse', 0.1], 'Guide à la retraite.'),
  person(['anais_b', 'Anaïs B.'], ['quiet', 'plain', 'fr'], ['Part-Dieu', 0.1], ''),
  person(['zoe_tram', 'zoé'], ['quiet', 'loose', 'fr'], ['Guillotière', 0.12], 'T1, T4, C3'),
  person(['walter_h', 'Walter Hughes'], ['critic', 'neat', 'en'], ['Part-Dieu', 0.3], 'Retired baker from Bristol. I know a soggy bottom.'),
  person(
    ['camille_rh', 'Camille Roussel'],
    ['curious', 'neat', 'fr'],
    ['Part-Dieu', 0.3],
    'En reconversion : des ressources humaines au fournil.',
  ),
  person(['bastien_ol', 'Bastien'], ['troll', 'loose', 'fr'], ['Monplaisir', 0.35], 'supporter'),
  person(['lili.dessine', 'Lili'], ['fan', 'plain', 'fr'], ['Croix-Rousse', 0.35], 'Illustratrice jeunesse. Je croque des croissants.'),
  person(['gaspard_j', 'Gaspard Janin'], ['quiet', 'plain', 'fr'], ['Monplaisir', 0.1], 'Menuisier.'),
  person(['soline_f', 'Soline Ferrand'], ['critic', 'plain', 'fr'], ['Guillotière', 0.35], 'Journaliste locale. Je note tout.'),
  person(['abdel_taxi', 'Abdel'], ['fan', 'phone', 'fr'], ['Part-Dieu', 0.35], 'taxi de nuit, gare Part Dieu'),
]
