import { type KeyboardEvent, useRef } from 'react'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import type { Media } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { itemsAt, useComposer, withItems } from './context.ts'
import { useImages } from './use-images.ts'

function AltLine({ media }: { media: Media }) {
  const t = useT(createWords)
  if (media.alt.kind === 'text') return <span className={style.alt}>{media.alt.text}</span>
  if (media.alt.kind === 'decorative') return <span className={style.alt}>{t.decorativeShort}</span>
  return (
    <span className={cx(style.alt, style.altMissing)}>
      <Icon name="stop" size={14} />
      {t.noAlt}
    </span>
  )
}

/** The images of a message in their order: Enter describes, D says decorative, Alt and arrows move, Delete removes. */
export function Images({ channelId = null, item }: { channelId?: string | null; item: number }) {
  const t = useT(createWords)
  const format = useFormat()
  const { draft, keeper, assets, openImage, canWrite } = useComposer()
  const { left, add } = useImages(channelId, item)
  const input = useRef<HTMLInputElement>(null)
  const media = itemsAt(draft, channelId)[item]?.media ?? []
  const set = (next: Media[]) =>
    keeper.change((now) =>
      withItems(
        now,
        channelId,
        itemsAt(now, channelId).map((one, i) => (i === item ? { ...one, media: next } : one)),
      ),
    )
  const key = (event: KeyboardEvent, index: number) => {
    const step = event.altKey ? { ArrowLeft: -1, ArrowRight: 1 }[event.key] : undefined
    if (step) {
      event.preventDefault()
      set(moved(media, index, index + step))
    } else if (event.key === 'Delete' || event.key === 'Backspace') set(media.filter((_, i) => i !== index))
    else if (event.key === 'd') set(media.map((one, i) => (i === index ? { ...one, alt: { kind: 'decorative' } } : one)))
  }
  return (
    <div>
      <ul className={style.images}>
        {media.map((one, index) => {
          const asset = assets.get(one.assetId)
          return (
            <li key={`${one.assetId}${index}`}>
              <button
                type="button"
                className={style.image}
                disabled={!canWrite}
                onClick={() => openImage({ channelId, item, index })}
                onKeyDown={(event) => key(event, index)}
              >
                <span className="vh">{t.editImage(index + 1)}</span>
                {asset && asset.state !== 'ready' && (
                  <span className={style.working} data-state={asset.state}>
                    {asset.state === 'working' ? t.filmWorking(asset.progress) : t.filmFailed}
                  </span>
                )}
                {asset?.state === 'ready' && (
                  <img src={asset.thumbUrl} alt="" style={{ objectPosition: `${(one.focus.x + 1) * 50}% ${(1 - one.focus.y) * 50}%` }} />
                )}
                {asset?.seconds != null && asset.state === 'ready' && <span className={style.length}>{format.clock(asset.seconds)}</span>}
                <AltLine media={one} />
              </button>
            </li>
          )
        })}
        {canWrite && (
          <li>
            <button type="button" className={style.addImage} aria-label={t.addImage} onClick={() => input.current?.click()}>
              <Icon name="plus" size={20} />
            </button>
          </li>
        )}
      </ul>
      <input
        ref={input}
        type="file"
        accept="image/*,video/*"
        multiple
        hidden
        onChange={(event) => {
          void add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {left > 0 && (
        <p className={style.hint} role="status">
          {t.uploading(left)}
        </p>
      )}
    </div>
  )
}

export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= items.length) return [...items]
  const next = [...items]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}
