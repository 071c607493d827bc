import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useT } from '../../ui/language.ts'
import type { AssetView, Media } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { type ImageAt, itemsAt, useComposer, withItems } from './context.ts'
import { moved } from './images.tsx'

const clamp = (value: number) => Math.min(1, Math.max(-1, Math.round(value * 100) / 100))
type Focus = Media['focus']

/** The point that stays in sight wherever a network crops. */
function FocusPicker({ src, focus, onChange }: { src: string; focus: Focus; onChange: (focus: Focus) => void }) {
  const t = useT(createWords)
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    onChange({
      x: clamp(((event.clientX - box.left) / box.width) * 2 - 1),
      y: clamp(1 - ((event.clientY - box.top) / box.height) * 2),
    })
  }
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[event.key]
    if (!step) return
    event.preventDefault()
    onChange({ x: clamp(focus.x + (step[0] ?? 0)), y: clamp(focus.y + (step[1] ?? 0)) })
  }
  const [x, y] = [Math.round((focus.x + 1) * 50), Math.round((1 - focus.y) * 50)]
  return (
    <div
      className={style.focus}
      role="slider"
      tabIndex={0}
      aria-label={t.image.focus}
      aria-valuenow={x}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={t.image.focusLabel(x, y)}
      onPointerDown={point}
      onPointerMove={(event) => event.buttons === 1 && point(event)}
      onKeyDown={key}
    >
      <img src={src} alt="" draggable={false} />
      <span className={style.focusPoint} style={{ left: `${x}%`, top: `${y}%` }} />
    </div>
  )
}

/** A picture and a film are spoken of differently. */
function saidOf({ image: t }: Awaited<ReturnType<typeof createWords.load>>, { seconds }: AssetView) {
  return seconds === null
    ? { title: t.title, remove: t.remove, alt: t.altHint, focus: t.focusHint }
    : { title: t.filmTitle, remove: t.filmRemove, alt: t.filmAltHint, focus: null }
}

function Film({ asset }: { asset: AssetView }) {
  const t = useT(createWords)
  if (asset.state === 'ready') return <video className={style.film} src={asset.url} poster={asset.thumbUrl} controls preload="metadata" />
  return <p role="status">{asset.state === 'working' ? t.filmWorking(asset.progress) : t.filmFailed}</p>
}

function Shown({ asset, focus, onFocus }: { asset: AssetView; focus: Focus; onFocus: (focus: Focus) => void }) {
  return asset.seconds === null ? <FocusPicker src={asset.url} focus={focus} onChange={onFocus} /> : <Film asset={asset} />
}

/** Describing an image, framing it and giving it its place. */
export function ImageDialog({ at }: { at: ImageAt }) {
  const t = useT(createWords)
  const { draft, keeper, assets, rules, chosen, openImage } = useComposer()
  const media = itemsAt(draft, at.channelId)[at.item]?.media ?? []
  const one = media[at.index]
  const asset = one && assets.get(one.assetId)
  const [alt, setAlt] = useState(one?.alt.kind === 'text' ? one.alt.text : '')
  if (!one || !asset) return null
  const max = Math.min(10_000, ...chosen.map((channel) => rules.get(channel.id)?.maxAltLength ?? 10_000))
  const set = (change: (media: Media[]) => Media[]) =>
    keeper.change((now) =>
      withItems(
        now,
        at.channelId,
        itemsAt(now, at.channelId).map((item, i) => (i === at.item ? { ...item, media: change(item.media) } : item)),
      ),
    )
  const change = (next: Partial<Media>) => set((all) => all.map((each, i) => (i === at.index ? { ...each, ...next } : each)))
  const keepAlt = () => {
    if (one.alt.kind === 'decorative') return
    const text = alt.trim()
    change({ alt: text ? { kind: 'text', text } : { kind: 'missing' } })
  }
  const go = (index: number | null) => {
    keepAlt()
    openImage(index === null ? null : { ...at, index })
  }
  const move = (by: number) => {
    keepAlt()
    set((all) => moved(all, at.index, at.index + by))
    openImage({ ...at, index: at.index + by })
  }
  const decorate = (on: boolean) =>
    change({ alt: on ? { kind: 'decorative' } : alt.trim() ? { kind: 'text', text: alt.trim() } : { kind: 'missing' } })
  const isDecorative = one.alt.kind === 'decorative'
  const said = saidOf(t, asset)
  const last = at.index === media.length - 1
  return (
    <Dialog title={said.title(at.index + 1, media.length)} isOpen onClose={() => go(null)} wide>
      <div
        className={style.imageDialog}
        onKeyDown={(event) => {
          if (event.altKey && event.key.toLowerCase() === 'd') decorate(!isDecorative)
          if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') go(last ? null : at.index + 1)
        }}
      >
        <Shown asset={asset} focus={one.focus} onFocus={(focus) => change({ focus })} />
        <div className={style.imageFields}>
          <TextArea
            label={t.image.alt}
            hint={alt.length > max * 0.8 ? t.image.left(max - alt.length) : said.alt}
            rows={5}
            value={alt}
            onChange={setAlt}
            onBlur={keepAlt}
            isDisabled={isDecorative}
            maxLength={max}
            autoFocus
          />
          <Checkbox isSelected={isDecorative} onChange={decorate} sub={t.image.decorativeHint}>
            {t.image.decorative} <Kbd keys="alt+d" />
          </Checkbox>
          {said.focus && <p className={style.hint}>{said.focus}</p>}
          <div className={style.row}>
            <IconButton icon="left" label={t.image.earlier} isDisabled={at.index === 0} onPress={() => move(-1)} />
            <IconButton icon="right" label={t.image.later} isDisabled={last} onPress={() => move(1)} />
            <Button
              compact
              kind="danger"
              onPress={() => {
                set((all) => all.filter((_, i) => i !== at.index))
                openImage(null)
              }}
            >
              {said.remove}
            </Button>
          </div>
        </div>
      </div>
      <DialogFeet>
        {!last && <Button onPress={() => go(at.index + 1)}>{t.image.next}</Button>}
        <Button kind="primary" onPress={() => go(null)} keys="mod+enter">
          {t.image.done}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}
