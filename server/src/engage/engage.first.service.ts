import type { z } from 'zod'
import type { ConversationRow, ConversationView, inboxPage } from './engage.schema.ts'

/** What the first view needs to know; read through the interface itself, with the rights of whoever asks. */
export type FirstView = {
  language: 'fr' | 'en'
  theme: 'system' | 'light' | 'dark'
  zone: string
  /** For the links: a brand's id, or `all`. */
  brand: string
  view: string
  showBrand: boolean
  page: Pick<z.infer<typeof inboxPage>, 'items' | 'counts'>
  open: ConversationView | null
}

const words = {
  fr: {
    title: 'Messages',
    views: { mine: 'À moi', team: 'Équipe', waiting: 'En attente', snoozed: 'Plus tard', done: 'Traités', all: 'Tout' },
    waiting: (span: string) => `attend depuis ${span}`,
    units: ['min', 'h', 'j'],
    none: 'Aucune conversation ici.',
    coming: 'Le pupitre arrive : les gestes seront là dans un instant.',
    back: 'Revenir à la liste',
    note: 'note pour l’équipe',
    removed: 'Message supprimé par son auteur.',
    under: (title: string) => `Sous «\u202F${title}\u202F»`,
    unread: 'non lu',
  },
  en: {
    title: 'Messages',
    views: { mine: 'Mine', team: 'Team', waiting: 'Waiting', snoozed: 'Later', done: 'Done', all: 'All' },
    waiting: (span: string) => `waiting for ${span}`,
    units: ['min', 'h', 'd'],
    none: 'No conversation here.',
    coming: 'The desk is on its way: what can be done will be there in a moment.',
    back: 'Back to the list',
    note: 'note for the team',
    removed: 'Message deleted by its author.',
    under: (title: string) => `Under “${title}”`,
    unread: 'unread',
  },
} as const

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Everything that comes from outside passes here before it stands in a page. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? '')

function span(since: string, now: number, units: readonly string[]): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000))
  if (minutes < 60) return `${minutes}\u202F${units[0]}`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}\u202F${units[1]}` : `${Math.floor(hours / 24)}\u202F${units[2]}`
}

const clockOf = ({ language, zone }: FirstView) =>
  new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })

const addressOf = (given: FirstView, more: Record<string, string>): string =>
  escapeHtml(`/inbox?${new URLSearchParams({ brand: given.brand, view: given.view, ...more }).toString()}`)

const nameOf = (row: ConversationRow): string => escapeHtml(row.person.name || row.person.handle)

function rowOf(given: FirstView, row: ConversationRow, now: number): string {
  const t = words[given.language]
  const clock = clockOf(given)
  const when = row.waitingSince ? t.waiting(span(row.waitingSince, now, t.units)) : clock.format(new Date(row.lastAt))
  const brand = given.showBrand ? ` · ${escapeHtml(row.brandName)}` : ''
  const name = row.unread > 0 ? `<b>${nameOf(row)}</b><span class="vh">, ${t.unread}</span>` : nameOf(row)
  return `<li><a href="${addressOf(given, { c: row.id })}"><span>${name}${brand}</span><small>${when}</small><q>${escapeHtml(row.firstLine)}</q></a></li>`
}

function listOf(given: FirstView, now: number): string {
  const t = words[given.language]
  const counts: Record<string, number> = given.page.counts
  const views = Object.entries(t.views).map(([view, name]) => {
    const current = view === given.view ? ' aria-current="page"' : ''
    const count = counts[view] ? ` <small>${counts[view] > 999 ? '999+' : counts[view]}</small>` : ''
    return `<a href="${addressOf(given, { view })}"${current}>${name}${count}</a>`
  })
  const rows = given.page.items.map((row) => rowOf(given, row, now))
  const list = rows.length > 0 ? `<ul>${rows.join('')}</ul>` : `<p>${t.none}</p>`
  return `<h1>${t.title}</h1><nav>${views.join(' ')}</nav>${list}`
}

function threadOf(given: FirstView, open: ConversationView): string {
  const t = words[given.language]
  const clock = clockOf(given)
  const post = open.post ? `<p>${t.under(escapeHtml(open.post.title || open.post.words.slice(0, 80)))}</p>` : ''
  const messages = open.messages.map((message) => {
    const by = [message.author.name || open.conversation.brandName, clock.format(new Date(message.sentAt))]
    if (message.direction === 'note') by.push(t.note)
    const said = message.removedAt ? t.removed : message.text
    return `<li class="${message.direction}"><small>${escapeHtml(by.join(', '))}</small><p>${escapeHtml(said)}</p></li>`
  })
  return `<p><a href="${addressOf(given, {})}">${t.back}</a></p><h1>${nameOf(open.conversation)}</h1>${post}<ol>${messages.join('')}</ol>`
}

/** The inbox as plain HTML: readable on a slow line before any script has come. The desk takes its place when it is ready. */
export function renderFirstView(given: FirstView, now: number): string {
  const content = given.open ? threadOf(given, given.open) : listOf(given, now)
  return `<main id="first-view" class="first">${content}<p role="status">${words[given.language].coming}</p></main>`
}

/** Puts the first view into the built page, in the person's language and theme. */
export function intoPage(page: string, given: FirstView, now: number): string {
  const theme = given.theme === 'system' ? '' : ` data-theme="${given.theme}"`
  return (
    page
      .replace(/<html[^>]*>/, `<html lang="${given.language}"${theme}>`)
      // Fonts would share the line with the words themselves; the stylesheets ask for them in their time.
      .replaceAll(/\s*<link rel="preload" as="font"[^>]*>/g, '')
      .replace('</head>', '<link rel="stylesheet" href="/first-view.css"></head>')
      .replace('<div id="desk">', () => `${renderFirstView(given, now)}<div id="desk">`)
  )
}
