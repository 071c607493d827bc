import { useState } from 'react'
import { Link, useNavigate } from '@tanstack/react-router'
import { PAGES } from '../../rooms.ts'
import { State } from '../../publish/parts/state.tsx'
import { useSession } from '../../session.ts'
import { useActions } from '../../ui/actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { makeContent, removeContent } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { useComposer } from './context.ts'
import { hasLeft } from './draft.ts'
import { mendOf, pointsOf } from './findings.ts'
import type { Sending } from './use-sending.ts'

/** Whether every word is in the house, and since when. */
function SaveState() {
  const t = useT(createWords)
  const format = useFormat()
  const say = useSaying()
  const { state, content, error, keeper } = useComposer()
  if (state === 'refused')
    return (
      <span className={style.unsaved} role="alert">
        <Icon name="stop" size={14} />
        {t.notSaved} : {say(error).what}{' '}
        <Button compact kind="word" onPress={() => void keeper.flush()}>
          {t.saveAgain}
        </Button>
      </span>
    )
  const said = {
    kept: content ? t.savedVersion(format.time(content.updatedAt), content.version) : t.newOne,
    waiting: t.waiting,
    saving: t.saving,
    offline: t.offline,
    conflict: t.notSaved,
  }[state]
  return (
    <span className={style.hint} role="status">
      {said}
    </span>
  )
}

function StateChip() {
  const t = useT(createWords)
  const format = useFormat()
  const { content } = useComposer()
  const deliveries = (content?.variants ?? []).flatMap((variant) => variant.delivery ?? [])
  const [first] = deliveries
  if (!first) return <Chip>{t.headState.draft}</Chip>
  if (deliveries.some((delivery) => delivery.state !== first.state)) return <Chip>{t.headState.mixed}</Chip>
  if (first.state === 'scheduled' && first.dueAt) return <Chip icon="clock">{t.promised(format.relative(first.dueAt))}</Chip>
  if (first.state === 'draft' && first.dueAt) return <Chip>{t.draftFor(format.relative(first.dueAt))}</Chip>
  return (
    <Chip tone={first.state === 'failed' ? 'red' : undefined}>
      <State state={first.state} format={first.format} />
    </Chip>
  )
}

/** What the one filled button does now: mend, choose a channel, schedule. */
function usePrimary(sending: Sending) {
  const t = useT(createWords)
  const composer = useComposer()
  const { can, me } = useSession()
  const blocked = pointsOf(composer).find((point) => point.finding.blocking && !isEmpty(point.finding.code))
  const mend = blocked ? mendOf(t, composer, blocked) : null
  if (composer.chosen.length === 0)
    return { label: t.addChannelFirst, perform: () => document.querySelector<HTMLElement>(`.${style.channel}`)?.focus() }
  if (blocked) return { label: t.mendFirst, perform: mend?.perform ?? (() => composer.edit(blocked.channelIds[0] ?? null)) }
  if (sending.open.length === 0 || !can('schedule')) return null
  const { brand } = sending
  return { label: me.brands.length > 1 && brand ? t.scheduleFor(brand.name) : t.schedule, perform: () => sending.begin(false) }
}

/** An empty sheet is no mistake to be mended: it is where one begins. */
const isEmpty = (code: string): boolean => code === 'text_empty'

export function Head({ sending, onShare }: { sending: Sending; onShare: (() => void) | null }) {
  const t = useT(createWords)
  const navigate = useNavigate()
  const say = useSaying()
  const { draft, keeper, content, brandId, canWrite } = useComposer()
  const [asking, setAsking] = useState(false)
  const primary = usePrimary(sending)
  const refuse = (error: unknown) => {
    const { what, after } = say(error)
    toast(what, { tone: 'refused', sub: after })
  }
  const duplicate = async () => {
    try {
      const { own: _own, ...body } = draft
      const made = await makeContent(brandId, { ...body, localTime: null })
      await navigate({ to: '/studio/$contentId', params: { contentId: made.id } })
    } catch (error) {
      refuse(error)
    }
  }
  const remove = async () => {
    setAsking(false)
    if (!content) return
    try {
      await removeContent(brandId, content.id)
      toast(t.removed)
      await navigate({ to: '/studio' })
    } catch (error) {
      refuse(error)
    }
  }
  const removable = content !== null && canWrite && !content.variants.some(hasLeft)
  const written = draft.items.some((item) => item.text.trim() !== '' || item.media.length > 0)
  const entries: MenuEntry[] = [
    ...(content && canWrite ? [{ id: 'copy', label: t.duplicate, icon: 'copy' as const, perform: () => void duplicate() }] : []),
    ...(onShare ? [{ id: 'share', label: t.share, icon: 'link' as const, perform: onShare }] : []),
    ...(removable ? [{ id: 'remove', label: t.remove, icon: 'x' as const, danger: true, perform: () => setAsking(true) }] : []),
  ]
  useActions([
    {
      id: 'create.primary',
      label: primary?.label ?? t.schedule,
      icon: 'cal',
      keys: 'mod+enter',
      group: 'do',
      when: primary !== null && !sending.busy,
      perform: () => primary?.perform(),
    },
    {
      id: 'create.now',
      label: t.publishNow,
      icon: 'send',
      keys: 'mod+shift+enter',
      group: 'do',
      when: sending.open.length > 0 && !sending.busy,
      perform: () => sending.begin(true),
    },
    { id: 'create.save', label: t.keep, keys: 'mod+s', perform: () => void keeper.flush() },
    { id: 'create.back', label: t.back, keys: 'mod+backspace', when: false, perform: () => void navigate({ to: '/studio' }) },
  ])
  return (
    <header className={style.head}>
      {PAGES.studio && (
        <Link to="/studio" className={style.back} aria-label={t.back}>
          <Icon name="left" />
        </Link>
      )}
      <h1 className={style.title}>
        <span className={style.titleSizer} aria-hidden="true">
          {draft.title || t.untitled}
        </span>
        <input
          aria-label={t.titleLabel}
          value={draft.title}
          placeholder={t.untitled}
          maxLength={200}
          readOnly={!canWrite}
          onChange={(event) => keeper.change((now) => ({ ...now, title: event.target.value }))}
        />
      </h1>
      <span className={style.chip}>
        <StateChip />
      </span>
      <span className={style.space} />
      <SaveState />
      {entries.length > 0 && (
        <Menu
          label={t.more}
          placement="bottom end"
          trigger={<IconButton icon="dots" label={t.more} kind="outline" />}
          groups={[{ id: 'more', entries }]}
        />
      )}
      {primary && (
        <span className={style.send}>
          <Button kind="primary" compact keys="mod+enter" isPending={sending.busy} isDisabled={!written} onPress={primary.perform}>
            {primary.label}
          </Button>
        </span>
      )}
      <Confirm
        title={t.removeTitle}
        isOpen={asking}
        isFinal
        confirm={t.remove}
        onClose={() => setAsking(false)}
        onConfirm={() => void remove()}
      >
        <p>{t.removeText}</p>
      </Confirm>
    </header>
  )
}
