/** What the pack says in each language. The web app has its own words; these are read on paper, away from the desk. */
export type HandoverWords = {
  title: (brand: string) => string
  of: (name: string, role: string) => string
  period: (from: string | null, to: string | null) => string
  made: (when: string, zone: string) => string
  none: string
  sections: Record<'scheduled' | 'drafts' | 'conversations' | 'channels' | 'members' | 'calendar' | 'closing' | 'portfolio', string>
  leads: Record<'conversations' | 'calendar' | 'closing' | 'portfolio', string>
  columns: Record<
    | 'when'
    | 'where'
    | 'what'
    | 'state'
    | 'by'
    | 'who'
    | 'last'
    | 'since'
    | 'notes'
    | 'health'
    | 'expires'
    | 'role'
    | 'until'
    | 'from'
    | 'link'
    | 'updated',
    string
  >
  states: Record<string, string>
  healths: Record<string, string>
  roles: Record<string, string>
  kinds: Record<string, string>
  links: (label: string, month: string, until: string) => string
  keys: (name: string) => string
  calendars: (count: number) => string
  portfolioColumns: [string, string, string, string, string, string]
  noEnd: string
  file: { page: string; json: string; portfolio: string }
}

const fr: HandoverWords = {
  title: (brand) => `Dossier de passation, ${brand}`,
  of: (name, role) => `${name}, ${role}`,
  period: (from, to) => (from && to ? `du ${from} au ${to}` : from ? `depuis le ${from}` : to ? `jusqu’au ${to}` : 'sans dates'),
  made: (when, zone) => `Établi le ${when}. Les heures sont celles de ${zone}.`,
  none: 'Rien.',
  sections: {
    scheduled: 'Ce qui est promis',
    drafts: 'Brouillons',
    conversations: 'Conversations en cours',
    channels: 'Canaux',
    members: 'L’équipe',
    calendar: 'Les trente prochains jours',
    closing: 'Ce qui se ferme avec l’accès',
    portfolio: 'Travaux publics',
  },
  leads: {
    conversations: 'Celles qui étaient confiées à cette personne, avec les notes internes.',
    calendar: 'Publications datées, brouillons compris, et temps forts.',
    closing: 'À refaire par quelqu’un d’autre, si on en a encore besoin.',
    portfolio: 'Ce que cette personne a signé et que tout le monde peut lire.',
  },
  columns: {
    when: 'Quand',
    where: 'Canal',
    what: 'Quoi',
    state: 'État',
    by: 'Par',
    who: 'Qui',
    last: 'Derniers mots',
    since: 'Attend depuis',
    notes: 'Notes',
    health: 'Santé',
    expires: 'Accès jusqu’au',
    role: 'Rôle',
    until: 'Jusqu’au',
    from: 'Dès le',
    link: 'Lien',
    updated: 'Modifié',
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
  healths: { ok: 'en ordre', expiring: 'expire bientôt', refused: 'à reconnecter', unreachable: 'injoignable' },
  roles: {
    owner: 'propriétaire',
    supervisor: 'référent·e',
    manager: 'community manager',
    contributor: 'contributeur·rice',
    expert: 'expert·e',
    ambassador: 'ambassadeur·rice',
  },
  kinds: { campaign: 'campagne', event: 'évènement' },
  links: (label, month, until) => `Lien de relecture de ${label}, ${month} (valable jusqu’au ${until})`,
  keys: (name) => `Clé d’accès « ${name} »`,
  calendars: (count) => (count === 1 ? 'Une adresse de calendrier' : `${count} adresses de calendrier`),
  portfolioColumns: ['Publié le', 'Réseau', 'Canal', 'Titre', 'Premiers mots', 'Lien'],
  noEnd: 'sans fin',
  file: { page: 'passation', json: 'passation', portfolio: 'portfolio' },
}

const en: HandoverWords = {
  title: (brand) => `Hand-over pack, ${brand}`,
  of: (name, role) => `${name}, ${role}`,
  period: (from, to) => (from && to ? `from ${from} to ${to}` : from ? `since ${from}` : to ? `until ${to}` : 'no dates'),
  made: (when, zone) => `Made on ${when}. Times are those of ${zone}.`,
  none: 'Nothing.',
  sections: {
    scheduled: 'What is promised',
    drafts: 'Drafts',
    conversations: 'Open conversations',
    channels: 'Channels',
    members: 'The team',
    calendar: 'The next thirty days',
    closing: 'What closes with the access',
    portfolio: 'Public work',
  },
  leads: {
    conversations: 'Those that were this person’s, with the notes of the house.',
    calendar: 'Dated publications, drafts included, and campaigns.',
    closing: 'To be made again by somebody else, if it is still needed.',
    portfolio: 'What this person wrote and everybody can read.',
  },
  columns: {
    when: 'When',
    where: 'Channel',
    what: 'What',
    state: 'State',
    by: 'By',
    who: 'Who',
    last: 'Last words',
    since: 'Waiting since',
    notes: 'Notes',
    health: 'Health',
    expires: 'Access until',
    role: 'Role',
    until: 'Until',
    from: 'From',
    link: 'Link',
    updated: 'Changed',
  },
  states: {
    draft: 'draft',
    awaiting: 'awaiting approval',
    scheduled: 'scheduled',
    claimed: 'leaving',
    sending: 'leaving',
    published: 'published',
    failed: 'failed',
    unknown: 'to confirm',
    held: 'paused',
    expired: 'expired',
    cancelled: 'cancelled',
  },
  healths: { ok: 'well', expiring: 'expires soon', refused: 'to be reconnected', unreachable: 'unreachable' },
  roles: {
    owner: 'owner',
    supervisor: 'supervisor',
    manager: 'community manager',
    contributor: 'contributor',
    expert: 'expert',
    ambassador: 'ambassador',
  },
  kinds: { campaign: 'campaign', event: 'event' },
  links: (label, month, until) => `Review link of ${label}, ${month} (good until ${until})`,
  keys: (name) => `Access key “${name}”`,
  calendars: (count) => (count === 1 ? 'One calendar address' : `${count} calendar addresses`),
  portfolioColumns: ['Published', 'Network', 'Channel', 'Title', 'First words', 'Link'],
  noEnd: 'no end',
  file: { page: 'hand-over', json: 'hand-over', portfolio: 'portfolio' },
}

export const handoverWords = { fr, en }
