import type { Format } from '../../ui/format.ts'
import type { Finding } from '../create.client.ts'
import type { words } from '../create.fr.ts'
import { type Composer, type ImageAt, itemsAt, withOwn } from './context.ts'
import { NO_OPTIONS, ownOf } from './draft.ts'

type Words = typeof words

export type Point = { key: string; channelId: string; finding: Finding; where: ImageAt | null }

/** What stands in the way and what is advised, the first first; the same said of every channel stands once for each. */
export function pointsOf({ chosen, measures, draft }: Composer): Point[] {
  const points = chosen.flatMap((channel) =>
    (measures.get(channel.id)?.findings ?? []).map((finding, i): Point => {
      const own = ownOf(draft, channel.id).items !== null
      const items = itemsAt(draft, own ? channel.id : null)
      const media = finding.data['media']
      const found = items.flatMap((item, at) => {
        const index = item.media.findIndex((one) => one.assetId === media)
        return index === -1 ? [] : [{ channelId: own ? channel.id : null, item: at, index }]
      })
      return { key: `${channel.id}${finding.code}${finding.item}${i}`, channelId: channel.id, finding, where: found[0] ?? null }
    }),
  )
  // An image without description is one thing to mend, however many channels show it.
  const seen = new Set<string>()
  const once = points.filter(({ finding, where }) => {
    if (!where || where.channelId !== null) return true
    const stamp = `${finding.code}${where.item}.${where.index}`
    const isNew = !seen.has(stamp)
    seen.add(stamp)
    return isNew
  })
  return [...once.filter((point) => point.finding.blocking), ...once.filter((point) => !point.finding.blocking)]
}

/** A finding in a sentence, with its figures as a person reads them. */
export function pointSaid(t: Words, format: Format, { finding, where }: Point, parts: number): string {
  const data = Object.fromEntries(
    Object.entries(finding.data).map(([name, value]) => [name, typeof value === 'number' ? format.number(value) : value]),
  )
  const image = where ? t.imageN(where.index + 1) : t.thisImage
  const option = t.optionNames[String(finding.data['option'])] ?? String(finding.data['option'] ?? '')
  const sentence = t.findings[finding.code]?.({ ...data, image, option }) ?? finding.code
  return parts > 1 && finding.item > 0 ? sentence.replace(/\.$/, `${t.partSaid(finding.item + 1)}.`) : sentence
}

export type Mend = { label: string; perform: () => void }

function withoutOption(composer: Composer, channelId: string, option: string): void {
  const name = option as keyof typeof NO_OPTIONS
  if (!(name in NO_OPTIONS)) return
  composer.keeper.change((draft) =>
    withOwn(draft, channelId, { options: { ...(ownOf(draft, channelId).options ?? draft.options), [name]: NO_OPTIONS[name] } }),
  )
}

function fewerImages(composer: Composer, { channelId, finding }: Point): void {
  composer.keeper.change((draft) => {
    const items = ownOf(draft, channelId).items ?? composer.measures.get(channelId)?.items ?? draft.items
    const max = Number(finding.data['max'])
    return withOwn(draft, channelId, { items: items.map((item) => ({ ...item, media: item.media.slice(0, max) })) })
  })
}

/** The act that mends a finding, where there is one. */
export function mendOf(t: Words, composer: Composer, point: Point): Mend | null {
  const { finding, channelId, where } = point
  const toPoll = () => {
    const options = document.getElementById('composer-options')
    if (options instanceof HTMLDetailsElement) options.open = true
    document.getElementById('composer-poll')?.focus()
  }
  const toImage = where ? { label: t.mend.write, perform: () => composer.openImage(where) } : null
  const acts: Record<string, Mend | null> = {
    text_too_long: { label: t.mend.shorten, perform: () => composer.edit(channelId) },
    text_too_many_bytes: { label: t.mend.shorten, perform: () => composer.edit(channelId) },
    too_many_images: { label: t.mend.removeImages, perform: () => fewerImages(composer, point) },
    option_not_accepted: {
      label: t.mend.removeHere,
      perform: () => withoutOption(composer, channelId, String(finding.data['option'])),
    },
    poll_with_media: { label: t.mend.poll, perform: toPoll },
    poll_options: { label: t.mend.poll, perform: toPoll },
    poll_option_too_long: { label: t.mend.poll, perform: toPoll },
    poll_duration: { label: t.mend.poll, perform: toPoll },
    alt_missing: toImage,
    alt_too_long: toImage,
    alt_is_file_name: toImage,
    image_too_large: where ? { label: t.mend.open, perform: () => composer.openImage(where) } : null,
  }
  return acts[finding.code] ?? null
}
