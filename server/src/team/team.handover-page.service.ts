import type { Language } from '../platform/errors.ts'
import { handoverWords, type HandoverWords } from './data/handover.words.ts'
import type { HandoverForm, HandoverPack } from './team.handover.schema.ts'

/** Every word of a pack may come from outside: text is shown as text. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

/** A piece of the page that is written already; whatever is not one is text. */
class Written {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}
type Cell = string | null | Written
const write = (cell: Cell): string => (cell instanceof Written ? cell.html : escape(cell ?? ''))

/** Only an address of the web becomes a link. */
function anchor(address: string, text: string): Cell {
  const isWeb = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
  return isWeb ? new Written(`<a href="${escape(address)}" rel="noreferrer">${escape(text)}</a>`) : text
}

const below = (main: string, sub: string): Cell =>
  new Written(`${escape(main)}${sub && sub !== main ? `<small>${escape(sub)}</small>` : ''}`)

function table(columns: readonly string[], rows: readonly (readonly Cell[])[], none: string): string {
  if (rows.length === 0) return `<p class="none">${escape(none)}</p>`
  const head = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${write(cell)}</td>`).join('')}</tr>`).join('\n')
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

type Clock = { moment: (at: string | null) => string; day: (at: string | null) => string | null }

function clockOf(language: Language, timeZone: string): Clock {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  const moment = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' })
  return {
    moment: (at) => (at ? moment.format(new Date(at)) : ''),
    day: (at) => (at ? day.format(new Date(at)) : null),
  }
}

type Drawn = { pack: HandoverPack; t: HandoverWords; clock: Clock }
const named = (names: Record<string, string>, name: string): string => names[name] ?? name

/** One post on several channels is one line. */
function merged(rows: HandoverPack['scheduled']): HandoverPack['scheduled'] {
  const lines = new Map<string, HandoverPack['scheduled'][number]>()
  for (const row of rows) {
    const key = [row.dueAt, row.state, row.title || row.words, row.by].join('\n')
    const known = lines.get(key)
    lines.set(key, known ? { ...known, channel: `${known.channel}, ${row.channel}` } : row)
  }
  return [...lines.values()]
}

function posts({ t, clock }: Drawn, rows: HandoverPack['scheduled']): string {
  const { when, where, what, state, by } = t.columns
  return table(
    [when, where, what, state, by],
    merged(rows).map((row) => [
      clock.moment(row.dueAt),
      row.channel,
      below(row.title || row.words, row.words),
      named(t.states, row.state),
      row.by,
    ]),
    t.none,
  )
}

function conversations({ pack, t, clock }: Drawn): string {
  const { who, where, last, since, notes } = t.columns
  const rows = pack.conversations.map((row): Cell[] => [
    below(row.name, `@${row.handle.replace(/^@/, '')}`),
    row.channel,
    below(row.lastWords, clock.moment(row.lastAt)),
    clock.moment(row.waitingSince),
    new Written(
      row.notes
        .map((note) => `<p>${escape(note.text)}<small>${escape([note.by, clock.moment(note.at)].filter(Boolean).join(', '))}</small></p>`)
        .join(''),
    ),
  ])
  return table([who, where, last, since, notes], rows, t.none)
}

function channels({ pack, t, clock }: Drawn): string {
  const rows = pack.channels.map((row): Cell[] => [
    anchor(row.profileUrl, row.name),
    row.handle,
    below(named(t.healths, row.health), row.trouble ?? ''),
    clock.day(row.expiresAt),
  ])
  return table([t.columns.where, '', t.columns.health, t.columns.expires], rows, t.none)
}

function members({ pack, t, clock }: Drawn): string {
  const rows = pack.members.map((row) => [row.name, named(t.roles, row.role), clock.day(row.startsAt), clock.day(row.endsAt) ?? t.noEnd])
  return table([t.columns.who, t.columns.role, t.columns.from, t.columns.until], rows, t.none)
}

function calendar(drawn: Drawn): string {
  const { pack, t, clock } = drawn
  const day = (date: string) => clock.day(`${date}T12:00:00Z`)
  const rows = pack.calendar.campaigns.map((row) => [named(t.kinds, row.kind), row.name, day(row.startsOn), day(row.endsOn)])
  const campaigns = rows.length > 0 ? table(['', t.columns.what, t.columns.from, t.columns.until], rows, t.none) : ''
  return campaigns + posts(drawn, pack.calendar.publications)
}

function closing({ pack, t, clock }: Drawn): string {
  const { links, keys, calendars } = pack.closing
  const lines = [
    ...links.map((link) => t.links(link.label, link.month, clock.day(link.expiresAt) ?? '')),
    ...keys.map(t.keys),
    ...(calendars > 0 ? [t.calendars(calendars)] : []),
  ]
  if (lines.length === 0) return `<p class="none">${escape(t.none)}</p>`
  return `<ul>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`
}

function drafts({ pack, t, clock }: Drawn): string {
  const { what, where, by, updated } = t.columns
  const rows = pack.drafts.map((row): Cell[] => [
    below(row.title || row.words, row.words),
    row.channels.join(', '),
    row.by,
    clock.moment(row.updatedAt),
  ])
  return table([what, where, by, updated], rows, t.none)
}

function portfolio({ pack, t, clock }: Drawn): string {
  const rows = pack.portfolio.map((row): Cell[] => [
    clock.day(row.publishedAt),
    row.channel,
    below(row.title || row.words, row.words),
    anchor(row.link, row.link),
  ])
  return table([t.columns.when, t.columns.where, t.columns.what, t.columns.link], rows, t.none)
}

const style = `body{font:15px/1.5 Georgia,'Times New Roman',serif;color:#1d1a16;background:#fff;max-width:60rem;margin:2.5rem auto;padding:0 1.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}h2{font-size:1.2rem;margin:2.2rem 0 .3rem;border-bottom:1px solid #1d1a16;padding-bottom:.2rem}
p{margin:.2rem 0}.lead,.none,small{color:#5d564c}small{display:block;font-size:.85em}
table{width:100%;border-collapse:collapse;margin:.6rem 0;font-size:.9rem}th{text-align:left;font-weight:600}
td,th{padding:.35rem .6rem .35rem 0;vertical-align:top;border-bottom:1px solid #ddd6ca;overflow-wrap:break-word}
td:first-child{min-width:8.5rem}tr{break-inside:avoid}h2{break-after:avoid}a{color:inherit}@media print{body{margin:0;max-width:none}}`

function page(pack: HandoverPack, language: Language): string {
  const t = handoverWords[language]
  const clock = clockOf(language, pack.zone)
  const drawn = { pack, t, clock }
  const { person } = pack
  const part = (name: keyof HandoverWords['sections'], body: string, lead = '') =>
    `<section><h2>${escape(t.sections[name])}</h2>${lead ? `<p class="lead">${escape(lead)}</p>` : ''}${body}</section>`
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${escape(t.title(pack.brand))}</title><style>${style}</style></head><body>
<h1>${escape(t.title(pack.brand))}</h1>
<p>${escape(t.of(person.name, named(t.roles, person.role)))}, ${escape(t.period(clock.day(person.startsAt), clock.day(person.endsAt)))}</p>
<p class="lead">${escape(t.made(clock.moment(pack.madeAt), pack.zone))}</p>
${part('conversations', conversations(drawn), t.leads.conversations)}
${part('scheduled', posts(drawn, pack.scheduled))}
${part('drafts', drafts(drawn))}
${part('calendar', calendar(drawn), t.leads.calendar)}
${part('channels', channels(drawn))}
${part('members', members(drawn))}
${part('closing', closing(drawn), t.leads.closing)}
${part('portfolio', portfolio(drawn), t.leads.portfolio)}
</body></html>
`
}

/** A cell that begins like a formula is text to whoever opens the table. */
const cellOf = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""').replaceAll(/\r?\n/g, ' ')}"`

/** Spreadsheets of French machines part cells by semicolons; the mark at the beginning tells them the alphabet. */
function sheet(pack: HandoverPack, language: Language): string {
  const comma = language === 'fr' ? ';' : ','
  const rows = pack.portfolio.map((row) => [row.publishedAt.slice(0, 10), row.network, row.channel, row.title, row.words, row.link])
  return `\uFEFF${[handoverWords[language].portfolioColumns, ...rows].map((row) => row.map(cellOf).join(comma)).join('\r\n')}\r\n`
}

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40)

/** The pack as a file that is taken along. */
export function handoverFile(pack: HandoverPack, as: HandoverForm, language: Language): { type: string; name: string; text: string } {
  const { file } = handoverWords[language]
  const name = [file[as], slug(pack.brand), slug(pack.person.name), pack.madeAt.slice(0, 10)].filter(Boolean).join('-')
  if (as === 'json') return { type: 'application/json; charset=utf-8', name: `${name}.json`, text: `${JSON.stringify(pack, null, 2)}\n` }
  if (as === 'portfolio') return { type: 'text/csv; charset=utf-8', name: `${name}.csv`, text: sheet(pack, language) }
  return { type: 'text/html; charset=utf-8', name: `${name}.html`, text: page(pack, language) }
}
