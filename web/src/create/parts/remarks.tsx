import type { RemarksView } from '@pupitre/server/review/review.schema'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../client.ts'
import { queries } from '../../queries.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { useT } from '../../ui/language.ts'
import { ErrorState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { useComposer } from './context.ts'

const remarksQuery = (brandId: string, contentId: string) =>
  queryOptions({
    queryKey: ['review', 'remarks', contentId],
    queryFn: ({ signal }) => api.get<RemarksView>(`/api/v1/brands/${brandId}/contents/${contentId}/comments`, undefined, signal),
  })

/** What colleagues and clients said, and their last word on each channel's version. */
export function Remarks({ contentId }: { contentId: string }) {
  const t = useT(createWords)
  const { brandId, content, channels, canWrite } = useComposer()
  const { data } = useQuery(remarksQuery(brandId, contentId))
  const [text, setText] = useState('')
  const [writing, setWriting] = useState(false)
  const say = useMutation({
    mutationFn: () => api.post(`/api/v1/brands/${brandId}/contents/${contentId}/comments`, { text }),
    onSuccess: () => {
      setText('')
      setWriting(false)
      return queries.invalidateQueries({ queryKey: remarksQuery(brandId, contentId).queryKey })
    },
  })
  const nameOf = (deliveryId: string) => {
    const variant = content?.variants.find((one) => one.delivery?.id === deliveryId)
    return channels.find((channel) => channel.id === variant?.channelId)?.name ?? ''
  }
  return (
    <section className={style.remarks} aria-label={t.remarks}>
      <div className={style.row}>
        <h2>{t.remarks}</h2>
        <span className={style.space} />
        {canWrite && !writing && (
          <Button compact kind="word" onPress={() => setWriting(true)}>
            {t.remark}
          </Button>
        )}
      </div>
      {data?.decisions.map((one) => (
        <div key={one.deliveryId} className={style.remark}>
          <Avatar name={one.byName} size="small" />
          <div>
            <b>{one.byName}</b> {t.decided[one.verdict]}, {nameOf(one.deliveryId)}
            {!one.current && `, ${t.decidedOld}`}{' '}
            <span className="dim">
              <Time at={one.at} />
            </span>
            {one.comment && <p>{one.comment}</p>}
          </div>
        </div>
      ))}
      {data?.comments.map((one) => (
        <div key={one.id} className={style.remark}>
          <Avatar name={one.byName} size="small" />
          <div>
            <b>{one.byName}</b>{' '}
            <span className="dim">
              <Time at={one.at} />
            </span>
            <p>{one.text}</p>
          </div>
        </div>
      ))}
      {data && data.comments.length + data.decisions.length === 0 && !writing && <p className={style.hint}>{t.noRemarks}</p>}
      {writing && (
        <form
          className={style.remarkForm}
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim()) say.mutate()
          }}
        >
          <TextArea label={t.remark} hint={t.remarkHint} rows={3} value={text} onChange={setText} maxLength={5000} autoFocus />
          {say.error && <ErrorState error={say.error} />}
          <div className={style.row}>
            <Button compact type="submit" isPending={say.isPending} isDisabled={text.trim() === ''}>
              {t.say}
            </Button>
          </div>
        </form>
      )}
    </section>
  )
}
