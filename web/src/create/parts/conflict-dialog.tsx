import { Button } from '../../ui/button.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { useT } from '../../ui/language.ts'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { makeContent } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { useComposer } from './context.ts'
import { draftOf, textOf } from './draft.ts'

/** Two people changed the same words: both are shown, and nothing is thrown away before the person has chosen. */
export function ConflictDialog() {
  const t = useT(createWords)
  const say = useSaying()
  const { conflict, keeper, brandId } = useComposer()
  if (!conflict) return null
  const who = conflict.by ?? t.somebody
  const { mine } = conflict
  const theirs = draftOf(conflict.theirs)
  const take = () => {
    keeper.settle('theirs')
    toast(t.tookTheirs, { undo: () => keeper.change(() => mine) })
  }
  const both = async () => {
    try {
      const { own: _own, ...body } = mine
      await makeContent(brandId, { ...body, localTime: null })
      keeper.settle('theirs')
      toast(t.keptBoth)
    } catch (error) {
      const { what, after } = say(error)
      toast(what, { tone: 'refused', sub: after })
    }
  }
  return (
    <Dialog title={t.conflictTitle(who)} isOpen onClose={() => undefined} role="alertdialog" wide>
      <p>{t.conflictText}</p>
      <div className={style.two}>
        <section>
          <h3>{t.mine}</h3>
          <p>
            {mine.title && <b>{mine.title}</b>}
            {textOf(mine.items)}
          </p>
        </section>
        <section>
          <h3>{t.theirs(who)}</h3>
          <p>
            {theirs.title && <b>{theirs.title}</b>}
            {textOf(theirs.items)}
          </p>
        </section>
      </div>
      <DialogFeet>
        <Button onPress={() => void both()}>{t.keepBoth}</Button>
        <Button onPress={take}>{t.takeTheirs(who)}</Button>
        <Button kind="primary" onPress={() => keeper.settle('mine')}>
          {t.keepMine}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}
