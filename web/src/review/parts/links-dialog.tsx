import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { useNow } from '../../ui/now.ts'
import { useT } from '../../ui/language.ts'
import { NativeSelect } from '../../ui/native-select.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { linksQuery, makeLink, type ReviewLinkView, revokeLink } from '../review.client.ts'
import { reviewWords } from '../review.words.ts'
import style from './review.module.css'

/** The months one may ask about: the last one, this one and the eleven after. */
function monthsAround(now: Date): string[] {
  return Array.from({ length: 13 }, (_, i) => {
    const date = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + i - 1, 1))
    return date.toISOString().slice(0, 7)
  })
}

const midMonth = (month: string): string => `${month}-15T12:00:00Z`

function Made({ url }: { url: string }) {
  const t = useT(reviewWords).links
  const copy = async () => {
    await navigator.clipboard.writeText(url)
    toast(t.copied)
  }
  return (
    <div className={style.made}>
      <TextField label={t.address} hint={t.once} value={url} isReadOnly />
      <Button icon="copy" onPress={() => void copy()}>
        {t.copy}
      </Button>
    </div>
  )
}

function LinkLine({ brandId, link }: { brandId: string; link: ReviewLinkView }) {
  const t = useT(reviewWords).links
  const format = useFormat()
  const revoke = useMutation({
    mutationFn: () => revokeLink(brandId, link.id),
    onSuccess: () => toast(t.revoked),
    onSettled: () => queries.invalidateQueries({ queryKey: linksQuery(brandId).queryKey }),
  })
  const now = useNow(60_000)
  const isOver = link.revokedAt === null && (link.over || Date.parse(link.expiresAt) < now)
  const told = [
    t.made(format.relative(link.createdAt)),
    link.lastSeenAt ? t.seen(format.relative(link.lastSeenAt)) : t.neverSeen,
    link.revokedAt ? t.isRevoked : isOver ? t.over : t.until(format.dateShort(link.expiresAt)),
  ]
  return (
    <li className={style.link}>
      <span>
        <b>{link.label}</b>, {format.month(midMonth(link.month))}
        <small>{told.join(' · ')}</small>
      </span>
      {!link.revokedAt && !isOver && (
        <Button compact isPending={revoke.isPending} aria-label={t.revokeOf(link.label)} onPress={() => revoke.mutate()}>
          {t.revoke}
        </Button>
      )}
    </li>
  )
}

/** Links by which clients read a month: made here, shown once, withdrawn here. */
export function LinksDialog({ brandId, day, onClose }: { brandId: string; day: string | null; onClose: () => void }) {
  const t = useT(reviewWords).links
  const format = useFormat()
  const [label, setLabel] = useState('')
  const now = new Date(useNow(60_000))
  const [month, setMonth] = useState((day ?? now.toISOString()).slice(0, 7))
  const { data, error } = useQuery(linksQuery(brandId))
  const make = useMutation({
    mutationFn: () => makeLink(brandId, { label: label.trim(), month }),
    onSuccess: () => {
      setLabel('')
      return queries.invalidateQueries({ queryKey: linksQuery(brandId).queryKey })
    },
  })
  const months = [...new Set([...monthsAround(now), month])].sort()
  return (
    <Dialog title={t.title} isOpen onClose={onClose} wide>
      <p>{t.text}</p>
      <form
        className={style.makeLink}
        onSubmit={(event) => {
          event.preventDefault()
          if (label.trim()) make.mutate()
        }}
      >
        <TextField label={t.label} hint={t.labelHint} value={label} onChange={setLabel} maxLength={120} autoFocus />
        <NativeSelect
          label={t.month}
          value={month}
          onChange={setMonth}
          options={months.map((value) => ({ value, label: format.month(midMonth(value)) }))}
        />
        <Button kind="primary" type="submit" isPending={make.isPending} isDisabled={label.trim() === ''}>
          {t.make}
        </Button>
      </form>
      {make.error && <ErrorState error={make.error} />}
      {make.data && <Made url={make.data.url} />}
      <h3>{t.existing}</h3>
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton lines={2} />}
      {data?.links.length === 0 && <p className="dim">{t.none}</p>}
      <ul className={style.links}>
        {data?.links.map((link) => (
          <LinkLine key={link.id} brandId={brandId} link={link} />
        ))}
      </ul>
      <DialogFeet>
        <Button onPress={onClose}>{t.close}</Button>
      </DialogFeet>
    </Dialog>
  )
}
