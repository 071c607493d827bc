import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { IconName } from './icon.tsx'
import { strokeOf } from './keys.ts'

/** One object for the menu, the shortcut and the palette. */
export type Action = {
  id: string
  label: string
  icon?: IconName
  /** `r`, `mod+enter`, or a sequence: `g t`. */
  keys?: string
  /** Shown apart in the palette and in the list of shortcuts. */
  group?: 'go' | 'do'
  /** Other words one may search it by. */
  keywords?: string
  when?: boolean
  perform: () => void
}

type Layer = { actions: readonly Action[] }

const layers: Layer[] = []
const listeners = new Set<() => void>()
let snapshot: readonly Action[] = []

const PLAIN_KEYS = 'pupitre.keys.single'
let plainKeys = localStorage.getItem(PLAIN_KEYS) !== 'off'

export function singleKeysAllowed(): boolean {
  return plainKeys
}

/** People who dictate or tremble turn one-key shortcuts off (WCAG 2.1.4); those with Ctrl stay. */
export function allowSingleKeys(on: boolean): void {
  plainKeys = on
  localStorage.setItem(PLAIN_KEYS, on ? 'on' : 'off')
}

function rebuild(): void {
  const seen = new Map<string, Action>()
  for (const layer of layers) for (const action of layer.actions) seen.set(action.id, action)
  snapshot = [...seen.values()].filter((action) => action.when !== false)
  for (const tell of listeners) tell()
}

/** Registers a screen's actions while it is mounted; what was mounted last answers first to a key. */
export function useActions(actions: readonly Action[]): void {
  const layer = useRef<Layer>({ actions: [] })
  useEffect(() => {
    layer.current.actions = actions
  })
  const stamp = actions.map((action) => `${action.id}${action.label}${action.when}${action.keys}`).join('\n')
  useEffect(() => {
    const mine = layer.current
    layers.push(mine)
    return () => {
      layers.splice(layers.indexOf(mine), 1)
      rebuild()
    }
  }, [])
  useEffect(rebuild, [stamp])
}

export function useAllActions(): readonly Action[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => snapshot,
  )
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Keys a focused control uses itself: a list or a button must not also trigger a screen's action. */
function belongsToControl(stroke: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role=menu], [role=listbox], [role=combobox]')) return !stroke.startsWith('mod+')
  return ['enter', 'space'].includes(stroke) && target.closest('button, a, [role=button], summary') !== null
}

function find(keys: string): Action | undefined {
  for (const layer of layers.toReversed()) {
    const action = layer.actions.find((each) => each.keys === keys && each.when !== false)
    if (action) return action
  }
  return undefined
}

function startsSequence(stroke: string): boolean {
  return layers.some((layer) => layer.actions.some((action) => action.keys?.startsWith(`${stroke} `)))
}

let pending = ''
let pendingUntil = 0

function isForActions(stroke: string, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || document.querySelector('[data-modal]')) return false
  const held = /^(mod|alt)\+/.test(stroke)
  if (!held && (isWriting(event.target) || !plainKeys)) return false
  return !belongsToControl(stroke, event.target)
}

function onKey(event: KeyboardEvent): void {
  const stroke = strokeOf(event)
  if (!stroke || !isForActions(stroke, event)) return
  const full = pending && event.timeStamp < pendingUntil ? `${pending} ${stroke}` : stroke
  pending = ''
  const action = find(full) ?? find(stroke)
  if (action) {
    event.preventDefault()
    action.perform()
  } else if (startsSequence(stroke)) {
    pending = stroke
    pendingUntil = event.timeStamp + 1200
  }
}

/**
 * Ctrl Enter means what is written on the page, wherever the focus stands: a button that has it must not be pressed instead. Heard before the
 * button is.
 */
function onHeldKey(event: KeyboardEvent): void {
  const stroke = strokeOf(event)
  if (!stroke?.startsWith('mod+') || !(event.target instanceof HTMLElement) || !event.target.closest('button, a, [role=button]')) return
  const action = isForActions(stroke, event) ? find(stroke) : undefined
  if (!action) return
  event.preventDefault()
  event.stopPropagation()
  action.perform()
}

/** Called once by the entry of the app. */
export function listenToKeys(): void {
  window.addEventListener('keydown', onHeldKey, { capture: true })
  window.addEventListener('keydown', onKey)
}
