import { useMutation } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { useT } from '../../ui/language.ts'
import { ErrorState } from '../../ui/states.tsx'
import { readCard, type StoredOptions } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { takers, useComposer } from './context.ts'
import { firstLink } from './rich-text.tsx'

type Card = NonNullable<StoredOptions['card']>

/** The card under a link: proposed when the text has one, read by the desk, corrected by hand. */
export function CardFields() {
  const t = useT(createWords)
  const composer = useComposer()
  const { draft, keeper, brandId, assets, addAssets, canWrite } = composer
  const { card } = draft.options
  const set = (next: Card | null) => keeper.change((now) => ({ ...now, options: { ...now.options, card: next } }))
  const read = useMutation({
    mutationFn: (url: string) => readCard(brandId, url),
    onSuccess: ({ thumb, ...page }) => {
      if (thumb) addAssets([thumb])
      set({ ...page, thumbAssetId: thumb?.id ?? null })
    },
  })
  const link = firstLink(draft.items[0]?.text ?? '')
  if (takers(composer, 'card').length === 0 || !canWrite) return null
  if (card) {
    const thumb = card.thumbAssetId ? assets.get(card.thumbAssetId) : null
    return (
      <fieldset className={style.card}>
        <legend>{t.card}</legend>
        {thumb && <img src={thumb.thumbUrl} alt="" />}
        <TextField label={t.cardTitle} value={card.title} maxLength={500} onChange={(title) => set({ ...card, title })} />
        <TextArea
          label={t.cardDescription}
          rows={2}
          value={card.description}
          maxLength={2000}
          onChange={(description) => set({ ...card, description })}
        />
        <p className={style.hint}>{card.url}</p>
        <Button compact kind="quiet" onPress={() => set(null)}>
          {t.cardRemove}
        </Button>
      </fieldset>
    )
  }
  if (!link || !URL.canParse(link) || (draft.items[0]?.media.length ?? 0) > 0) return null
  return (
    <div className={style.offer}>
      <Button compact icon="link" isPending={read.isPending} onPress={() => read.mutate(link)}>
        {read.isPending ? t.cardReading : t.cardMake(new URL(link).host)}
      </Button>
      {read.error && (
        <ErrorState
          error={read.error}
          action={
            <Button compact onPress={() => set({ url: link, title: '', description: '', thumbAssetId: null })}>
              {t.cardByHand}
            </Button>
          }
        />
      )}
    </div>
  )
}
