import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import { Confirm } from '../../ui/dialog.tsx'
import type { Format } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { planWords } from '../plan.words.ts'
import { CampaignDialog, FeedDialog, MoveDialog, PillarsDialog } from './dialogs.tsx'
import type { Campaign, Note, Staff } from './note.ts'
import { titleOf } from './speech.ts'
import type { useActs } from './use-acts.ts'

export type Question =
  | { kind: 'move' | 'publish' | 'cancel'; note: Note }
  | { kind: 'copy'; note: Note; staff: Staff; at: number }
  | { kind: 'campaign'; campaign: Campaign | null }
  | { kind: 'pillars' }
  | { kind: 'feed' }

type Props = {
  question: Question | null
  view: CalendarView | null
  brandId: string
  format: Format
  /** The day a new campaign begins with. */
  day: string
  acts: ReturnType<typeof useActs>
  onClose: () => void
}

/** What the calendar asks before it acts. */
export function Asked({ question, view, brandId, format, day, acts, onClose }: Props) {
  const t = useT(planWords)
  if (!question || !view) return null
  const channelOf = (note: Note) => view.staves.find((s) => s.id === note.channelId)?.name ?? ''
  const then = (act: () => unknown) => () => {
    onClose()
    void act()
  }
  switch (question.kind) {
    case 'move':
      return <MoveDialog note={question.note} zone={view.zone} onMove={(note, at) => acts.move([{ note, at }])} onClose={onClose} />
    case 'publish':
      return (
        <Confirm
          title={t.publishTitle(channelOf(question.note))}
          isOpen
          confirm={t.publishNow}
          onConfirm={then(() => acts.publish(question.note))}
          onClose={onClose}
        >
          <p>{t.publishText}</p>
        </Confirm>
      )
    case 'cancel':
      return (
        <Confirm title={t.cancelTitle} isOpen confirm={t.cancel} onConfirm={then(() => acts.cancel(question.note))} onClose={onClose}>
          <p>{t.cancelText}</p>
        </Confirm>
      )
    case 'copy': {
      const { note, staff, at } = question
      const when = `${format.day(at)}, ${format.time(at)}`
      return (
        <Confirm
          title={t.copyTitle(staff.name)}
          isOpen
          confirm={t.copyConfirm}
          onConfirm={then(() => acts.copy(note, staff, at))}
          onClose={onClose}
        >
          <p>{note.contentId === null ? t.copyNone : t.copyText(titleOf(t, note).slice(0, 60), staff.name, when)}</p>
        </Confirm>
      )
    }
    case 'campaign':
      return <CampaignDialog brandId={brandId} campaign={question.campaign} day={day} onClose={onClose} />
    case 'pillars':
      return <PillarsDialog brandId={brandId} pillars={view.pillars} onClose={onClose} />
    case 'feed':
      return <FeedDialog brandId={brandId} format={format} onClose={onClose} />
  }
}
