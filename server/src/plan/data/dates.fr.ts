/**
 * Dates a French community manager plans with. Each says where its rule stands and when that text was read; `read` is null where
 * the date is a matter of common use and no text was consulted.
 */
export type Rule =
  | { on: 'date'; month: number; day: number }
  /** Days from Easter Sunday. */
  | { on: 'easter'; plus: number }
  /** The nth weekday of a month, from the end when negative; 1 is Monday. `plus` days after it. */
  | { on: 'weekday'; month: number; weekday: number; nth: number; plus?: number }
  /** The date, or the Sunday that follows when it is none. */
  | { on: 'sundayFrom'; month: number; day: number }
  | { on: 'mothersDay' }

export type Dated = {
  fr: string
  en: string
  kind: 'holiday' | 'marronnier' | 'sensitive'
  rule: Rule
  /** How many days it lasts; one when absent. */
  days?: number
  source: string
  read: string | null
}

const labourCode = { source: 'Code du travail, art. L3133-1 (travail-emploi.gouv.fr)', read: '2026-11-25' }
const use = { source: 'usage', read: null }

const holiday = (fr: string, en: string, rule: Rule): Dated => ({ fr, en, kind: 'holiday', rule, ...labourCode })
const marronnier = (fr: string, en: string, rule: Rule, from: { source: string; read: string | null } = use): Dated => ({
  fr,
  en,
  kind: 'marronnier',
  rule,
  ...from,
})
const sensitive = (fr: string, en: string, rule: Rule, source: string, read: string | null = null): Dated => ({
  fr,
  en,
  kind: 'sensitive',
  rule,
  source,
  read,
})
const on = (month: number, day: number): Rule => ({ on: 'date', month, day })

export const dated: readonly Dated[] = [
  holiday('Jour de l’An', 'New Year’s Day', on(1, 1)),
  holiday('Lundi de Pâques', 'Easter Monday', { on: 'easter', plus: 1 }),
  holiday('Fête du Travail', 'Labour Day', on(5, 1)),
  holiday('Victoire de 1945', 'Victory 1945', on(5, 8)),
  holiday('Ascension', 'Ascension', { on: 'easter', plus: 39 }),
  holiday('Lundi de Pentecôte', 'Whit Monday', { on: 'easter', plus: 50 }),
  holiday('Fête nationale', 'Bastille Day', on(7, 14)),
  holiday('Assomption', 'Assumption', on(8, 15)),
  holiday('Toussaint', 'All Saints’ Day', on(11, 1)),
  holiday('Armistice de 1918', 'Armistice 1918', on(11, 11)),
  holiday('Noël', 'Christmas', on(12, 25)),

  marronnier('Épiphanie', 'Epiphany', on(1, 6)),
  marronnier('Chandeleur', 'Candlemas', on(2, 2)),
  marronnier('Saint-Valentin', 'Valentine’s Day', on(2, 14)),
  marronnier('Mardi gras', 'Shrove Tuesday', { on: 'easter', plus: -47 }),
  marronnier('Droits des femmes', 'Women’s Day', on(3, 8)),
  marronnier('Printemps', 'Spring', on(3, 20)),
  marronnier('Poisson d’avril', 'April Fools’ Day', on(4, 1)),
  marronnier('Pâques', 'Easter', { on: 'easter', plus: 0 }),
  marronnier('Jour de la Terre', 'Earth Day', on(4, 22)),
  marronnier(
    'Fête des mères',
    'Mother’s Day (France)',
    { on: 'mothersDay' },
    { source: 'Loi n° 50-577 du 24 mai 1950', read: '2026-11-25' },
  ),
  marronnier('Fête des pères', 'Father’s Day', { on: 'weekday', month: 6, weekday: 7, nth: 3 }),
  marronnier('Fête de la musique', 'Music Day', on(6, 21)),
  marronnier('Journées du patrimoine', 'Heritage Days', { on: 'weekday', month: 9, weekday: 7, nth: 3, plus: -1 }),
  marronnier('Halloween', 'Halloween', on(10, 31)),
  marronnier('Black Friday', 'Black Friday', { on: 'weekday', month: 11, weekday: 4, nth: 4, plus: 1 }),
  marronnier('Cyber Monday', 'Cyber Monday', { on: 'weekday', month: 11, weekday: 4, nth: 4, plus: 4 }),
  marronnier('Avent', 'Advent', on(12, 1)),
  marronnier('Saint-Nicolas', 'Saint Nicholas', on(12, 6)),
  marronnier('Réveillon', 'New Year’s Eve', on(12, 31)),

  sensitive('Attentat de Charlie Hebdo, 2015', 'Charlie Hebdo attack, 2015', on(1, 7), 'anniversaire'),
  sensitive('Mémoire de l’Holocauste', 'Holocaust Remembrance', on(1, 27), 'ONU, résolution 60/7'),
  sensitive('Hommage aux victimes du terrorisme', 'Victims of terrorism', on(3, 11), 'Décret n° 2019-1148'),
  sensitive('Génocide des Arméniens', 'Armenian genocide', on(4, 24), 'Décret n° 2019-291'),
  sensitive('Mémoires de l’esclavage', 'Remembrance of slavery', on(5, 10), 'Décret n° 2006-388'),
  sensitive(
    'Rafle du Vél’ d’Hiv',
    'Vél’ d’Hiv roundup',
    { on: 'sundayFrom', month: 7, day: 16 },
    'Loi n° 2000-644 du 10 juillet 2000 (aisne.gouv.fr)',
    '2026-11-25',
  ),
  sensitive('Attentats du 11 septembre 2001', 'Attacks of 11 September 2001', on(9, 11), 'anniversaire'),
  sensitive('Assassinat de Samuel Paty, 2020', 'Murder of Samuel Paty, 2020', on(10, 16), 'anniversaire'),
  sensitive('Attentats du 13 novembre 2015', 'Attacks of 13 November 2015', on(11, 13), 'anniversaire'),
  sensitive('Contre les violences faites aux femmes', 'Violence against women', on(11, 25), 'ONU, résolution 54/134'),
]

export type School = { fr: string; en: string; from: string; to: string }

/** First and last day without school; the morning of return is not among them. Read on 25 November 2026. */
export const school: { source: string; read: string; holidays: readonly School[] } = {
  source: 'Arrêté du 7 décembre 2022 (JO du 8), relu chez macommune.info et professeurs-des-ecoles.com',
  read: '2026-11-25',
  holidays: [
    { fr: 'Vacances de la Toussaint', en: 'Autumn school holidays', from: '2025-10-18', to: '2025-11-02' },
    { fr: 'Vacances de Noël', en: 'Christmas school holidays', from: '2025-12-20', to: '2026-01-04' },
    { fr: 'Vacances d’hiver, zone A', en: 'Winter school holidays, zone A', from: '2026-02-07', to: '2026-02-22' },
    { fr: 'Vacances d’hiver, zone B', en: 'Winter school holidays, zone B', from: '2026-02-14', to: '2026-03-01' },
    { fr: 'Vacances d’hiver, zone C', en: 'Winter school holidays, zone C', from: '2026-02-21', to: '2026-03-08' },
    { fr: 'Vacances de printemps, zone A', en: 'Spring school holidays, zone A', from: '2026-04-04', to: '2026-04-19' },
    { fr: 'Vacances de printemps, zone B', en: 'Spring school holidays, zone B', from: '2026-04-11', to: '2026-04-26' },
  ],
}
