import type { Marks } from '@pupitre/server/engage/engage.schema'
import { useT } from '../../ui/language.ts'
import { engageWords } from '../engage.words.ts'
import style from './mood.module.css'

const LINES: Record<Marks['sentiment'], string> = {
  negative: 'M2 9.5c2.5-5 7.5-5 10 0',
  neutral: 'M2 7h10',
  positive: 'M2 4.5c2.5 5 7.5 5 10 0',
  mixed: 'M2 7c1.7-3.4 3.3-3.4 5 0s3.3 3.4 5 0',
}

/** One line for a mood; its name is the emotion where there is one. */
export function Mood({ marks }: { marks: Pick<Marks, 'sentiment' | 'emotion'> }) {
  const t = useT(engageWords)
  const word = marks.emotion === 'none' ? t.sentiments[marks.sentiment] : t.emotions[marks.emotion]
  const name = t.moodOf(word)
  return (
    <svg className={style.mood} viewBox="0 0 14 14" role="img" aria-label={name}>
      <title>{name}</title>
      <path d={LINES[marks.sentiment]} />
    </svg>
  )
}
