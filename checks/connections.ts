/**
 * A page for each network says how it is connected and what it then can do, in both languages, from the connectors and the words of the
 * desk; the table of the README is made of the same. `--write` makes them anew.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CONNECTORS, NETWORK_IDS, type Connector, type NetworkId } from '../libs/networks/src/index.ts'
import { words as channelsEn } from '../web/src/channels/channels.en.ts'
import { words as channelsFr } from '../web/src/channels/channels.fr.ts'
import { words as uiEn } from '../web/src/ui/ui.en.ts'
import { words as uiFr } from '../web/src/ui/ui.fr.ts'
import { words as planEn } from '../web/src/plan/plan.en.ts'
import { words as planFr } from '../web/src/plan/plan.fr.ts'

const root = resolve(import.meta.dirname, '..')

/** What stood on the other side when it was proven. Nothing was ever tried against a live account. */
const proven: Record<NetworkId, { by: 'server' | 'description' | 'documentation'; what: string }> = {
  bluesky: { by: 'server', what: 'a real network (PDS, AppView) in the tests' },
  wordpress: { by: 'server', what: 'a real WordPress 6.5 in the tests' },
  email: { by: 'server', what: 'a real Dovecot and Postfix in the tests, run as root' },
  webhook: { by: 'server', what: 'the receiver that its page prints, run in the tests' },
  rss: { by: 'server', what: 'the desk’s own feed, read back and held to the rules of RSS 2.0' },
  mastodon: { by: 'description', what: 'OpenAPI made from Mastodon’s documentation (not official)' },
  discord: { by: 'description', what: 'the official OpenAPI document' },
  telegram: { by: 'description', what: 'the Bot API’s description (read from its pages)' },
  slack: { by: 'description', what: 'Slack’s own document of 2021, archived, and later parts by hand' },
  x: { by: 'description', what: 'the official OpenAPI documents' },
  pinterest: { by: 'description', what: 'the official OpenAPI document' },
  youtube: { by: 'description', what: 'Google’s discovery documents' },
  google_business: { by: 'description', what: 'Google’s discovery documents; reviews and posts (version 4) documentation only' },
  facebook: { by: 'description', what: 'Meta’s lists of fields (Graph v25)' },
  instagram: { by: 'description', what: 'Meta’s lists of fields (Graph v25)' },
  threads: { by: 'description', what: 'Meta’s collection of requests' },
  linkedin: { by: 'documentation', what: 'a table of documented fields' },
  tiktok: { by: 'documentation', what: 'a table of documented fields' },
  whatsapp: { by: 'documentation', what: 'a table of documented fields' },
}

const fr = {
  channels: channelsFr,
  ui: uiFr,
  formats: planFr.formats as Record<string, string>,
  locale: 'fr',
  connect: (name: string) => `Connecter ${name}`,
  other: 'In English',
  steps: 'Pas à pas',
  byPage: 'Sur la page du réseau',
  able: 'Ce que ce canal permet',
  publishes: 'Publie',
  nothing: 'rien',
  does: 'Peut',
  reads: 'Lit',
  cannot: 'Ne peut pas',
  limit: 'Longueur',
  characters: (n: number, at: string) => `${n.toLocaleString('fr')} caractères par publication, relevé le ${at}`,
  version: 'Interface',
  ends: (name: string, at: string | null) => (at ? `${name}, prend fin le ${at}` : name),
  more: 'Pour aller plus loin',
  moreText: (id: string) =>
    `[La fiche de ce réseau](../../libs/networks/src/${id}/README.md) : créer l’application, examen demandé, ce qui n’est pas possible et pourquoi (en anglais).`,
  hand: 'À la main',
  index: 'Connecter un réseau',
  indexText:
    'Dans le pupitre : menu de la marque, **Canaux**, « Connecter un compte ». Chaque réseau a sa page, avec l’écran tel qu’il est.',
}
const en: typeof fr = {
  channels: channelsEn as unknown as typeof channelsFr,
  ui: uiEn,
  formats: planEn.formats as Record<string, string>,
  locale: 'en',
  connect: (name) => `Connect ${name}`,
  other: 'En français',
  steps: 'Step by step',
  byPage: 'On the network’s page',
  able: 'What this channel can do',
  publishes: 'Publishes',
  nothing: 'nothing',
  does: 'Can',
  reads: 'Reads',
  cannot: 'Cannot',
  limit: 'Length',
  characters: (n, at) => `${n.toLocaleString('en')} characters a post, read on ${at}`,
  version: 'Interface',
  ends: (name, at) => (at ? `${name}, ends on ${at}` : name),
  more: 'Further',
  moreText: (id) =>
    `[The network’s own page](../../libs/networks/src/${id}/README.md): making the app, the review it needs, what is not possible and why.`,
  hand: 'By hand',
  index: 'Connect a network',
  indexText: 'In the desk: brand menu, **Channels**, “Connect an account”. Each network has its page, with the screen as it is.',
}
type Words = typeof fr

const connectorOf = (id: NetworkId): Connector => CONNECTORS[id]
const nameOf = (t: Words, id: NetworkId): string => t.ui.networks[id] ?? id
const list = (t: Words, parts: string[]): string => (parts.length === 0 ? t.nothing : new Intl.ListFormat(t.locale).format(parts))

function abilities(t: Words, id: NetworkId): string {
  const { capabilities, documentedLimits, version } = connectorOf(id)
  const can = (record: Record<string, { can: boolean }>, words: Record<string, string>) =>
    Object.entries(record).flatMap(([name, one]) => (one.can ? [words[name] ?? name] : []))
  const cannot = [
    ...Object.entries(capabilities.acts).map(([name, one]) => [t.channels.acts[name] ?? name, one] as const),
    ...Object.entries(capabilities.reads).map(([name, one]) => [t.channels.read(t.channels.reads[name] ?? name), one] as const),
  ].flatMap(([said, one]) => (one.can ? [] : [`${said} (${t.channels.why[one.why] ?? one.why})`]))
  const rows = [
    [t.publishes, list(t, capabilities.acts.post.can ? capabilities.formats.map((format) => t.formats[format] ?? format) : [])],
    [t.does, list(t, can(capabilities.acts, t.channels.acts))],
    [t.reads, list(t, can(capabilities.reads, t.channels.reads))],
    [t.cannot, cannot.length === 0 ? t.nothing : cannot.join('<br>')],
    [t.limit, t.characters(documentedLimits.text.max, documentedLimits.readAt.slice(0, 10))],
    ...(version ? [[t.version, t.ends(version.name, version.endsAt)]] : []),
  ]
  return ['| | |', '| --- | --- |', ...rows.map(([name, said]) => `| ${name} | ${said} |`)].join('\n')
}

function page(t: Words, id: NetworkId): string {
  const network = t.channels.networks[id]
  const { methods } = connectorOf(id).connect
  const other = t === fr ? `${id}.en.md` : `${id}.md`
  const steps = (network?.steps ?? []).map((step, i) => `${i + 1}. ${step}`).join('\n')
  const byPage = methods.some(({ kind }) => kind === 'oauth') ? `\n\n**${t.byPage}.** ${t.channels.dialog.byPageText}` : ''
  return `# ${t.connect(nameOf(t, id))}
${network?.account ?? ''}. [${t.other}](${other})

![${t.connect(nameOf(t, id))}](shots/${id}.${t.locale}.webp)

## ${t.steps}
${steps}${byPage}

**${t.hand}.** ${t.channels.dialog.byHandText}

## ${t.able}
${abilities(t, id)}

## ${t.more}
${t.moreText(id)}
`
}

function index(t: Words): string {
  const end = t === fr ? '.md' : '.en.md'
  const rows = NETWORK_IDS.map((id) => `- [${nameOf(t, id)}](${id}${end}) : ${t.channels.networks[id]?.account ?? ''}`)
  return `# ${t.index}
${t.indexText} [${t.other}](${t === fr ? 'README.en.md' : 'README.md'})

${(t === fr ? rows : rows.map((row) => row.replace(') :', '):'))).join('\n')}
`
}

const by = { server: 'a real server', description: 'its description', documentation: 'its documentation only' }

/** The table of the README: what works, and what stood on the other side when that was proven. */
function table(): string {
  const rows = NETWORK_IDS.map((id) => {
    const { acts, reads, formats } = connectorOf(id).capabilities
    const said = (record: Record<string, { can: boolean }>, words: Record<string, string>, names: readonly string[]) =>
      list(
        en,
        names.flatMap((name) => (record[name]?.can ? [words[name] ?? name] : [])),
      )
    const publishes = acts.post.can ? formats.map((format) => en.formats[format] ?? format).join(', ') : '–'
    const answers = said(acts, en.channels.acts, ['reply', 'privateReply', 'like', 'hide', 'block', 'delete', 'edit', 'pin'])
    const hears = said(reads, en.channels.reads, ['replies', 'mentions', 'messages', 'reviews', 'metrics'])
    return `| [${nameOf(en, id)}](docs/connections/${id}.en.md) | ${publishes} | ${answers} | ${hears} | **${by[proven[id].by]}**: ${proven[id].what} |`
  })
  return [
    '<!-- networks -->',
    '| network | publishes | can | reads | proven against |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '<!-- /networks -->',
  ].join('\n')
}

const readme = readFileSync(resolve(root, 'README.md'), 'utf8')
const files: Record<string, string> = {
  'README.md': readme.replace(/<!-- networks -->[\s\S]*<!-- \/networks -->/, table()),
  'docs/connections/README.md': index(fr),
  'docs/connections/README.en.md': index(en),
}
for (const id of NETWORK_IDS) {
  files[`docs/connections/${id}.md`] = page(fr, id)
  files[`docs/connections/${id}.en.md`] = page(en, id)
}
const stale = Object.entries(files).filter(([path, text]) => {
  try {
    return readFileSync(resolve(root, path), 'utf8') !== text
  } catch {
    return true
  }
})
if (process.argv.includes('--write')) {
  for (const [path, text] of stale) {
    mkdirSync(dirname(resolve(root, path)), { recursive: true })
    writeFileSync(resolve(root, path), text)
  }
} else if (stale.length > 0) {
  process.stderr.write(`${stale.map(([path]) => `${path} does not say what the connectors do`).join('\n')}\nnpm run -s generate\n`)
  process.exit(1)
}
