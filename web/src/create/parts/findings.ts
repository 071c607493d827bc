import type { Format } from '../../ui/format.ts'
import type { Finding, StoredOptions } from '../create.client.ts'
import type { words } from '../create.fr.ts'
import { type Composer, type ImageAt, itemsAt, withOwn } from './context.ts'
import { NO_OPTIONS, ownOf } from './draft.ts'

type Words = typeof words

export type Point = { key: string; channelIds: string[]; finding: Finding; where: ImageAt | null; isFilm: boolean }

function whereOf(draft: Composer['draft'], channelId: string, media: unknown): ImageAt | null {
  const own = ownOf(draft, channelId).items !== null ? channelId : null
  for (const [item, { media: all }] of itemsAt(draft, own).entries()) {
    const index = all.findIndex((one) => one.assetId === media)
    if (index !== -1) return { channelId: own, item, index }
  }
  return null
}

/** What stands in the way and what is advised, the first first; the same said of several channels stands once. */
export function pointsOf({ chosen, measures, draft, assets }: Composer): Point[] {
  const points = new Map<string, Point>()
  for (const channel of chosen) {
    for (const finding of measures.get(channel.id)?.findings ?? []) {
      const where = whereOf(draft, channel.id, finding.data['media'])
      const said = where && finding.code.startsWith('alt_missing') ? {} : finding.data
      const key = JSON.stringify([finding.code, finding.item, said, where])
      const known = points.get(key)
      if (known) known.channelIds.push(channel.id)
      else
        points.set(key, {
          key,
          channelIds: [channel.id],
          finding,
          where,
          isFilm: assets.get(String(finding.data['media']))?.seconds != null,
        })
    }
  }
  const all = [...points.values()]
  return [...all.filter((point) => point.finding.blocking), ...all.filter((point) => !point.finding.blocking)]
}

/** A finding in a sentence, with its figures as a person reads them. */
export function pointSaid(t: Words, format: Format, { finding, where, isFilm }: Point, parts: number): string {
  const data = Object.fromEntries(
    Object.entries(finding.data).map(([name, value]) => [name, typeof value === 'number' ? format.number(value) : value]),
  )
  const picture = where ? t.imageN(where.index + 1) : t.thisImage
  const image = isFilm ? t.theFilm : picture
  const option = t.optionNames[String(finding.data['option'])] ?? String(finding.data['option'] ?? '')
  const sentence = t.findings[finding.code]?.({ ...data, image, option }) ?? finding.code
  return parts > 1 && finding.item > 0 ? sentence.replace(/\.$/, `${t.partSaid(finding.item + 1)}.`) : sentence
}

export type Mend = { label: string; perform: () => void }

function withoutOption(composer: Composer, { channelIds, finding }: Point): void {
  const name = String(finding.data['option']) as keyof StoredOptions
  composer.keeper.change((draft) =>
    channelIds.reduce(
      (now, id) => withOwn(now, id, { options: { ...(ownOf(now, id).options ?? now.options), [name]: NO_OPTIONS[name] } }),
      draft,
    ),
  )
}

function fewerImages(composer: Composer, { channelIds, finding }: Point): void {
  const max = Number(finding.data['max'])
  composer.keeper.change((draft) =>
    channelIds.reduce((now, id) => {
      const items = ownOf(now, id).items ?? composer.measures.get(id)?.items ?? now.items
      return withOwn(now, id, { items: items.map((item) => ({ ...item, media: item.media.slice(0, max) })) })
    }, draft),
  )
}

/** The act that mends a finding, where there is one. */
export function mendOf(t: Words, composer: Composer, point: Point): Mend | null {
  const { finding, channelIds, where } = point
  const shorten = { label: t.mend.shorten, perform: () => composer.edit(channelIds[0] ?? null) }
  const toPoll = () => {
    const options = document.getElementById('composer-options')
    if (options instanceof HTMLDetailsElement) options.open = true
    document.getElementById('composer-poll')?.focus()
  }
  const toImage = where ? { label: t.mend.write, perform: () => composer.openImage(where) } : null
  const acts: Record<string, Mend | null> = {
    text_too_long: shorten,
    text_too_many_bytes: shorten,
    too_many_images: { label: t.mend.removeImages, perform: () => fewerImages(composer, point) },
    option_not_accepted: {
      label: t.mend.removeHere,
      perform: () => withoutOption(composer, point),
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
