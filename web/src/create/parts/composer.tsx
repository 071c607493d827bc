import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { type ChannelView, channelsQuery } from '../../channels/channels.client.ts'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { useT, useLanguage } from '../../ui/language.ts'
import { Notice, Skeleton } from '../../ui/states.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { type AssetView, type ChannelRules, type ContentView, rulesQuery } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import { markBorn } from './born.ts'
import { Checks } from './checks.tsx'
import style from './composer.module.css'
import { ConflictDialog } from './conflict-dialog.tsx'
import { type Composer, ComposerContext, type ImageAt } from './context.ts'
import { emptyDraft, NO_OPTIONS } from './draft.ts'
import { Head } from './head.tsx'
import { ImageDialog } from './image-dialog.tsx'
import { Master } from './master.tsx'
import { Previews } from './previews.tsx'
import { BlastDialog, Sending } from './sending.tsx'
import { useKeeper } from './use-keeper.ts'
import { useFilms } from './use-films.ts'
import { useMeasures } from './use-measures.ts'
import { useSending } from './use-sending.ts'

const LinksDialog = lazy(() => import('../../review/parts/links-dialog.tsx').then((file) => ({ default: file.LinksDialog })))

type Start = { brandId: string; content: ContentView | null; onMade: (content: ContentView) => void }
type Ready = Start & { channels: readonly ChannelView[]; rules: readonly ChannelRules[] }

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/
const LAST = (brandId: string) => `pupitre.channels.${brandId}`

/** A new content goes where the calendar pointed, else where the last one of this brand went. */
function firstChannels(brandId: string, channels: readonly ChannelView[], asked: string | undefined): string[] {
  const known = (ids: readonly string[]) => channels.map((channel) => channel.id).filter((id) => ids.includes(id))
  if (asked && known([asked]).length > 0) return [asked]
  return known((localStorage.getItem(LAST(brandId)) ?? '').split(','))
}

function useNewStart({ brandId, channels }: Ready) {
  const language = useLanguage()
  const search: Record<string, unknown> = useSearch({ strict: false })
  return useState(() => {
    const at = typeof search['at'] === 'string' && LOCAL_TIME.test(search['at']) ? search['at'] : null
    const channel = typeof search['channel'] === 'string' ? search['channel'] : undefined
    const draft = emptyDraft(firstChannels(brandId, channels, channel))
    return { at, draft: { ...draft, options: { ...NO_OPTIONS, language } } }
  })[0]
}

function useParts(ready: Ready): Composer {
  const { brandId, channels } = ready
  const { can } = useSession()
  const start = useNewStart(ready)
  const desk = useKeeper({ ...ready, draft: start.draft, localTime: start.at })
  const [editing, edit] = useState<string | null>(null)
  const [image, openImage] = useState<ImageAt | null>(null)
  const [added, setAdded] = useState<readonly AssetView[]>([])
  const { draft, content } = desk
  const measures = useMeasures(brandId, draft, content)
  const assets = useMemo(() => new Map([...(content?.assets ?? []), ...added].map((asset) => [asset.id, asset])), [content?.assets, added])
  const addAssets = (more: readonly AssetView[]) => setAdded((now) => [...now, ...more])
  useFilms(brandId, assets, addAssets)
  localStorage.setItem(LAST(brandId), draft.channelIds.join(','))
  return {
    ...desk,
    brandId,
    channels,
    chosen: channels.filter((channel) => draft.channelIds.includes(channel.id)),
    rules: new Map(ready.rules.map((rule) => [rule.channelId, rule])),
    measures,
    assets,
    addAssets,
    editing,
    edit,
    image,
    openImage,
    canWrite: can('write'),
  }
}

function Restored({ composer, fresh }: { composer: Composer; fresh: () => void }) {
  const t = useT(createWords)
  if (!composer.restored) return null
  return (
    <div className={style.restored}>
      <Notice
        icon="history"
        title={t.restoredTitle}
        action={
          <>
            {composer.content === null && (
              <Button compact onPress={fresh}>
                {t.startOver}
              </Button>
            )}
            <Button compact onPress={() => composer.keeper.dismissRestored()}>
              {t.keep}
            </Button>
          </>
        }
      >
        {t.restoredText}
      </Notice>
    </div>
  )
}

function Compose(ready: Ready) {
  const t = useT(createWords)
  const { can } = useSession()
  const composer = useParts(ready)
  const sending = useSending(composer)
  const [sharing, setSharing] = useState(false)
  useTitle(composer.draft.title || t.untitled)
  return (
    <ComposerContext value={composer}>
      <div className={style.composer}>
        <Head sending={sending} onShare={can('schedule') ? () => setSharing(true) : null} />
        <Restored composer={composer} fresh={() => composer.keeper.startOver(emptyDraft(composer.draft.channelIds))} />
        <Master />
        <div className={style.right}>
          <Previews />
          <div className={style.under}>
            <Checks />
            <Sending sending={sending} />
          </div>
        </div>
      </div>
      {composer.image && <ImageDialog key={`${composer.image.item}.${composer.image.index}`} at={composer.image} />}
      <BlastDialog key={sending.ask?.input.channelIds.join(' ')} sending={sending} />
      <ConflictDialog />
      <Suspense>{sharing && <LinksDialog brandId={ready.brandId} day={sending.local.date} onClose={() => setSharing(false)} />}</Suspense>
    </ComposerContext>
  )
}

/** Waits for what the composer stands on: the brand's channels and what each of them takes. */
export function ComposerRoom({ brandId, content }: { brandId: string; content: ContentView | null }) {
  const navigate = useNavigate()
  const { data: channels } = useQuery(channelsQuery(brandId))
  const { data: rules } = useQuery(rulesQuery(brandId))
  const made = (kept: ContentView) => {
    markBorn(kept.id)
    void navigate({
      to: '/studio/$contentId',
      params: { contentId: kept.id },
      search: (before: Record<string, unknown>) => ({ ...before, at: undefined, channel: undefined }),
      replace: true,
    })
  }
  if (!channels || !rules)
    return (
      <div className={style.wait}>
        <Skeleton lines={6} />
      </div>
    )
  // Where only conversations are held, nothing is published.
  const publishing = channels.filter((channel) => channel.acts.post === true)
  return <Compose brandId={brandId} content={content} channels={publishing} rules={rules} onMade={made} />
}
