import { useState } from 'react'
import type { ChannelView } from '../../channels/channels.client.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { Glyph, Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Segmented } from '../../ui/segmented.tsx'
import type { AssetView, ChannelRules, Measure } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import { ChannelsBar } from './channels-bar.tsx'
import style from './composer.module.css'
import { useComposer, useLabelOf, withOwn } from './context.ts'
import { type Draft, hasLeft, ownOf } from './draft.ts'
import { Images } from './images.tsx'
import { Limits } from './limits.tsx'
import { Paper } from './paper.tsx'
import { Post } from './post.tsx'

type Said = { items: Draft['items']; options: Draft['options']; assets: ReadonlyMap<string, AssetView> }

function formatOf(t: Awaited<ReturnType<typeof createWords.load>>, { items, options, assets }: Said): string {
  if (items.length > 1) return t.formats.thread(items.length)
  if (options.poll) return t.formats.poll
  if (options.placement) return t.formats[options.placement]
  const media = items[0]?.media ?? []
  if (media.some(({ assetId }) => assets.get(assetId)?.seconds != null)) return t.formats.video
  const count = media.length
  if (count > 0) return count > 1 ? t.formats.carousel : t.formats.image
  return options.card ? t.formats.link : t.formats.text
}

/** Options as this network would take them: what it has not is not drawn. */
const takenBy = (rules: ChannelRules | undefined, options: Draft['options']): Draft['options'] => {
  const takes = (name: ChannelRules['accepts'][number]) => !rules || rules.accepts.includes(name)
  const { placement, ...rest } = options
  return { ...rest, poll: takes('poll') ? options.poll : null, ...(placement && takes(placement) ? { placement } : {}) }
}

/** A version's own text, edited where it is read. */
function OwnText({ channel, measure }: { channel: ChannelView; measure: Measure | undefined }) {
  const t = useT(createWords)
  const { draft, keeper, edit } = useComposer()
  const items = ownOf(draft, channel.id).items ?? measure?.items ?? draft.items
  const set = (index: number, text: string) =>
    keeper.change((now) => {
      const current = ownOf(now, channel.id).items ?? measure?.items ?? now.items
      return withOwn(now, channel.id, { items: current.map((one, i) => (i === index ? { ...one, text } : one)) })
    })
  return (
    <div className={style.ownText} onKeyDown={(event) => event.key === 'Escape' && edit(null)}>
      {items.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={style.item}>
          <Paper
            compact
            label={t.versionText(channel.name, index + 1)}
            value={item.text}
            spans={measure?.measured[index]?.spans ?? []}
            onChange={(text) => set(index, text)}
            autoFocus={index === 0}
          />
          {ownOf(draft, channel.id).items && <Images channelId={channel.id} item={index} />}
        </div>
      ))}
      <div className={style.row}>
        <Button compact onPress={() => edit(null)} keys="escape">
          {t.doneEditing}
        </Button>
        {ownOf(draft, channel.id).items && (
          <Button
            compact
            kind="word"
            onPress={() => {
              keeper.change((now) => withOwn(now, channel.id, { items: null }))
              edit(null)
            }}
          >
            {t.followAgain}
          </Button>
        )}
      </div>
    </div>
  )
}

function Following({ channel, left }: { channel: ChannelView; left: boolean }) {
  const t = useT(createWords)
  const { draft, keeper, edit, canWrite } = useComposer()
  const own = ownOf(draft, channel.id)
  if (left || !canWrite) return null
  return (
    <span className={style.following}>
      <Button compact kind="quiet" icon={own.items ? 'studio' : 'link'} onPress={() => edit(channel.id)}>
        {own.items ? t.edited : own.options ? t.ownOptions : t.follows}
        <span className="vh">. {t.editVersionOf(channel.name)}</span>
      </Button>
      {own.options && !own.items && (
        <Button compact kind="quiet" onPress={() => keeper.change((now) => withOwn(now, channel.id, { options: null }))}>
          {t.followAgain}
        </Button>
      )}
    </span>
  )
}

export function Version({ channel }: { channel: ChannelView }) {
  const t = useT(createWords)
  const { draft, measures, content, assets, editing, channels, rules } = useComposer()
  const labelOf = useLabelOf()
  const measure = measures.get(channel.id)
  const variant = content?.variants.find((one) => one.channelId === channel.id)
  const left = hasLeft(variant)
  const own = ownOf(draft, channel.id)
  const items = left ? (variant?.items ?? []) : (measure?.items ?? own.items ?? draft.items)
  const options = takenBy(rules.get(channel.id), left ? (variant?.options ?? draft.options) : (own.options ?? draft.options))
  return (
    <section className={style.version} aria-label={t.preview(labelOf(channels, channel))}>
      <div className={style.versionHead}>
        <Glyph network={channel.network} size={14} />
        <b className="cut">{formatOf(t, { items, options, assets })}</b>
        <Following channel={channel} left={left} />
      </div>
      {editing === channel.id ? (
        <OwnText channel={channel} measure={measure} />
      ) : (
        <Post
          account={channel}
          items={items}
          measured={measure?.measured ?? []}
          options={options}
          assets={assets}
          at={variant?.delivery?.dueAt ?? null}
        />
      )}
      <Limits channel={channel} items={items} measure={measure} follows={!own.items} />
    </section>
  )
}

type View = 'all' | 'one'
const VIEW = 'pupitre.composer.view'

/** Every chosen channel's version, exact, beside the text. */
export function Previews() {
  const t = useT(createWords)
  const format = useFormat()
  const { chosen } = useComposer()
  const [view, setView] = useState<View>(() => (localStorage.getItem(VIEW) === 'one' ? 'one' : 'all'))
  const [shown, setShown] = useState<string | null>(null)
  const one = chosen.find((channel) => channel.id === shown) ?? chosen[0]
  const set = (next: View) => {
    localStorage.setItem(VIEW, next)
    setView(next)
  }
  const list = view === 'one' && one ? [one] : chosen
  return (
    <>
      <div className={style.bar}>
        <ChannelsBar shown={view === 'one' ? (one?.id ?? null) : null} onShow={setShown} />
        {chosen.length > 1 && (
          <Segmented
            label={t.view}
            value={view}
            onChange={set}
            options={[
              { value: 'all', label: t.sideBySide },
              { value: 'one', label: t.single },
            ]}
          />
        )}
      </div>
      {chosen.length === 0 ? (
        <p className={style.choose}>
          <Icon name="eye" /> {t.chooseChannel}
        </p>
      ) : (
        <div className={cx(style.previews, list.length === 1 && style.alone)} lang={format.language}>
          {list.map((channel) => (
            <Version key={channel.id} channel={channel} />
          ))}
        </div>
      )}
    </>
  )
}
