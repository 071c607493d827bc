import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import { Link } from '@tanstack/react-router'
import { Button, IconButton, LinkButton } from '../../ui/button.tsx'
import type { Format } from '../../ui/format.ts'
import { Glyph, Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Menu } from '../../ui/menu.tsx'
import { Panel } from '../../ui/panel.tsx'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { DayAudience } from './audience.tsx'
import { Thumb } from './card.tsx'
import { LOOK, movable, type Note } from './note.ts'
import type { Conflict } from './rules.ts'
import { Sign } from './sign.tsx'
import { conflictText, titleOf } from './speech.ts'

export type PanelActs = {
  close: () => void
  choose: (note: Note) => void
  open: (note: Note) => void
  move: (note: Note) => void
  publish: (note: Note) => void
  cancel: (note: Note) => void
}

type Props = {
  note: Note
  chord: readonly Note[]
  /** All notes in order, to go on to the neighbours. */
  notes: readonly Note[]
  view: CalendarView
  conflicts: readonly Conflict[]
  format: Format
  canSchedule: boolean
  acts: PanelActs
}

function useRest({ note, acts, canSchedule }: Props) {
  const t = useT(planWords)
  const waits = note.state === 'scheduled' || note.state === 'held'
  const entries = [
    { id: 'publish', label: t.publishNow, icon: 'send' as const, perform: () => acts.publish(note), when: canSchedule && waits },
    { id: 'cancel', label: t.cancel, icon: 'x' as const, danger: true, perform: () => acts.cancel(note), when: canSchedule && waits },
  ]
  return entries.filter((entry) => entry.when)
}

function Versions({
  title,
  notes,
  current,
  format,
  view,
  onChoose,
}: {
  title: string
  notes: readonly Note[]
  current: string
  format: Format
  view: CalendarView
  onChoose: (note: Note) => void
}) {
  const t = useT(planWords)
  return (
    <section>
      <h3 className={style.panelTitle}>{title}</h3>
      <ul className={style.versions}>
        {notes.map((note) => {
          const staff = view.staves.find((s) => s.id === note.channelId)
          return (
            <li key={note.id} aria-current={note.id === current || undefined}>
              <button type="button" onClick={() => onChoose(note)}>
                {staff && <Glyph network={staff.network} label={staff.name} />}
                <span className="cut">{titleOf(t, note)}</span>
                <span className="num">
                  {format.daysAway(note.at, notes[0]?.at) === 0
                    ? format.time(note.at)
                    : `${format.dayShort(note.at)}, ${format.time(note.at)}`}
                </span>
                <Sign format={note.format} look={LOOK[note.state]} />
                <span className="vh">{t.states[note.state]}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Facts({ note, view, brand }: { note: Note; view: CalendarView; brand: string | null }) {
  const t = useT(planWords)
  const staff = view.staves.find((s) => s.id === note.channelId)
  const pillar = view.pillars.find((p) => p.id === note.pillarId)
  const campaign = view.campaigns.find((c) => c.id === note.campaignId)
  return (
    <dl className={style.facts}>
      {brand && (
        <>
          <dt>{t.brand}</dt>
          <dd>{brand}</dd>
        </>
      )}
      <dt>{t.channel}</dt>
      <dd>
        {staff?.name} <span className={style.faint}>{staff?.handle}</span>
      </dd>
      {pillar && (
        <>
          <dt>{t.pillar}</dt>
          <dd>{t.pillarLine(pillar.name, note.line + 1)}</dd>
        </>
      )}
      {campaign && (
        <>
          <dt>{t.campaign}</dt>
          <dd>{campaign.name}</dd>
        </>
      )}
      <dt>{t.ledger}</dt>
      <dd>
        <Link to="/ledger/$deliveryId" params={{ deliveryId: note.id }}>
          {t.onNetwork}
        </Link>
      </dd>
    </dl>
  )
}

function Foot(props: Props) {
  const { note, acts, canSchedule } = props
  const t = useT(planWords)
  const rest = useRest(props)
  return (
    <div className={style.feet}>
      {note.contentId === null ? (
        <LinkButton kind="primary" to="/ledger/$deliveryId" params={{ deliveryId: note.id }} keys="enter">
          {t.open}
        </LinkButton>
      ) : (
        <Button kind="primary" onPress={() => acts.open(note)} keys="enter">
          {t.open}
        </Button>
      )}
      {movable(note) && canSchedule && (
        <Button onPress={() => acts.move(note)} keys="m">
          {t.move}
        </Button>
      )}
      {rest.length > 0 && (
        <Menu
          label={t.more}
          placement="top end"
          trigger={<IconButton icon="dots" label={t.more} kind="outline" compact={false} />}
          groups={[{ id: 'rest', entries: rest }]}
        />
      )}
    </div>
  )
}

function Summary({ note, conflicts, format, view }: Pick<Props, 'note' | 'conflicts' | 'format' | 'view'>) {
  const t = useT(planWords)
  const away = format.daysAway(note.at)
  return (
    <>
      <div className={note.thumbUrl ? style.pictured : undefined}>
        <Thumb url={note.thumbUrl} size={76} />
        <div>
          <h2>{titleOf(t, note)}</h2>
          {note.title && note.words && <p className={style.quote}>{note.words}</p>}
        </div>
      </div>
      <div>
        <p className={style.when}>
          {format.day(note.at)}, {format.time(note.at)}
        </p>
        <p className={style.hint}>{away === 0 ? t.awayToday : t.away(away)}</p>
      </div>
      {conflicts.length > 0 && (
        <p className={style.conflict}>
          <Icon name="warn" />
          <span>
            <b>{t.conflict}</b> {conflicts.map((c) => conflictText(t, c)).join(' · ')}
          </span>
        </p>
      )}
      {note.state !== 'published' && (
        <DayAudience audience={view.audience.find((a) => a.channelId === note.channelId)} at={note.at} zone={view.zone} format={format} />
      )}
    </>
  )
}

export function NotePanel(props: Props) {
  const { note, chord, notes, view, format, acts } = props
  const t = useT(planWords)
  const index = notes.findIndex((n) => n.id === note.id)
  const [before, after] = [notes[index - 1], notes[index + 1]]
  const ideas = note.contentId === null ? [] : notes.filter((n) => n.contentId === note.contentId)
  const brand = view.brands.length > 1 ? view.brands.find((b) => b.id === note.brandId)?.name : undefined
  const lists = { current: note.id, format, view, onChoose: acts.choose }
  return (
    <Panel
      label={t.chosen}
      title={
        <span className={style.panelState}>
          <Sign format={note.format} look={LOOK[note.state]} />
          <span>{`${t.formats[note.format]}, ${t.states[note.state]}`}</span>
        </span>
      }
      onClose={acts.close}
      actions={
        <>
          <IconButton icon="left" label={t.previous} isDisabled={!before} onPress={() => before && acts.choose(before)} />
          <IconButton icon="right" label={t.next} isDisabled={!after} onPress={() => after && acts.choose(after)} />
        </>
      }
      foot={<Foot {...props} />}
    >
      <div className={style.panelBody}>
        <Summary {...props} />
        {chord.length > 1 && <Versions title={t.chord(chord.length)} notes={chord} {...lists} />}
        {ideas.length > 1 && <Versions title={t.versions(ideas.length)} notes={ideas} {...lists} />}
        <Facts note={note} view={view} brand={brand ?? null} />
      </div>
    </Panel>
  )
}
