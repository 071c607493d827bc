import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { onLive } from '../live.ts'
import { queries } from '../queries.ts'
import { useSession } from '../session.ts'
import { useActions } from '../ui/actions.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Dialog, DialogFeet } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { useFormat } from '../ui/format.ts'
import { Glyph } from '../ui/icon.tsx'
import { useT } from '../ui/language.ts'
import { useNow } from '../ui/now.ts'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorState, Notice, Skeleton, useSaying } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { uiWords } from '../ui/ui.words.ts'
import { useTitle } from '../ui/use-title.ts'
import { Reading } from './parts/reading.tsx'
import style from './parts/review.module.css'
import { approvalsQuery, decide, type ReviewItem } from './review.client.ts'
import { reviewWords } from './review.words.ts'

function ChangesDialog({ onSend, onClose }: { onSend: (comment: string) => void; onClose: () => void }) {
  const t = useT(reviewWords).approvals
  const ui = useT(uiWords)
  const [text, setText] = useState('')
  return (
    <Dialog title={t.changesTitle} isOpen onClose={onClose}>
      <p>{t.changesText}</p>
      <div className={style.ask}>
        <TextArea label={t.remark} rows={4} value={text} onChange={setText} maxLength={5000} autoFocus />
      </div>
      <DialogFeet>
        <Button onPress={onClose}>{ui.goBack}</Button>
        <Button kind="primary" isDisabled={text.trim() === ''} onPress={() => onSend(text.trim())}>
          {t.send}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}

/** The last word on this delivery, and whether it was about these words. */
function LastWord({ item }: { item: ReviewItem }) {
  const t = useT(reviewWords).approvals
  const { decision } = item
  if (!decision) return null
  const said = decision.verdict === 'changes' ? t.said : decision.current ? t.saidYes : t.saidOld
  return (
    <Notice tone="amber" icon="history" title={said(decision.byName)}>
      {decision.comment || null}
    </Notice>
  )
}

type ItemProps = { item: ReviewItem; onApprove: (item: ReviewItem) => void; onChanges: (item: ReviewItem) => void; busy: boolean }

function Item({ item, onApprove, onChanges, busy }: ItemProps) {
  const t = useT(reviewWords).approvals
  const format = useFormat()
  const now = useNow(30_000)
  const { me, brandId } = useSession()
  const what = item.title || item.items[0]?.text.slice(0, 60) || item.channelName
  const isLate = Date.parse(item.dueAt) < now
  return (
    <article className={style.waiting} aria-label={what} tabIndex={-1}>
      <Reading item={item} />
      <div className={style.facts}>
        {item.title && <h2>{item.title}</h2>}
        <p>
          <b>{t.leaves(`${format.day(item.dueAt)}, ${format.time(item.dueAt)}`)}</b>
        </p>
        <p className={style.on}>
          <Glyph network={item.network} /> {item.channelName} <span className="dim">{item.handle}</span>
          {brandId === 'all' && <span className="dim">{me.brands.find((brand) => brand.id === item.brandId)?.name}</span>}
        </p>
        {isLate && <Notice tone="amber" title={t.late} />}
        <LastWord item={item} />
        <p className={style.print}>
          <code>{t.fingerprint(`${item.hash.slice(0, 12)}…`)}</code>
          <span>{t.fingerprintText}</span>
        </p>
        <div className={style.acts}>
          <Button icon="check" keys="a" isDisabled={busy} onPress={() => onApprove(item)}>
            {t.approve}
          </Button>
          <Button kind="word" keys="c" isDisabled={busy} onPress={() => onChanges(item)}>
            {t.changes}
          </Button>
          <LinkButton kind="quiet" to="/studio/$contentId" params={{ contentId: item.contentId }} search={{ brand: item.brandId }}>
            {t.open}
          </LinkButton>
        </div>
      </div>
    </article>
  )
}

/** What waits for a word before it may leave, the soonest first. */
export default function ApprovalsPage() {
  const t = useT(reviewWords).approvals
  const ui = useT(uiWords)
  const say = useSaying()
  const { brandId } = useSession()
  const query = approvalsQuery(brandId)
  const { data, error, refetch } = useQuery(query)
  const [active, setActive] = useState(0)
  const [asked, ask] = useState<ReviewItem | null>(null)
  useTitle(t.title)
  useEffect(
    () =>
      onLive(({ event }) => {
        if (/^(publish|create)\./.test(event)) void queries.invalidateQueries({ queryKey: ['review', 'approvals'] })
      }),
    [],
  )
  const word = useMutation({
    mutationFn: ({ item, verdict, comment }: { item: ReviewItem; verdict: 'approved' | 'changes'; comment: string }) =>
      decide(item, verdict, comment),
    onSuccess: (_item, { verdict }) => toast(verdict === 'approved' ? t.approved : t.asked),
    onError: (cause) => {
      const { what, after } = say(cause)
      toast(what, { tone: 'refused', sub: after })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['review'] }),
  })
  const items = data?.items ?? []
  const current = items[Math.min(active, items.length - 1)]
  const list = useRef<HTMLUListElement>(null)
  const go = (by: number) => {
    const next = Math.min(items.length - 1, Math.max(0, active + by))
    setActive(next)
    list.current?.children[next]?.querySelector<HTMLElement>('article')?.focus()
  }
  const approve = (item: ReviewItem) => word.mutate({ item, verdict: 'approved', comment: '' })
  useActions([
    { id: 'review.next', label: ui.nextRow, keys: 'j', when: items.length > 1, perform: () => go(1) },
    { id: 'review.previous', label: ui.previousRow, keys: 'k', when: items.length > 1, perform: () => go(-1) },
    {
      id: 'review.approve',
      label: t.approve,
      icon: 'check',
      keys: 'a',
      when: current !== undefined && !word.isPending,
      perform: () => current && approve(current),
    },
    {
      id: 'review.changes',
      label: t.changes,
      icon: 'undo',
      keys: 'c',
      when: current !== undefined,
      perform: () => current && ask(current),
    },
  ])
  return (
    <Page title={t.title} lead={data && t.lead(items.length)}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={5} />}
      {data && items.length === 0 && (
        <EmptyState rest title={t.noneTitle}>
          {t.noneText}
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul ref={list} className={style.queue}>
          {items.map((item, index) => (
            <li key={item.deliveryId} onFocus={() => setActive(index)}>
              <Item item={item} busy={word.isPending} onApprove={approve} onChanges={ask} />
            </li>
          ))}
        </ul>
      )}
      {asked && (
        <ChangesDialog
          onClose={() => ask(null)}
          onSend={(comment) => {
            ask(null)
            word.mutate({ item: asked, verdict: 'changes', comment })
          }}
        />
      )}
    </Page>
  )
}
