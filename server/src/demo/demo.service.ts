import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account, Connector, Credentials } from '@pupitre/networks'
import { startSandbox, type Sandbox } from '@pupitre/sandbox'
import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { Temporal } from 'temporal-polyfill'
import { v7 as uuid } from 'uuid'
import type { Desk } from '../app.ts'
import { sealContext } from '../channels/channels.public.ts'
import { channel } from '../channels/channels.tables.ts'
import { asset } from '../create/create.tables.ts'
import { campaign, pillar } from '../plan/plan.tables.ts'
import type { BrandId } from '../platform/access.ts'
import { newToken, sha256 } from '../platform/crypto.ts'
import type { Tx } from '../platform/db.ts'
import { demoEmail, isSetupNeeded, makeBrand, makeOrganization, makePerson, removeDemonstration } from '../team/team.public.ts'
import { brand, membership } from '../team/team.tables.ts'
import { makeComing } from './demo.coming.ts'
import { connectElsewhere, reconnectElsewhere } from './demo.elsewhere.ts'
import { keepConversations } from './demo.heard.ts'
import { keepPosts, pastOf, type Place } from './demo.past.ts'
import { campaigns, channels, house, people, pictures, pillars, type Picture } from './demo.words.ts'

const network = 'mastodon'

export type Demonstration = { close: () => Promise<void> }

/** An hour of the community's life passes in a minute: whoever publishes sees somebody answer. */
const pace = 60

async function wantsDemonstration(desk: Desk): Promise<{ brandId: string | null; now: Date } | null> {
  const [found] = await desk.db.access.select().from(brand).where(eq(brand.demo, true))
  if (found) return { brandId: found.id, now: found.createdAt }
  return desk.settings.demo && (await isSetupNeeded(desk.db)) ? { brandId: null, now: new Date() } : null
}

async function startNetwork(desk: Desk): Promise<Sandbox> {
  const options = { seed: 1, community: { brands: channels.map((one) => one.username), pace, everyMs: 4000 } }
  try {
    return await startSandbox({ ...options, port: desk.settings.port + 1 })
  } catch {
    // The next port is taken: any free one will do, old links to posts of the demonstration then lead nowhere.
    return startSandbox({ ...options, port: 0 })
  }
}

/** Opens the demonstration if the desk has one, or has no owner yet: a simulated network beside it, whose past is made again. */
export async function openDemonstration(desk: Desk): Promise<Demonstration | null> {
  const wanted = await wantsDemonstration(desk)
  if (!wanted) return null
  const sandbox = await startNetwork(desk)
  desk.egress.open(new URL(sandbox.url).host)
  const past = new Map<string, Map<string, string>>()
  for (const one of channels) {
    sandbox.mastodon.store.createAccount({ username: one.username, displayName: one.name })
    past.set(one.username, sandbox.community.load(one.username, pastOf(one, wanted.now)))
  }
  if (wanted.brandId) await reconnect(desk, sandbox, wanted.brandId)
  else await makeWhole(desk, sandbox, { now: wanted.now, past })
  return { close: () => sandbox.close() }
}

function accountOn(sandbox: Sandbox, username: string): { account: Account; credentials: Credentials } {
  const { store } = sandbox.mastodon
  const found = store.find(username)
  if (!found) throw new Error(`the simulated network has no account ${username}`)
  const account = {
    id: found.id,
    handle: `${username}@${new URL(sandbox.url).host}`,
    name: found.displayName,
    avatarUrl: null,
    profileUrl: `${sandbox.url}/@${username}`,
    followers: found.followers,
  }
  return {
    account,
    credentials: { server: sandbox.url, secret: { accessToken: store.tokenFor(found.id) }, expiresAt: null, scopes: ['read', 'write'] },
  }
}

/** After a restart the network has its past again, but perhaps another port and new tokens. */
async function reconnect(desk: Desk, sandbox: Sandbox, brandId: string): Promise<void> {
  const rows = await desk.db.system.select().from(channel).where(eq(channel.brandId, brandId))
  for (const row of rows) {
    const username = row.handle.split('@')[0] ?? ''
    if (!channels.some((one) => one.username === username)) continue
    const { account, credentials } = accountOn(sandbox, username)
    const sealed = desk.seal.seal(JSON.stringify(credentials), sealContext(row))
    await desk.db.system
      .update(channel)
      .set({ sealed, handle: account.handle, profileUrl: account.profileUrl, server: sandbox.url, health: 'ok', trouble: null })
      .where(eq(channel.id, row.id))
  }
  await reconnectElsewhere(desk, sandbox, brandId)
}

/** Nine seconds of the bakery, as a phone held upright films them. */
async function makeFilm(desk: Desk, tx: Tx, brandId: string): Promise<string> {
  const bytes = await readFile(join(import.meta.dirname, 'pictures', 'fournil.mp4'))
  const still = await sharp(join(import.meta.dirname, 'pictures', 'four.svg'))
    .resize(480, 853, { fit: 'cover' })
    .webp({ quality: 78 })
    .toBuffer()
  const id = uuid()
  await desk.files.put(id, bytes)
  await desk.files.put(`${id}.webp`, still)
  const row = { id, brandId, sha256: sha256(bytes), mimeType: 'video/mp4', bytes: bytes.length, name: 'fournil.mp4' }
  await tx.insert(asset).values({ ...row, width: 720, height: 1280, seconds: 9 })
  return id
}

async function makePictures(desk: Desk, tx: Tx, brandId: string): Promise<Map<Picture, string>> {
  const ids = new Map<Picture, string>()
  for (const name of Object.keys(pictures) as Picture[]) {
    const svg = await readFile(join(import.meta.dirname, 'pictures', `${name}.svg`))
    const { data, info } = await sharp(svg).jpeg({ quality: 86 }).toBuffer({ resolveWithObject: true })
    const id = uuid()
    await desk.files.put(id, data)
    await tx.insert(asset).values({
      id,
      brandId,
      sha256: sha256(data),
      mimeType: 'image/jpeg',
      bytes: data.length,
      width: info.width,
      height: info.height,
      name: `${name}.jpg`,
    })
    ids.set(name, id)
  }
  return ids
}

async function makeTeam(desk: Desk, tx: Tx): Promise<{ brandId: string; ownerId: string }> {
  const ownerId = await makePerson(tx, { name: 'Ana Ferreira', email: demoEmail, password: desk.demoPassword, language: 'fr' })
  const organizationId = await makeOrganization(tx, { name: house.organization, preset: 'team', ownerId })
  const brandId = await makeBrand(tx, {
    organizationId,
    name: house.brand,
    zone: house.zone,
    language: 'fr',
    preset: 'team',
    color: house.color,
    demo: true,
  })
  for (const one of people) {
    const userId = await makePerson(tx, { name: one.name, email: one.email, password: newToken(), language: 'fr' })
    await tx.insert(membership).values({ id: uuid(), organizationId, brandId, userId, role: one.role })
  }
  return { brandId, ownerId }
}

async function makePlan(tx: Tx, brandId: string, today: Temporal.PlainDate): Promise<{ pillarIds: string[]; campaignIds: string[] }> {
  const pillarRows = pillars.map((one, position) => ({ ...one, id: uuid(), brandId, position }))
  await tx.insert(pillar).values(pillarRows)
  const campaignRows = campaigns.map(({ kind, name, from, to }) => ({
    id: uuid(),
    brandId,
    kind,
    name,
    startsOn: today.add({ days: from }).toString(),
    endsOn: today.add({ days: to }).toString(),
  }))
  await tx.insert(campaign).values(campaignRows)
  return { pillarIds: pillarRows.map((row) => row.id), campaignIds: campaignRows.map((row) => row.id) }
}

async function makeChannels(desk: Desk, tx: Tx, sandbox: Sandbox, brandId: string): Promise<Place['channel'][]> {
  const connector: Connector = desk.connectorOf(network)
  const made = []
  for (const [position, one] of channels.entries()) {
    const { account, credentials } = accountOn(sandbox, one.username)
    const id = uuid()
    await tx.insert(channel).values({
      id,
      brandId,
      network,
      accountId: account.id,
      handle: account.handle,
      name: account.name,
      profileUrl: account.profileUrl,
      server: sandbox.url,
      sealed: desk.seal.seal(JSON.stringify(credentials), sealContext({ brandId, id })),
      limits: connector.documentedLimits,
      position,
      importState: 'done',
    })
    made.push({ id, network, url: sandbox.url, username: one.username } as const)
  }
  return made
}

/** What goes wrong in a week of this trade: a text the server found too long, and a server that did not answer. */
async function makeTroubles(tx: Tx, brandId: string): Promise<void> {
  const trouble = (state: string, cause: object, nth: number) => sql`
    with picked as (
      select id from delivery where brand_id = ${brandId} and kind = 'post' and state = 'published' and published_at < now() - interval '6 hours' order by published_at desc offset ${nth} limit 1
    ), moved as (
      update delivery d set state = ${state}, cause = ${JSON.stringify(cause)}::jsonb, network_id = null, link = null, published_at = null from picked where d.id = picked.id returning d.id, d.due_at
    ), told as (delete from delivery_line l using moved where l.delivery_id = moved.id),
    unheard as (update delivery_step s set receipt = null, receipt_at = null from moved where s.delivery_id = moved.id),
    gone as (delete from reading r using moved where r.subject_id = moved.id)
    insert into delivery_line (id, brand_id, delivery_id, "from", "to", actor, detail, at)
    select gen_random_uuid(), ${brandId}::uuid, id, 'sending', ${state}, 'desk', ${JSON.stringify(cause)}::jsonb, due_at from moved`
  const at = new Date().toISOString()
  await tx.execute(
    trouble(
      'failed',
      { kind: 'rejected_content', nextStep: 'fix_content', said: 'Validation failed: Text character limit of 500 exceeded', at },
      1,
    ),
  )
  await tx.execute(trouble('unknown', { kind: 'network_cannot_tell', nextStep: 'ask_person', said: '', at }, 3))
}

type Past = { now: Date; past: ReadonlyMap<string, Map<string, string>> }

/** All of it or nothing: a demonstration that was cut short is made again at the next start. */
async function makeWhole(desk: Desk, sandbox: Sandbox, past: Past): Promise<void> {
  try {
    await makeDemonstration(desk, sandbox, past)
  } catch (cause) {
    await removeDemonstration(desk.db)
    throw cause
  }
}

/** Makes the brand with its sixty days behind it and its fortnight before it. */
async function makeDemonstration(desk: Desk, sandbox: Sandbox, { now, past }: Past): Promise<void> {
  const { brandId, ownerId } = await desk.db.access.transaction(async (tx) => {
    const made = await makeTeam(desk, tx)
    await tx.update(brand).set({ createdAt: now }).where(eq(brand.id, made.brandId))
    return made
  })
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(house.zone).toPlainDate()
  const made = await desk.db.system.transaction(async (tx) => {
    const pictureIds = await makePictures(desk, tx, brandId)
    const plan = await makePlan(tx, brandId, today)
    const places = await makeChannels(desk, tx, sandbox, brandId)
    const peopleIds = new Map<string, string>()
    const accountIdOf = (username: string) => sandbox.mastodon.store.find(username.replaceAll('.', '_'))?.id ?? username
    for (const [i, one] of channels.entries()) {
      const place = places[i]
      if (!place) continue
      const shared = {
        tx,
        brandId,
        channel: place,
        pictures: pictureIds,
        people: peopleIds,
        accountIdOf,
        assignee: ownerId,
        now,
        zone: house.zone,
        understand: desk.understand,
      }
      const whole: Place = {
        ...shared,
        share: one.share,
        pillarIds: plan.pillarIds,
        ids: past.get(one.username) ?? new Map<string, string>(),
      }
      const history = pastOf(one, now)
      await keepConversations(whole, history, await keepPosts(whole, history))
    }
    await makeTroubles(tx, brandId)
    const filmId = await makeFilm(desk, tx, brandId)
    return { ...plan, pictureIds, filmId, channelIds: places.map((one) => one.id) }
  })
  const everywhere = await connectElsewhere(desk, sandbox, brandId, made.channelIds.length)
  await makeComing(desk, { ...made, everywhere, brandId: brandId as BrandId, ownerId, today })
}
