import { type DragEvent, useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { createWords } from '../create.words.ts'
import { CardFields } from './card.tsx'
import style from './composer.module.css'
import { takers, useComposer } from './context.ts'
import { countOf, emptyItem } from './draft.ts'
import { Images } from './images.tsx'
import { Options } from './options.tsx'
import { Paper } from './paper.tsx'
import { Remarks } from './remarks.tsx'
import { tokensOf } from './rich-text.tsx'
import { useImages } from './use-images.ts'

function Item({ index, of, autoFocus }: { index: number; of: number; autoFocus: boolean }) {
  const t = useT(createWords)
  const { draft, keeper, canWrite } = useComposer()
  const { add } = useImages(null, index)
  const item = draft.items[index]
  if (!item) return null
  const set = (text: string) =>
    keeper.change((now) => ({ ...now, items: now.items.map((one, i) => (i === index ? { ...one, text } : one)) }))
  return (
    <div className={style.item}>
      {of > 1 && (
        <div className={style.row}>
          <h3 className={style.part}>{t.part(index + 1, of)}</h3>
          <span className={style.space} />
          {canWrite && (
            <IconButton
              icon="x"
              kind="quiet"
              label={t.removePart(index + 1)}
              onPress={() => keeper.change((now) => ({ ...now, items: now.items.filter((_, i) => i !== index) }))}
            />
          )}
        </div>
      )}
      <Paper
        label={of > 1 ? t.masterPart(index + 1) : t.master}
        value={item.text}
        onChange={set}
        spans={tokensOf(item.text)}
        placeholder={t.placeholder}
        onFiles={(files) => void add(files)}
        autoFocus={autoFocus}
        isReadOnly={!canWrite}
      />
      {index === 0 && <CardFields />}
      <Images item={index} />
    </div>
  )
}

/** What the brand has to say, once, for all its channels. */
export function Master() {
  const t = useT(createWords)
  const format = useFormat()
  const composer = useComposer()
  const { draft, keeper, content, canWrite } = composer
  const { add } = useImages(null, 0)
  const [over, setOver] = useState(false)
  const { words, characters } = countOf(draft.items)
  const count = t.counted(
    t.wordCount(words).replace(String(words), format.number(words)),
    t.characterCount(characters).replace(String(characters), format.number(characters)),
  )
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void add([...event.dataTransfer.files])
  }
  return (
    <section
      className={cx(style.master, over && style.over)}
      aria-label={t.idea}
      data-drop={t.drop}
      onDragOver={(event) => {
        if (!canWrite || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={style.row}>
        <h2>{t.idea}</h2>
        <span className={style.space} />
        <span className={cx(style.hint, 'num')}>{count}</span>
      </div>
      {draft.items.map((_, index) => (
        // A message of a thread has no other identity than its place.
        // oxlint-disable-next-line react/no-array-index-key
        <Item key={index} index={index} of={draft.items.length} autoFocus={index === 0 && content === null} />
      ))}
      {canWrite && takers(composer, 'thread').length > 0 && (
        <div>
          <Button compact kind="word" icon="plus" onPress={() => keeper.change((now) => ({ ...now, items: [...now.items, emptyItem()] }))}>
            {t.addPart}
          </Button>
        </div>
      )}
      <Options />
      {content && <Remarks contentId={content.id} />}
    </section>
  )
}
