import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import type { Format } from '../../ui/format.ts'
import { useLanguage, useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { labelsIn } from './labels.ts'
import { rowsOf, lineY } from './layout.ts'
import { AXIS, bandOf, type Ghost } from './painting.ts'
import { Pointer } from './pointer.ts'
import type { Scale } from './scale.ts'
import type { Scene } from './scene.ts'
import { cityOf, scoreWords, twinWords } from './speech.ts'
import { Stage, type StageEvents } from './stage.ts'
import { Twin } from './twin.ts'

export type ScoreEvents = StageEvents & { create: (at: number, staff: number) => void; said: (text: string) => void }

type Props = {
  scene: Scene
  start: Scale
  chosen: string | null
  format: Format
  brands: ReadonlyMap<string, string> | null
  events: ScoreEvents
  onAddCampaign: (() => void) | null
  handle: RefObject<Stage | null>
}

type Spot = { at: number; staff: number; x: number; y: number }

/** The stage is not React's: it is told what changed, and tells what was done to it. */
function useStage(props: Props, point: (spot: Spot | null) => void) {
  const { scene, start, format, events, chosen, handle } = props
  const t = useT(planWords)
  const language = useLanguage()
  const canvas = useRef<HTMLCanvasElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLDivElement>(null)
  const twin = useRef<Twin | null>(null)
  const heard = useRef(events)
  useLayoutEffect(() => {
    heard.current = events
  })
  const said = useMemo(() => ({ words: scoreWords(t, format), labels: labelsIn(language) }), [t, format, language])
  useLayoutEffect(() => {
    if (!canvas.current || !grid.current || !field.current) return
    const place = field.current
    const stage = new Stage(canvas.current, { scale: start, ...said, events: through(heard, twin, point) })
    const pointer = new Pointer(stage)
    const keys = new Twin(grid.current, stage, twinWords(t, format, scene.staves), {
      moved: (ghosts) => heard.current.dropped(ghosts),
      said: (text) => heard.current.said(text),
      create: (at, staff) => heard.current.create(at, staff),
    })
    handle.current = stage
    twin.current = keys
    stage.setScene(scene)
    const measure = () => stage.setSize(place.clientWidth, place.clientHeight, window.devicePixelRatio || 1)
    const watch = new ResizeObserver(measure)
    watch.observe(place)
    measure()
    const repaint = () => stage.repaint()
    const theme = new MutationObserver(repaint)
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', repaint)
    void document.fonts.ready.then(repaint)
    return () => {
      watch.disconnect()
      theme.disconnect()
      dark.removeEventListener('change', repaint)
      keys.close()
      pointer.close()
      stage.close()
      handle.current = null
    }
    // The stage lives as long as the view; what changes is told to it below.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  useLayoutEffect(() => handle.current?.speak(said.labels, said.words), [said, handle])
  useLayoutEffect(() => twin.current?.speak(twinWords(t, format, scene.staves)), [t, format, scene.staves])
  useLayoutEffect(() => {
    handle.current?.setScene(scene)
    twin.current?.build()
  }, [scene, handle])
  useLayoutEffect(() => handle.current?.choose(chosen), [chosen, handle])
  return { canvas, grid, field }
}

function through(heard: RefObject<ScoreEvents>, twin: RefObject<Twin | null>, point: (spot: Spot | null) => void): StageEvents {
  return {
    moved: (scale) => {
      twin.current?.follow()
      point(null)
      heard.current.moved(scale)
    },
    settled: (scale) => {
      twin.current?.build()
      heard.current.settled(scale)
    },
    chosen: (note, chord) => {
      point(null)
      heard.current.chosen(note, chord)
    },
    opened: (note) => heard.current.opened(note),
    pointed: (at, staff, place) => {
      point({ at, staff, ...place })
      heard.current.pointed(at, staff, place)
    },
    dropped: (ghosts: readonly Ghost[]) => heard.current.dropped(ghosts),
    campaign: (id) => heard.current.campaign(id),
  }
}

/** The clef's place: whose staff it is. It scrolls with the rows, not with time. */
function Gutter({
  scene,
  brands,
  height,
  scroll,
  onAddCampaign,
}: Pick<Props, 'scene' | 'brands' | 'onAddCampaign'> & { height: number; scroll: number }) {
  const t = useT(planWords)
  const top = AXIS + bandOf(scene.lanes)
  const rows = rowsOf(scene.lines, 0, height - top)
  return (
    <div className={style.gutter}>
      <span className={style.zone}>{t.zoneOf(cityOf(scene.zone))}</span>
      <span className={style.band} style={{ top: AXIS + 9 }}>
        {t.campaigns}
        {onAddCampaign && <IconButton icon="plus" label={t.addCampaign} onPress={onAddCampaign} />}
      </span>
      <span className={style.band} style={{ top: AXIS + 4 + scene.lanes * 26 }}>
        {t.events}
      </span>
      <div className={style.clefs} style={{ top }}>
        <ul style={{ transform: `translateY(${-scroll}px)` }}>
          {scene.staves.map((staff, i) => (
            <li key={staff.id} style={{ top: (lineY(rows, i, 0) + lineY(rows, i, (scene.lines[i] ?? 3) - 1)) / 2 - 18 }}>
              <Avatar name={staff.name} network={staff.network} me />
              <span className={style.clef}>
                <b className="cut">{staff.name}</b>
                <span className="cut">{brands?.get(staff.brandId) ?? staff.usualTime ?? staff.handle}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

export function Score(props: Props) {
  const { scene, events, format, handle } = props
  const t = useT(planWords)
  const [spot, setSpot] = useState<Spot | null>(null)
  const [box, setBox] = useState({ height: 600, scroll: 0 })
  const { canvas, grid, field } = useStage(props, setSpot)
  useEffect(() => {
    const place = field.current
    if (!place) return
    const watch = new ResizeObserver(() => setBox((b) => ({ ...b, height: place.clientHeight })))
    watch.observe(place)
    return () => watch.disconnect()
  }, [field])
  // The rows scroll with the stage; React hears of it once a frame at most.
  useEffect(() => {
    let frame = 0
    const follow = () => {
      const scroll = handle.current?.scrollY ?? 0
      setBox((b) => (b.scroll === scroll ? b : { ...b, scroll }))
      frame = requestAnimationFrame(follow)
    }
    const rows = rowsOf(scene.lines, 0, box.height - AXIS - bandOf(scene.lanes))
    if (rows.height * scene.staves.length > box.height - AXIS - bandOf(scene.lanes) + 1) frame = requestAnimationFrame(follow)
    return () => cancelAnimationFrame(frame)
  }, [scene, box.height, handle])
  const staff = spot ? scene.staves[spot.staff] : undefined
  return (
    <div className={style.stage}>
      <Gutter scene={scene} brands={props.brands} height={box.height} scroll={box.scroll} onAddCampaign={props.onAddCampaign} />
      <div ref={field} className={style.field}>
        <canvas ref={canvas} aria-hidden="true" />
        <div ref={grid} role="grid" className={style.twin} data-twin />
        {spot && staff && (
          <div className={style.spot} style={{ left: spot.x, top: spot.y } as CSSProperties}>
            <Button compact icon="plus" onPress={() => events.create(spot.at, spot.staff)}>
              {t.createHere(`${format.dayShort(spot.at)}, ${format.time(spot.at)}`, staff.name)}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}
