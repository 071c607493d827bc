import type { MeasuredView } from './post.types.ts'
import { useState } from 'react'
import { initialsOf } from '../../ui/avatar.tsx'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import type { AssetView, Media, StoredItem, StoredOptions } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import { pollLength } from './poll.tsx'
import style from './post.module.css'
import { RichText } from './rich-text.tsx'

export type Account = { network: string; name: string; handle: string; acts?: Readonly<Record<string, unknown>> }
type Assets = ReadonlyMap<string, AssetView>

function Picture({ media, asset, alone }: { media: Media; asset: AssetView | undefined; alone: boolean }) {
  const t = useT(createWords)
  if (!asset) return <span className={style.hole} />
  const alt = media.alt.kind === 'text' ? media.alt.text : ''
  // A file alone keeps its shape, within what networks show of very tall or wide ones; films may be as tall as a phone.
  const ratio = Math.min(1.91, Math.max(asset.seconds === null ? 0.8 : 0.5625, asset.width / asset.height))
  if (asset.seconds !== null)
    return (
      <span className={style.picture}>
        {asset.state === 'ready' ? (
          <video src={asset.url} poster={asset.thumbUrl} controls preload="none" style={{ aspectRatio: String(ratio) }} />
        ) : (
          <span className={style.hole} />
        )}
      </span>
    )
  return (
    <span className={style.picture}>
      <img
        src={alone ? asset.url : asset.thumbUrl}
        alt={media.alt.kind === 'missing' ? t.altNone : alt}
        loading="lazy"
        style={{
          aspectRatio: alone ? String(ratio) : undefined,
          objectPosition: `${(media.focus.x + 1) * 50}% ${(1 - media.focus.y) * 50}%`,
        }}
      />
      {alt && (
        <span className={style.alt} aria-hidden="true">
          {t.altSign}
        </span>
      )}
    </span>
  )
}

function Pictures({ media, assets }: { media: readonly Media[]; assets: Assets }) {
  if (media.length === 0) return null
  return (
    <div className={style.pictures} data-count={Math.min(4, media.length)}>
      {media.slice(0, 4).map((one, i) => (
        <Picture key={`${one.assetId}${i}`} media={one} asset={assets.get(one.assetId)} alone={media.length === 1} />
      ))}
      {media.length > 4 && <span className={style.moreImages}>+{media.length - 4}</span>}
    </div>
  )
}

/** The text as it is read there: with its title apart, where the network makes one of its beginning. */
function Words({ text, measured }: { text: string; measured: MeasuredView | undefined }) {
  const title = measured?.title ?? null
  const own = title !== null && text.trimStart().startsWith(title) ? text.indexOf(title) + title.length : 0
  const from = own + (text.slice(own).length - text.slice(own).trimStart().length)
  const rest = text.slice(from)
  const spans = (measured?.spans ?? []).flatMap((span) =>
    span.start < from ? [] : [{ ...span, start: span.start - from, end: span.end - from }],
  )
  return (
    <>
      {title && <p className={style.title}>{title}</p>}
      {rest && (
        <p className={style.text}>
          <RichText text={rest} spans={spans} className={style.token} />
        </p>
      )}
    </>
  )
}

function Card({ card, assets }: { card: NonNullable<StoredOptions['card']>; assets: Assets }) {
  const thumb = card.thumbAssetId ? assets.get(card.thumbAssetId) : undefined
  return (
    <div className={style.card}>
      {thumb && <img src={thumb.thumbUrl} alt="" loading="lazy" />}
      <div>
        <span className={style.host}>{URL.canParse(card.url) ? new URL(card.url).host : card.url}</span>
        <b>{card.title || card.url}</b>
        {card.description && <p>{card.description}</p>}
      </div>
    </div>
  )
}

function Poll({ poll }: { poll: NonNullable<StoredOptions['poll']> }) {
  const t = useT(createWords)
  return (
    <div className={style.poll}>
      {poll.options.map((option, i) => (
        // oxlint-disable-next-line react/no-array-index-key
        <span key={i} className={poll.multiple ? style.check : style.radio}>
          {option || t.pollOption(i + 1)}
        </span>
      ))}
      <small>{t.pollLeft(pollLength(t, poll.seconds))}</small>
    </div>
  )
}

type Props = {
  account: Account
  items: readonly StoredItem[]
  measured: readonly MeasuredView[]
  options: StoredOptions
  assets: Assets
  /** When it will be read, in the words of the network. */
  at: string | null
}

/** What readers can do with it there, as far as the desk knows of it. */
function Foot({ acts = {} }: Pick<Account, 'acts'>) {
  const signs = [['reply', 'comment'] as const, ['repost', 'repeat'] as const, ['like', 'heart'] as const].filter(
    ([act]) => acts[act] === true,
  )
  return signs.length === 0 ? null : (
    <div className={style.foot} aria-hidden="true">
      {signs.map(([act, icon]) => (
        <Icon key={act} name={icon} />
      ))}
    </div>
  )
}

/** A version as it will look on its network, message by message. */
export function Post({ account, items, measured, options, assets, at }: Props) {
  const t = useT(createWords)
  const format = useFormat()
  const [unfolded, unfold] = useState(false)
  const folded = options.contentWarning !== null && !unfolded
  return (
    <div className={style.post} data-network={account.network}>
      {items.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={cx(style.message, items.length > 1 && style.thread)}>
          <div className={style.head}>
            <span className={style.face} aria-hidden="true">
              {initialsOf(account.name)}
            </span>
            <span className={style.who}>
              <b>{account.name}</b>
              <small>
                {index === 0
                  ? [
                      /^[@#]/.test(account.handle) ? account.handle : `@${account.handle}`,
                      at ? format.dateShort(at) : null,
                      options.visibility === 'unlisted' ? t.unlistedShort : null,
                    ]
                      .filter(Boolean)
                      .join(' · ')
                  : t.rest(index + 1, items.length)}
              </small>
            </span>
          </div>
          <div className={style.body}>
            {options.contentWarning !== null && (
              <p className={style.warning}>
                {options.contentWarning}{' '}
                {folded && (
                  <button type="button" onClick={() => unfold(true)}>
                    {t.warned}
                  </button>
                )}
              </p>
            )}
            {!folded && (
              <>
                {measured[index]?.mediaFirst && <Pictures media={item.media} assets={assets} />}
                <Words text={item.text} measured={measured[index]} />
                {!measured[index]?.mediaFirst && <Pictures media={item.media} assets={assets} />}
                {index === 0 && options.poll && <Poll poll={options.poll} />}
                {index === 0 && options.card && item.media.length === 0 && <Card card={options.card} assets={assets} />}
              </>
            )}
          </div>
        </div>
      ))}
      <Foot acts={account.acts} />
    </div>
  )
}
