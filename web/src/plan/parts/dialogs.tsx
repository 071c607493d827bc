import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Radios } from '../../ui/choice.tsx'
import { DateTimeField } from '../../ui/date-time-field.tsx'
import { type LocalTime, toLocal } from '../../ui/date-time.ts'
import { Confirm, Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import type { Format } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import {
  type CampaignInput,
  feedsQuery,
  makeFeed,
  type PillarInput,
  removeCampaign,
  revokeFeed,
  saveCampaign,
  savePillars,
} from '../plan.client.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import type { Campaign, Note, Pillar } from './note.ts'

export function MoveDialog({
  note,
  zone,
  onMove,
  onClose,
}: {
  note: Note
  zone: string
  onMove: (note: Note, at: number) => void
  onClose: () => void
}) {
  const t = useT(planWords)
  const [local, setLocal] = useState<LocalTime>(() => toLocal(new Date(note.at).toISOString(), zone))
  const [utc, setUtc] = useState<string | null>(note.dueAt)
  return (
    <Dialog title={t.moveTitle} isOpen onClose={onClose}>
      <DateTimeField
        label={t.moveTo}
        value={local}
        onChange={(value, at) => {
          setLocal(value)
          setUtc(at)
        }}
      />
      <DialogFeet>
        <Button onPress={onClose}>{t.goBack}</Button>
        <Button
          kind="primary"
          isDisabled={utc === null}
          onPress={() => {
            if (utc !== null) onMove(note, Date.parse(utc))
            onClose()
          }}
        >
          {t.moveConfirm}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}

function DateInput({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label className={style.date}>
      <span>{label}</span>
      <input type="date" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

/** `campaign` null makes a new one. */
export function CampaignDialog({
  brandId,
  campaign,
  day,
  onClose,
}: {
  brandId: string
  campaign: Campaign | null
  day: string
  onClose: () => void
}) {
  const t = useT(planWords)
  const queries = useQueryClient()
  const [input, setInput] = useState<CampaignInput>(
    campaign
      ? { kind: campaign.kind, name: campaign.name, startsOn: campaign.startsOn, endsOn: campaign.endsOn }
      : { kind: 'campaign', name: '', startsOn: day, endsOn: day },
  )
  const [asks, setAsks] = useState(false)
  const done = async (text: string) => {
    onClose()
    toast(text)
    await queries.invalidateQueries({ queryKey: ['plan'] })
  }
  const save = useMutation({
    mutationFn: () => saveCampaign(brandId, campaign?.id ?? null, input),
    onSuccess: () => done(t.saved(input.name)),
  })
  const remove = useMutation({
    mutationFn: () => removeCampaign(brandId, campaign?.id ?? ''),
    onSuccess: () => done(t.removed(input.name)),
  })
  const isReversed = input.endsOn < input.startsOn
  if (asks) {
    return (
      <Confirm
        title={t.removeCampaignTitle(input.name)}
        isOpen
        isFinal
        confirm={t.remove}
        isPending={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsks(false)}
      >
        <p>{t.removeCampaignText}</p>
        {remove.error && <ErrorState error={remove.error} />}
      </Confirm>
    )
  }
  return (
    <Dialog title={campaign ? campaign.name : t.campaignNew} isOpen onClose={onClose}>
      <div className={style.form}>
        <TextField label={t.name} value={input.name} maxLength={120} onChange={(name) => setInput({ ...input, name })} autoFocus />
        <Radios
          label={t.campaignKind}
          value={input.kind}
          onChange={(kind) => setInput({ ...input, kind })}
          options={(['campaign', 'event'] as const).map((kind) => ({
            value: kind,
            label: t.campaignKinds[kind],
            sub: t.campaignKindSubs[kind],
          }))}
        />
        <div className={style.pair}>
          <DateInput
            label={t.startsOn}
            value={input.startsOn}
            onChange={(startsOn) => setInput({ ...input, startsOn, endsOn: input.endsOn < startsOn ? startsOn : input.endsOn })}
          />
          <DateInput label={t.endsOn} value={input.endsOn} onChange={(endsOn) => setInput({ ...input, endsOn })} />
        </div>
        {isReversed && <p className={style.wrong}>{t.endsBefore}</p>}
        {save.error && <ErrorState error={save.error} />}
      </div>
      <DialogFeet>
        {campaign && (
          <Button kind="danger" onPress={() => setAsks(true)}>
            {t.remove}
          </Button>
        )}
        <Button onPress={onClose}>{t.goBack}</Button>
        <Button
          kind="primary"
          isDisabled={input.name.trim() === '' || isReversed || !input.startsOn}
          isPending={save.isPending}
          onPress={() => save.mutate()}
        >
          {t.save}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}

type Row = PillarInput & { key: string }

const shareOf = (text: string): number | null => {
  const value = Number.parseInt(text, 10)
  return Number.isNaN(value) ? null : Math.min(100, Math.max(0, value))
}

export function PillarsDialog({ brandId, pillars, onClose }: { brandId: string; pillars: readonly Pillar[]; onClose: () => void }) {
  const t = useT(planWords)
  const queries = useQueryClient()
  const [rows, setRows] = useState<Row[]>(() => pillars.map((p) => ({ key: p.id, id: p.id, name: p.name, share: p.share })))
  const save = useMutation({
    mutationFn: () => savePillars(brandId, rows.filter((r) => r.name.trim()).map(({ id, name, share }) => ({ id, name: name.trim(), share }))), // prettier-ignore
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: ['plan'] })
    },
  })
  const change = (key: string, next: Partial<Row>) => setRows(rows.map((row) => (row.key === key ? { ...row, ...next } : row)))
  const raise = (i: number) => setRows(rows.map((row, j) => (j === i - 1 ? rows[i] : j === i ? rows[i - 1] : row) as Row))
  const shares = rows.map((r) => r.share).filter((s) => s !== null)
  return (
    <Dialog title={t.pillarsTitle} isOpen onClose={onClose} wide>
      <div className={style.form}>
        <p className="dim">{t.pillarsText}</p>
        {rows.map((row, i) => (
          <div key={row.key} className={style.pillarRow}>
            <TextField label={t.name} value={row.name} maxLength={80} onChange={(name) => change(row.key, { name })} />
            <TextField
              label={t.pillarShare}
              inputMode="numeric"
              value={row.share === null ? '' : String(row.share)}
              onChange={(text) => change(row.key, { share: shareOf(text) })}
            />
            <IconButton icon="up" label={t.pillarUp(row.name)} isDisabled={i === 0} onPress={() => raise(i)} />
            <IconButton icon="x" label={t.pillarRemove(row.name)} onPress={() => setRows(rows.filter((r) => r.key !== row.key))} />
          </div>
        ))}
        <div className={style.between}>
          <Button
            compact
            icon="plus"
            isDisabled={rows.length >= 12}
            onPress={() => setRows([...rows, { key: crypto.randomUUID(), id: null, name: '', share: null }])}
          >
            {t.pillarAdd}
          </Button>
          {shares.length > 0 && <span className="num dim">{t.pillarTotal(shares.reduce((a, b) => a + b, 0))}</span>}
        </div>
        {save.error && <ErrorState error={save.error} />}
      </div>
      <DialogFeet>
        <Button onPress={onClose}>{t.goBack}</Button>
        <Button kind="primary" isPending={save.isPending} onPress={() => save.mutate()}>
          {t.save}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}

function FeedMade({ url }: { url: string }) {
  const t = useT(planWords)
  const copy = () => void navigator.clipboard.writeText(url).then(() => toast(t.feedCopied))
  return (
    <div className={style.feed}>
      <code>{url}</code>
      <div className={style.between}>
        <span>{t.feedOnce}</span>
        <Button compact icon="copy" onPress={copy}>
          {t.feedCopy}
        </Button>
      </div>
    </div>
  )
}

function Feeds({ brandId, format }: { brandId: string; format: Format }) {
  const t = useT(planWords)
  const queries = useQueryClient()
  const known = useQuery(feedsQuery(brandId))
  const revoke = useMutation({
    mutationFn: (id: string) => revokeFeed(brandId, id),
    onSuccess: async () => {
      toast(t.feedRevoked)
      await queries.invalidateQueries({ queryKey: feedsQuery(brandId).queryKey })
    },
  })
  const error = revoke.error ?? known.error
  if (error) return <ErrorState error={error} />
  if (!known.data) return <Skeleton lines={1} />
  if (known.data.feeds.length === 0) return <p>{t.feedNone}</p>
  return known.data.feeds.map((feed) => (
    <div key={feed.id} className={style.between}>
      <span>{t.feedSince(format.relative(feed.createdAt))}</span>
      <Button compact kind="danger" onPress={() => revoke.mutate(feed.id)}>
        {t.feedRevoke}
      </Button>
    </div>
  ))
}

export function FeedDialog({ brandId, format, onClose }: { brandId: string; format: Format; onClose: () => void }) {
  const t = useT(planWords)
  const queries = useQueryClient()
  const isOne = brandId !== 'all'
  const make = useMutation({
    mutationFn: () => makeFeed(brandId),
    onSuccess: () => queries.invalidateQueries({ queryKey: feedsQuery(brandId).queryKey }),
  })
  return (
    <Dialog title={t.feedTitle} isOpen onClose={onClose} wide>
      <div className={style.form}>
        <p className="dim">{isOne ? t.feedText : t.feedAll}</p>
        {make.data && <FeedMade url={make.data.url} />}
        {make.error && <ErrorState error={make.error} />}
        {isOne && <Feeds brandId={brandId} format={format} />}
      </div>
      <DialogFeet>
        <Button onPress={onClose}>{t.goBack}</Button>
        {isOne && (
          <Button kind="primary" isPending={make.isPending} onPress={() => make.mutate()}>
            {t.feedMake}
          </Button>
        )}
      </DialogFeet>
    </Dialog>
  )
}
