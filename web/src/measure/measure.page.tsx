import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useSession } from '../session.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { useT } from '../ui/language.ts'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { measureQuery, postsQuery, type MeasureView } from './measure.client.ts'
import { measureWords } from './measure.words.ts'
import { ChannelDetail, Channels } from './parts/channels.tsx'
import style from './parts/measure.module.css'
import { PostDetail } from './parts/post-detail.tsx'
import { Posts } from './parts/posts.tsx'

/** Published posts with their figures, newest first, a page at a time. */
function PostList({ brandId, channelId, view }: { brandId: string; channelId: string | null; view: MeasureView }) {
  const t = useT(measureWords)
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(postsQuery(brandId, channelId))
  if (error) return <ErrorState error={error} />
  if (!data) return <Skeleton lines={6} />
  return (
    <>
      <Posts posts={data.pages.flatMap((page) => page.items)} channels={view.channels} caption={t.posts} />
      {hasNextPage && (
        <div className={style.more}>
          <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {t.more}
          </Button>
        </div>
      )}
    </>
  )
}

function Overview({ brandId, view }: { brandId: string; view: MeasureView }) {
  const t = useT(measureWords)
  return (
    <>
      <section className={style.part}>
        <h2>{t.channels}</h2>
        <Channels channels={view.channels} />
      </section>
      {view.best.length > 0 && (
        <section className={style.part}>
          <h2>{t.best}</h2>
          <Posts posts={view.best} channels={view.channels} caption={t.best} />
        </section>
      )}
      <section className={style.part}>
        <h2>{t.posts}</h2>
        <PostList brandId={brandId} channelId={null} view={view} />
      </section>
      <p className={style.note}>{t.absentNote}</p>
    </>
  )
}

type Place = { kind: 'all' } | { kind: 'post' | 'channel'; id: string }

/** `/measure/post/<id>` and `/measure/channel/<id>` have a page of their own. */
function placeOf(splat: string | undefined): Place {
  const [kind, id] = (splat ?? '').split('/')
  return (kind === 'post' || kind === 'channel') && id ? { kind, id } : { kind: 'all' }
}

function Body({ brandId, view, place }: { brandId: string; view: MeasureView; place: Place }) {
  if (place.kind === 'all') return <Overview brandId={brandId} view={view} />
  if (place.kind === 'post') return <PostDetail brandId={brandId} id={place.id} channels={view.channels} />
  const channel = view.channels.find((one) => one.channelId === place.id)
  if (!channel) return <Overview brandId={brandId} view={view} />
  return (
    <ChannelDetail channel={channel}>
      <PostList brandId={brandId} channelId={channel.channelId} view={view} />
    </ChannelDetail>
  )
}

/** What the networks tell of what was published, as they tell it and when. */
export default function MeasurePage() {
  const t = useT(measureWords)
  const { brandId } = useSession()
  const { _splat } = useParams({ strict: false })
  const navigate = useNavigate()
  const place = placeOf(_splat)
  const { data, error, refetch } = useQuery(measureQuery(brandId))
  const back = place.kind !== 'all' && (
    <Button icon="left" onPress={() => void navigate({ to: '/measure' })}>
      {t.back}
    </Button>
  )
  return (
    <Page title={t.title} lead={data && t.lead(data.channels.length)} actions={back}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && data.channels.length === 0 && (
        <EmptyState title={t.emptyTitle} actions={<LinkButton to="/settings/channels">{t.emptyAct}</LinkButton>}>
          {t.emptyText}
        </EmptyState>
      )}
      {data && data.channels.length > 0 && <Body brandId={brandId} view={data} place={place} />}
    </Page>
  )
}
