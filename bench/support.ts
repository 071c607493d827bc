import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import setupDatabase from '../server/src/testing/global.ts'

export const root = join(import.meta.dirname, '..')

export type Bar = { figure: string; value: number; unit: string; bar: string; holds: boolean }

/** One figure against its bar: `<=3`, `>=1.8`, `=0`. */
export function bar(figure: string, value: number, unit: string, limit: string): Bar {
  const [, sign, text] = /^(<=|>=|=)(.+)$/.exec(limit) ?? []
  const wanted = Number(text)
  const holds = sign === '<=' ? value <= wanted : sign === '>=' ? value >= wanted : value === wanted
  return { figure, value: Math.round(value * 1000) / 1000, unit, bar: limit, holds }
}

export function print(bench: string, bars: Bar[]): void {
  for (const one of bars) console.log(`${one.holds ? 'holds ' : 'FAILS '} ${one.figure}: ${one.value} ${one.unit} (bar ${one.bar})`)
  console.log(JSON.stringify({ bench, bars }))
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

/** A PostgreSQL of its own, as the tests have it; returns how to stop it. */
export const openDatabase = (): Promise<() => Promise<void>> => setupDatabase()

export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'pupitre-bench-'))
  chmodSync(path, 0o711)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Proportional set size of a process and everything below it, in MB: shared pages are counted once. */
export function memoryOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const own = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024
  return own + children.reduce((sum, child) => sum + memoryOf(child), 0)
}
