import { IconButton } from '../../ui/button.tsx'
import { useT } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import { channelsWords } from '../channels.words.ts'
import style from './channels.module.css'

/** An address or a word that is pasted on a network's pages. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const t = useT(channelsWords)
  const copy = () => void navigator.clipboard.writeText(text).then(() => toast(t.copied))
  return (
    <>
      <code className={style.address}>{text}</code> <IconButton icon="copy" kind="quiet" label={label} onPress={copy} />
    </>
  )
}
