import { Link } from '@tanstack/react-router'
import { useSession } from '../../session.ts'
import { cx } from '../../ui/cx.ts'
import { Glyph, Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { uiWords } from '../../ui/ui.words.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { useComposer } from './context.ts'
import { hasLeft } from './draft.ts'

/** The brand's channels, each on or off; where the version has left, it stays. */
export function ChannelsBar({ shown, onShow }: { shown: string | null; onShow: (id: string) => void }) {
  const t = useT(createWords)
  const { networks } = useT(uiWords)
  const { can } = useSession()
  const { channels, draft, content, keeper, canWrite } = useComposer()
  const left = new Set(content?.variants.filter(hasLeft).map((variant) => variant.channelId))
  const press = (id: string, on: boolean) => {
    if (on && shown !== null && shown !== id) return onShow(id)
    keeper.change((now) => {
      const { [id]: _gone, ...own } = now.own
      return on
        ? { ...now, channelIds: now.channelIds.filter((each) => each !== id), own }
        : { ...now, channelIds: channels.map((each) => each.id).filter((each) => each === id || now.channelIds.includes(each)) }
    })
    if (!on) onShow(id)
  }
  return (
    <div className={style.channels} role="group" aria-label={t.channels}>
      {channels.map((channel) => {
        const on = draft.channelIds.includes(channel.id)
        return (
          <button
            key={channel.id}
            type="button"
            className={cx(style.channel, !on && style.off, shown === channel.id && style.shown)}
            aria-pressed={on}
            disabled={!canWrite || left.has(channel.id)}
            title={`${networks[channel.network] ?? channel.network} · ${channel.handle}`}
            onClick={() => press(channel.id, on)}
          >
            <span className="vh">{networks[channel.network] ?? channel.network}</span>
            <Glyph network={channel.network} />
            <span className="cut">{channel.name}</span>
            <span className="vh">{channel.handle}</span>
            {on && <Icon name={left.has(channel.id) ? 'lock' : 'check'} size={14} />}
          </button>
        )
      })}
      {channels.length === 0 && <span className="dim">{t.noChannels}</span>}
      {can('channels') && channels.length === 0 && <Link to="/settings/channels">{t.connect}</Link>}
    </div>
  )
}
