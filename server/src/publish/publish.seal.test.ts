import { globSync, readFileSync } from 'node:fs'
import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../platform/log.ts'
import { kinds, networkOf, openWorld, until, type World } from '../testing/world.ts'
import { hashOf } from './publish.seal.service.ts'
import type { Sealed } from './publish.schema.ts'

let world: World
let channelId: string
let assetId: string
let otherAssetId: string
const alarms: string[] = []

beforeAll(async () => {
  const log = { ...createLog('silent'), error: (event: string) => void alarms.push(event) }
  world = await openWorld({ works: true, settleSeconds: 1, log })
  channelId = await world.connect('mastodon')
  await world.call('PATCH', brandPath(), { approvalNeeded: true, undoSeconds: 0 })
  assetId = await picture('#a33')
  otherAssetId = await picture('#3a3')
})
afterAll(() => world.close())

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`
const sql = <R extends object>(text: string, values: unknown[]) => world.desk.db.systemPool.query<R>(text, values)

async function picture(background: string): Promise<string> {
  const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .png()
    .toBuffer()
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), `pain-${background.slice(1)}.png`)
  const headers = { cookie: world.owner.cookie, 'x-pupitre': '1', origin: world.desk.settings.url }
  const answer = await fetch(`${world.url}${brandPath()}/assets`, { method: 'POST', headers, body: form })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { id: string }).id
}

type Promised = { id: string; contentId: string; variantId: string; version: number; text: string }
type Content = { id: string; version: number; variants: { id: string; version: number; delivery: { id: string; state: string } }[] }
const shown = (text: string, asset = assetId, alt = 'Une miche') => ({
  text,
  media: [{ assetId: asset, alt: { kind: 'text', text: alt }, focus: { x: 0, y: 0 } }],
})
let serial = 0

/** A post with a picture, scheduled far ahead and approved as it is. */
async function approved(): Promise<Promised> {
  const text = `Le texte relu ${(serial += 1)}`
  const made = (await world.call('POST', `${brandPath()}/contents`, { items: [shown(text)], channelIds: [channelId] })).body as Content
  const [variant] = made.variants
  const id = variant?.delivery.id ?? ''
  await world.call('POST', `${brandPath()}/contents/${made.id}/schedule`, { localTime: '2031-05-04T09:00', version: made.version })
  await approve(id)
  const now = (await world.call('GET', `${brandPath()}/contents/${made.id}`)).body as Content
  return { id, contentId: made.id, variantId: variant?.id ?? '', version: now.variants[0]?.version ?? 0, text }
}

async function approve(id: string): Promise<void> {
  const { hash } = await rowOf(id)
  const answer = await world.call('POST', `${brandPath()}/deliveries/${id}/decision`, { hash, verdict: 'approved' })
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  await until(
    'approved',
    () => rowOf(id),
    (row) => row.state === 'scheduled',
  )
}

type Row = { state: string; reason: string | null; hash: string; sealed: Sealed }
async function rowOf(id: string): Promise<Row> {
  const found = await sql<Row>('SELECT state, held_reason AS reason, hash, sealed FROM delivery WHERE id = $1', [id])
  if (!found.rows[0]) throw new Error('no such delivery')
  return found.rows[0]
}
const standing = (id: string) => world.sandbox.oracle().filter((entry) => entry.text.includes(id))

/** Its hour has come. */
async function deliver(id: string): Promise<Row> {
  await sql('UPDATE delivery SET due_at = now() WHERE id = $1', [id])
  await world.desk.deliverer.deliver([id])
  await world.desk.deliverer.idle()
  return rowOf(id)
}

const fileOf = (id: string) => join(world.desk.settings.dataDir, 'files', id.slice(-2), id)
const rewrite = (id: string, from: string, to: string) =>
  sql('UPDATE delivery SET sealed = replace(sealed::text, $2, $3)::jsonb WHERE id = $1', [id, from, to])

type Mutation = [what: string, reason: 'changed' | 'unapproved', mutate: (of: Promised) => Promise<unknown>]
const mutations: Mutation[] = [
  ['the text', 'changed', ({ id }) => rewrite(id, 'relu', 'trafiqué')],
  ['the description of a picture', 'changed', ({ id }) => rewrite(id, 'Une miche', 'Autre chose')],
  ['an option', 'changed', ({ id }) => rewrite(id, '"public"', '"unlisted"')],
  ['the picture that is named', 'changed', ({ id }) => rewrite(id, assetId, otherAssetId)],
  ['the hash alone', 'changed', ({ id }) => sql(`UPDATE delivery SET hash = repeat('a', 64) WHERE id = $1`, [id])],
  [
    'a second act slipped in',
    'changed',
    ({ id }) => sql(`UPDATE delivery SET sealed = jsonb_insert(sealed, '{acts,-1}', sealed -> 'acts' -> 0, true) WHERE id = $1`, [id]),
  ],
  [
    'the text and its hash together',
    'unapproved',
    async ({ id }) => {
      await rewrite(id, 'relu', 'trafiqué')
      await sql('UPDATE delivery SET hash = $2 WHERE id = $1', [id, hashOf((await rowOf(id)).sealed)])
    },
  ],
  [
    'the approval',
    'unapproved',
    ({ id }) =>
      sql(
        `INSERT INTO decision (id, brand_id, delivery_id, hash, verdict, by_name, at)
         SELECT gen_random_uuid(), brand_id, id, hash, 'changes', 'x', now() + interval '1 second' FROM delivery WHERE id = $1`,
        [id],
      ),
  ],
]

describe('what was checked is what is sent', () => {
  it.each(mutations)('[T-P10] %s changed behind the desk: refused, with an alarm, and shown', async (_what, reason, mutate) => {
    const promised = await approved()
    await mutate(promised)
    alarms.length = 0
    expect(await deliver(promised.id)).toMatchObject({ state: 'held', reason })
    expect(alarms).toEqual([reason === 'changed' ? 'publish.changed_after_sealing' : 'publish.not_approved'])
    expect(standing(`relu ${serial}`)).toEqual([])
    expect(standing(`trafiqué ${serial}`)).toEqual([])
    const today = (await world.call('GET', `${brandPath()}/today`)).body as { rows: { id: string; sentence: { reason?: string } }[] }
    expect(today.rows.find((row) => row.id === `held ${promised.id}`)?.sentence.reason).toBe(reason)
  })

  const bytes: [string, (file: string) => Promise<unknown>][] = [
    ['changed', (file) => appendFile(file, 'x')],
    ['gone', (file) => rm(file)],
  ]
  it.each(bytes)('[T-P10] the bytes of the picture are %s: refused, with an alarm', async (_what, mutate) => {
    const kept = assetId
    assetId = await picture('#55a')
    const promised = await approved()
    await mutate(fileOf(assetId))
    assetId = kept
    alarms.length = 0
    expect(await deliver(promised.id)).toMatchObject({ state: 'held', reason: 'changed' })
    expect(alarms).toEqual(['publish.changed_after_sealing'])
    expect(standing(`relu ${serial}`)).toEqual([])
  })

  it('[T-P10] a version changed behind the desk changes nothing of what leaves', async () => {
    const promised = await approved()
    await sql(`UPDATE variant SET items = replace(items::text, 'relu', 'trafiqué')::jsonb WHERE id = $1`, [promised.variantId])
    expect(await deliver(promised.id)).toMatchObject({ state: 'published' })
    expect(standing(`relu ${serial}`)).toHaveLength(1)
    expect(standing(`trafiqué ${serial}`)).toEqual([])
  })

  const edits: [string, (text: string) => object][] = [
    ['its text', (text) => shown(`${text} et retouché`)],
    ['its picture', (text) => shown(text, otherAssetId)],
    ['a description', (text) => shown(text, assetId, 'Une autre miche')],
  ]
  it.each(edits)('[T-P10] whoever changes %s after the approval waits for another', async (_what, item) => {
    const promised = await approved()
    const change = { version: promised.version, items: [item(promised.text)] }
    const answer = await world.call('PATCH', `${brandPath()}/variants/${promised.variantId}`, change)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    expect(await deliver(promised.id)).toMatchObject({ state: 'awaiting' })
    expect(standing(`relu ${serial}`)).toEqual([])
  })

  it('[T-P10] what was held as changed is sealed anew by whoever takes it up again, and waits for an approval of what it became', async () => {
    const promised = await approved()
    await rewrite(promised.id, 'relu', 'trafiqué')
    await sql(`UPDATE variant SET items = replace(items::text, 'relu', 'trafiqué')::jsonb WHERE id = $1`, [promised.variantId])
    const release = async (of: Promised) =>
      (await world.call('POST', `${brandPath()}/deliveries/${of.id}/release`, { choice: 'publish' })).body as { state: string }
    await deliver(promised.id)
    expect(await release(promised)).toMatchObject({ state: 'awaiting' })
    expect(await deliver(promised.id)).toMatchObject({ state: 'awaiting' })
    expect(standing(`trafiqué ${serial}`)).toEqual([])
    const other = await approved()
    await rewrite(other.id, 'relu', 'trafiqué')
    await deliver(other.id)
    expect(await release(other), 'as it had been approved').toMatchObject({ state: 'scheduled' })
    expect(await deliver(other.id)).toMatchObject({ state: 'published' })
    expect(standing(`relu ${serial}`)).toHaveLength(1)
  })
})

describe('the one way out', () => {
  it('[T-P10] one line of the program calls a connector’s send', () => {
    const root = join(import.meta.dirname, '..')
    const files = globSync('**/*.ts', { cwd: root }).filter((file) => !/\.test\.ts$|^testing\//.test(file))
    // Answers over HTTP, bells and mails have a `send` of their own.
    const others = /(\breply(\s*\.\w+\([^\n]*\))*|\bboss|\bmailer)\s*$/
    const calls = files.flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return [...text.matchAll(/\.send\b|\[['"`]send['"`]\]|\{[^{}]*\bsend\b[^{}]*\}\s*=(?!>)/g)]
        .filter((match) => !others.test(text.slice(Math.max(0, match.index - 300), match.index)))
        .map((match) => `${file} ${text.slice(match.index - 9, match.index)}${match[0]}`)
    })
    expect(calls).toEqual(['publish/publish.deliver.service.ts connector.send'])
  })

  it('[T-P10] posts, edits and deletions all leave by that line', async () => {
    await world.call('PATCH', brandPath(), { approvalNeeded: false })
    const sites = new Set<string>()
    for (const kind of [...kinds, 'mastodon'] as const) {
      const connector = world.desk.connectorOf(networkOf(kind))
      const { send } = connector
      connector.send = (ctx, step) => {
        const line = new Error('here').stack?.split('\n').find((one) => /server\/src/.test(one) && !/seal\.test/.test(one))
        sites.add(`${step.act.kind} ${/([\w.]+\.ts)/.exec(line ?? '')?.[1]}`)
        return send(ctx, step)
      }
    }
    const made = (await world.call('POST', `${brandPath()}/contents`, { items: [shown('Une sortie')], channelIds: [channelId] }))
      .body as Content
    const [sent] = (await world.call('POST', `${brandPath()}/contents/${made.id}/schedule`, { localTime: null, version: made.version }))
      .body as { id: string }[]
    const id = sent?.id ?? ''
    await until(
      'published',
      () => rowOf(id),
      (row) => row.state === 'published',
    )
    for (const [act, body] of [
      ['edit', { text: 'Une sortie, corrigée', media: [] }],
      ['remove', undefined],
    ] as const) {
      const answer = await world.call('POST', `${brandPath()}/deliveries/${id}/${act}`, body)
      const { deliveryId } = answer.body as { deliveryId: string }
      await until(
        act,
        () => rowOf(deliveryId),
        (row) => row.state === 'published',
      )
    }
    expect([...sites].sort()).toEqual(['delete', 'edit', 'media', 'post'].map((act) => `${act} publish.deliver.service.ts`))
  })
})
