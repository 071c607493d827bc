import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useFormat, ZoneContext } from '../ui/format.ts'
import { setLanguage, useT } from '../ui/language.ts'
import { Mark } from '../ui/mark.tsx'
import { ErrorState, Skeleton } from '../ui/states.tsx'
import { Toasts, toast } from '../ui/toast.tsx'
import { useTitle } from '../ui/use-title.ts'
import { ClientItem, needsWord } from './parts/client-item.tsx'
import style from './parts/client.module.css'
import { commentByLink, decideByLink, monthQuery, type ReviewItem, type ReviewMonth, type Word } from './review.client.ts'
import { reviewWords } from './review.words.ts'

const NAME = 'pupitre.review.name'

/** A client’s acts, each answered by the month as it stands then. */
function useClient(token: string, name: string) {
  const t = useT(reviewWords).client
  const queries = useQueryClient()
  const take = (month: ReviewMonth) => queries.setQueryData(monthQuery(token).queryKey, month)
  const again = () => void queries.invalidateQueries({ queryKey: monthQuery(token).queryKey })
  const decisions = useMutation({
    mutationFn: (words: Word[]) => decideByLink(token, name.trim(), words),
    onSuccess: (month) => {
      take(month)
      toast(t.decided)
    },
    onError: again,
  })
  const comments = useMutation({
    mutationFn: ({ contentId, text }: { contentId: string; text: string }) => commentByLink(token, contentId, name.trim(), text),
    onSuccess: (month) => {
      take(month)
      toast(t.commented)
    },
    onError: again,
  })
  return { decisions, comments, error: decisions.error ?? comments.error, busy: decisions.isPending || comments.isPending }
}

const wordOf = (item: ReviewItem): Word => ({ deliveryId: item.deliveryId, hash: item.hash, verdict: 'approved', comment: '' })

function Days({ month, token }: { month: ReviewMonth; token: string }) {
  const t = useT(reviewWords).client
  const format = useFormat()
  const [name, setName] = useState(() => localStorage.getItem(NAME) ?? '')
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const client = useClient(token, name)
  const open = month.items.filter(needsWord)
  const days = Map.groupBy(month.items, (item) => item.localTime.slice(0, 10))
  const withName = (act: () => void) => () => {
    if (name.trim() === '') {
      setTried(true)
      document.querySelector<HTMLInputElement>('#reviewer input')?.focus()
      return
    }
    act()
  }
  return (
    <>
      <header className={style.head}>
        <p className={style.brand}>
          <Mark size={20} /> {month.brand}
        </p>
        <h1>{t.title(format.month(`${month.month}-15T12:00:00Z`))}</h1>
        <p className={style.intro}>
          {t.count(month.items.length)}, {t.left(open.length)}. {t.intro}
        </p>
        <div className={style.tools}>
          <div id="reviewer">
            <TextField
              label={t.name}
              hint={t.nameHint}
              autoComplete="name"
              maxLength={100}
              value={name}
              error={tried && name.trim() === '' ? t.nameFirst : null}
              onChange={(text) => {
                setName(text)
                localStorage.setItem(NAME, text)
              }}
            />
          </div>
          <Button icon="print" kind="word" onPress={() => window.print()}>
            {t.print}
          </Button>
        </div>
        {client.error && <ErrorState error={client.error} />}
      </header>
      {month.items.length === 0 && <p>{t.empty}</p>}
      {[...days].map(([date, items]) => (
        <section key={date} className={style.day} aria-label={format.day(items[0]?.dueAt ?? '')}>
          <h2>{format.day(items[0]?.dueAt ?? '')}</h2>
          {items.map((item) => (
            <ClientItem
              key={item.deliveryId}
              item={item}
              busy={client.busy}
              onApprove={withName(() => client.decisions.mutate([wordOf(item)]))}
              onChanges={(comment) => withName(() => client.decisions.mutate([{ ...wordOf(item), verdict: 'changes', comment }]))()}
              onComment={(text) => withName(() => client.comments.mutate({ contentId: item.contentId, text }))()}
            />
          ))}
        </section>
      ))}
      {open.length > 0 && (
        <footer className={style.foot}>
          <Button kind="primary" icon="check" isPending={client.decisions.isPending} onPress={withName(() => setAsking(true))}>
            {t.approveAll(open.length)}
          </Button>
        </footer>
      )}
      <Confirm
        title={t.approveAllTitle(open.length)}
        isOpen={asking}
        confirm={t.approve}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          client.decisions.mutate(open.map(wordOf))
        }}
      >
        <p>{t.approveAllText}</p>
      </Confirm>
    </>
  )
}

/** A client’s month, by a link alone: no account, nothing else of the house. */
export default function ReviewPage() {
  const t = useT(reviewWords).client
  const { token = '' } = useParams({ strict: false })
  const { data, error } = useQuery(monthQuery(token))
  useTitle(data ? t.pageTitle(data.brand) : '')
  useEffect(() => {
    if (data) setLanguage(data.language)
  }, [data])
  return (
    <main className={style.page}>
      {error && !data && <ErrorState error={error} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <ZoneContext value={data.zone}>
          <Days month={data} token={token} />
          <Toasts />
        </ZoneContext>
      )}
    </main>
  )
}
