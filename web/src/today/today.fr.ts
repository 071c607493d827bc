import { plural } from '../ui/plural.ts'
import { short } from './short.ts'

/** What a row says: the act in bold, why, what stands behind it, and the word on its button. */
export type Said = { act: string; why?: string; detail?: string; button: string }
/** What the server knows of a row; a missing part is left unsaid. */
export type Facts = Record<string, string | number>

const NUMBERS = [
  'zéro',
  'une',
  'deux',
  'trois',
  'quatre',
  'cinq',
  'six',
  'sept',
  'huit',
  'neuf',
  'dix',
  'onze',
  'douze',
  'treize',
  'quatorze',
  'quinze',
  'seize',
]
const written = (count: number) => NUMBERS[count] ?? String(count)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const quoted = (text: string | number | undefined) => (text ? `« ${text} »` : 'cette publication')

/** The first of several, and that there are others. */
const titlesOf = (f: Facts) => {
  const titles = String(f.titles ?? '')
    .split('\n')
    .filter(Boolean)
  const more = Number(f.count ?? 1) > titles.length ? '…' : '.'
  return titles.length > 0 && `${titles.map((title) => `« ${short(title)} »`).join(', ')}${more}`
}

const publications = (count: number) => plural('fr', count, { one: 'une publication', other: `${written(count)} publications` })

const HELD: Record<string, string> = {
  freeze: 'tout était arrêté à son heure',
  late: 'la machine était éteinte à son heure',
  changed: 'son contenu a changé après la validation',
  channel: 'son canal ne répond plus',
  unapproved: 'sa validation manque',
  partly: 'une partie est en ligne, la suite attend',
}

export const words = {
  title: (day: string) => capital(day),
  lead: (count: number, late: number) => {
    if (count === 0) return 'Rien ne vous attend.'
    const things = plural('fr', count, {
      one: `${capital(written(count))} chose vous attend`,
      other: `${capital(written(count))} choses vous attendent`,
    })
    if (late === 0) return `${things}.`
    return late === count ? `${things}, en retard.` : `${things}, dont ${written(late)} en retard.`
  },
  leadAll: (brands: number) => plural('fr', brands, { one: '# marque', other: '# marques' }),
  now: 'Maintenant',
  day: 'Dans la journée',
  more: (count: number) => plural('fr', count, { one: 'Et # autre, moins pressée.', other: 'Et # autres, moins pressées.' }),
  staff: (before: number, after: number) =>
    `La journée : ${plural('fr', before, { zero: 'rien n’est encore parti', one: '# publication partie', other: '# publications parties' })}, ${plural('fr', after, { zero: 'rien à venir', one: '# à venir', other: '# à venir' })}`,
  urgent: 'Urgent',
  toCheck: (intent: string) => `${intent} (à vérifier)`,
  /** What a message is, and its mood; one word each, the room of the messages has the reasons. */
  intents: {
    question: 'question',
    request: 'demande',
    complaint: 'réclamation',
    praise: 'éloge',
    suggestion: 'suggestion',
    spam: 'indésirable',
    troll: 'provocation',
    crisis_signal: 'signal de crise',
    chat: 'bavardage',
  },
  moods: {
    negative: 'humeur négative',
    neutral: 'ton neutre',
    positive: 'humeur positive',
    mixed: 'avis partagé',
    anger: 'colère',
    disappointment: 'déception',
    fear: 'peur',
    sadness: 'tristesse',
    joy: 'joie',
    gratitude: 'gratitude',
    confusion: 'incompréhension',
  },
  states: {
    draft: 'brouillon',
    awaiting: 'à valider',
    scheduled: 'programmée',
    claimed: 'part',
    sending: 'part',
    published: 'publiée',
    failed: 'échec',
    unknown: 'à confirmer',
    held: 'en pause',
    expired: 'expirée',
    cancelled: 'annulée',
  },
  late: (span: string) => `dépassée, ${span}`,
  failedSince: (span: string) => `échec, ${span}`,
  left: (span: string) => span,
  before: (time: string) => `avant ${time}`,
  itIsTime: 'c’est l’heure',
  toConfirm: 'à confirmer',
  held: 'en pause',
  since: (when: string) => `depuis ${when}`,
  rows: {
    reply: (f: Facts): Said => ({
      act: `Répondez à ${f.person ?? 'cette personne'}`,
      why: f.words ? ` : « ${short(f.words)} »` : undefined,
      detail: [f.about && `À propos de « ${f.about} ».`, f.channel && `Reçu sur ${f.channel}.`].filter(Boolean).join(' '),
      button: 'Répondre',
    }),
    failed: (f: Facts): Said => ({
      act: `Reprenez ${quoted(f.title)}`,
      why: f.channel ? `, refusée par ${f.channel}` : ', qui n’est pas partie',
      detail: [f.said && `Réponse du réseau : ${quoted(f.said)}.`, 'Rien n’est perdu, rien n’est parti.'].filter(Boolean).join(' '),
      button: 'Reprendre',
    }),
    unknown: (f: Facts): Said => ({
      act: `Dites si ${quoted(f.title)} est en ligne`,
      why: f.channel ? ` : ${f.channel} n’a pas répondu` : undefined,
      detail: 'Le pupitre ne renvoie rien sans vous.',
      button: 'Vérifier',
    }),
    by_hand: (f: Facts): Said => ({
      act: `Publiez ${quoted(f.title)}`,
      why: f.channel ? ` à la main, pour ${f.channel}` : ' à la main',
      detail: 'Le texte est prêt à copier ; elle est faite quand vous donnez son lien.',
      button: 'Publier',
    }),
    held: (f: Facts): Said => ({
      act: `Décidez pour ${quoted(f.title)}`,
      why: f.reason ? ` : ${HELD[f.reason] ?? 'en pause'}` : undefined,
      detail: [f.channel && `Pour ${f.channel}.`, 'Publier, déplacer ou abandonner : rien ne part sans vous.'].filter(Boolean).join(' '),
      button: 'Décider',
    }),
    approve: (f: Facts): Said => ({
      act: Number(f.count ?? 1) > 1 ? `Validez ${written(Number(f.count))} publications` : `Validez ${quoted(f.title)}`,
      why: Number(f.count ?? 1) > 1 && f.title ? `, dont « ${f.title} »` : f.channel ? `, pour ${f.channel}` : undefined,
      detail: f.author ? `${f.author} attend votre validation.` : 'Il manque votre validation.',
      button: 'Relire',
    }),
    reconnect: (f: Facts): Said => ({
      act: `Reconnectez ${f.channel ?? 'un canal'}`,
      why: ' : le réseau refuse l’accès',
      detail: [f.said && `Réponse du réseau : ${quoted(f.said)}.`, 'Ses envois attendent, aucun n’est perdu.'].filter(Boolean).join(' '),
      button: 'Reconnecter',
    }),
    expiring: (f: Facts): Said => ({
      act: `Renouvelez l’accès à ${f.channel ?? 'un canal'}`,
      why: ', qui expire bientôt',
      detail: 'Les envois prévus après cette date partiront si l’accès est renouvelé.',
      button: 'Renouveler',
    }),
    silent: (f: Facts): Said => ({
      act: `Regardez ${f.channel ?? 'un canal'}`,
      why: ', dont on n’a plus de nouvelles',
      detail: 'Des messages peuvent y attendre sans que le pupitre les voie.',
      button: 'Regarder',
    }),
    draft_due: (f: Facts): Said => ({
      act: `Terminez ${quoted(f.title)}`,
      why: f.channel ? `, prévue sur ${f.channel}` : undefined,
      detail: 'C’est encore un brouillon : rien ne partira à cette heure.',
      button: 'Ouvrir',
    }),
    limit_changed: (f: Facts): Said => ({
      act: `Reprenez ${publications(Number(f.count ?? 1))} pour ${f.channel ?? 'un canal'}`,
      why: ', dont le réseau a changé ses limites',
      detail: [titlesOf(f), 'Sans retouche, l’envoi serait refusé.'].filter(Boolean).join(' '),
      button: 'Ouvrir',
    }),
    version_ends: (f: Facts): Said => ({
      act: 'Mettez le pupitre à jour',
      why: f.on ? ` : l’interface qu’il parle avec ${f.channel} prend fin le ${f.on}` : undefined,
      detail: [f.version && `Interface ${f.version}.`, 'Ensuite, le réseau pourra refuser les envois et les lectures.']
        .filter(Boolean)
        .join(' '),
      button: 'Voir le canal',
    }),
  },
  who: 'Qui est là',
  you: 'Vous',
  here: 'au pupitre',
  settled: 'Réglé sans vous depuis hier',
  settledWords: {
    published: 'Publications parties à l’heure',
    answered: 'Réponses de l’équipe',
    done: 'Conversations closes',
    reconciled: 'Envois vérifiés auprès du réseau',
  },
  next: 'À suivre',
  nextWords: {
    post: (label: string) => label,
    campaign: (label: string) => label,
    expiry: (label: string) => `Accès ${label} à renouveler`,
  },
  noneTitle: 'Rien n’attend',
  noneText: 'Chaque message a sa réponse et chaque envoi son heure. Ce qui demandera quelqu’un s’affichera ici, le plus pressé d’abord.',
  firstTitle: 'Une journée à écrire',
  firstText:
    'Quand un premier canal sera relié, ce qui vous attend s’affichera ici : messages à répondre, envois à valider ou à vérifier, accès à renouveler.',
  connect: 'Relier un canal',
  seeCalendar: 'Voir le calendrier',
}
