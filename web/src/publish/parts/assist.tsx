import { type ReactNode, useState } from 'react'
import { useSession } from '../../session.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { Glyph } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Page } from '../../ui/page.tsx'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { useTitle } from '../../ui/use-title.ts'
import type { PackView } from '../publish.client.ts'
import { publishWords } from '../publish.words.ts'
import style from './assist.module.css'
import { useDoings, WhenDialog } from './delivery-acts.tsx'
import { stateSaid } from './said.ts'
import { assetUrl, canShareFiles, fileName, shareMedia } from './share.ts'
import { State } from './state.tsx'

type Props = { brandId: string; pack: PackView }

function Copyable({ label, text }: { label: string; text: string }) {
  const t = useT(publishWords).assist
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => toast(t.copied),
      () => toast(t.copyByHand, { tone: 'refused' }),
    )
  return (
    <div className={style.copyable}>
      <p className={style.text} dir="auto">
        {text}
      </p>
      <Button compact icon="copy" aria-label={`${t.copy} : ${label}`} onPress={copy}>
        {t.copy}
      </Button>
    </div>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li>
      <h2>{title}</h2>
      {children}
    </li>
  )
}

function Media({ brandId, pack }: Props) {
  const t = useT(publishWords).assist
  const say = useSaying()
  const [busy, setBusy] = useState(false)
  const share = async () => {
    setBusy(true)
    try {
      if (await shareMedia(brandId, pack)) toast(t.shared)
    } catch (error) {
      const { what, after } = say(error)
      toast(what, { tone: 'refused', sub: after })
    }
    setBusy(false)
  }
  return (
    <>
      <ul className={style.media}>
        {pack.media.map((one, index) => (
          <li key={one.id}>
            {one.mimeType.startsWith('video/') ? (
              <video src={assetUrl(brandId, one.id)} controls preload="metadata" />
            ) : (
              <img src={`${assetUrl(brandId, one.id)}?size=thumb`} alt={one.alt ?? ''} />
            )}
            <a href={assetUrl(brandId, one.id)} download={fileName(one, index)}>
              {t.save}
            </a>
            {one.alt && <Copyable label={t.altOf(index + 1)} text={one.alt} />}
          </li>
        ))}
      </ul>
      {canShareFiles() && (
        <Button icon="go" isPending={busy} onPress={() => void share()}>
          {t.share}
        </Button>
      )}
    </>
  )
}

/** The end of it: the link, or not now, or not at all. */
function Outcome({ brandId, pack: { delivery, profileUrl } }: Props) {
  const words = useT(publishWords)
  const t = words.assist
  const [link, setLink] = useState('')
  const [tried, setTried] = useState(false)
  const [later, setLater] = useState(false)
  const doings = useDoings(brandId, delivery)
  const good = URL.canParse(link.trim()) && /^https?:/.test(link.trim())
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (good) doings.settle({ answer: 'there', link: link.trim() })
      }}
    >
      <TextField
        label={words.thereLink}
        type="url"
        inputMode="url"
        hint={t.linkHint(new URL(profileUrl).hostname.replace(/^www\./, ''))}
        value={link}
        onChange={setLink}
        error={tried && !good ? words.thereWrong : null}
      />
      <div className={style.acts}>
        <Button kind="primary" type="submit" isPending={doings.busy}>
          {t.done}
        </Button>
        <Button isDisabled={doings.busy} onPress={() => setLater(true)}>
          {t.later}
        </Button>
        <Button kind="quiet" isDisabled={doings.busy} onPress={() => doings.settle({ answer: 'drop' })}>
          {words.drop}
        </Button>
      </div>
      {later && (
        <WhenDialog
          title={t.laterTitle}
          at={null}
          confirm={t.later}
          onClose={() => setLater(false)}
          onChoose={(when) => {
            setLater(false)
            doings.settle({ answer: 'later', ...when })
          }}
        />
      )}
    </form>
  )
}

/** Text to copy, media to hand over, where to go, and the link that ends it. */
function Steps({ brandId, pack, place }: Props & { place: string }) {
  const t = useT(publishWords).assist
  const { can } = useSession()
  const { texts, media, firstComment, link, poll, placement } = pack
  return (
    <ol className={style.steps}>
      {texts.length > 0 && (
        <Step title={t.text}>
          <Copyable label={t.text} text={texts.join('\n\n')} />
        </Step>
      )}
      {media.length > 0 && (
        <Step title={t.media(media.length)}>
          <Media brandId={brandId} pack={pack} />
        </Step>
      )}
      {poll && (
        <Step title={t.poll}>
          <Copyable label={t.poll} text={poll.join('\n')} />
        </Step>
      )}
      {link && (
        <Step title={t.link}>
          <Copyable label={t.link} text={link} />
        </Step>
      )}
      <Step title={placement ? t.goTo[placement](place) : t.goTo.post(place)}>
        <a className={style.go} href={pack.profileUrl} target="_blank" rel="noreferrer noopener">
          {t.open(pack.handle)}
        </a>
      </Step>
      {firstComment && (
        <Step title={t.firstComment}>
          <Copyable label={t.firstComment} text={firstComment} />
        </Step>
      )}
      {can('schedule') && (
        <Step title={t.confirm}>
          <Outcome brandId={brandId} pack={pack} />
        </Step>
      )}
    </ol>
  )
}

/** One post that is put up by hand: what to do while it is due, and where it stands before and after. */
export function Assist({ brandId, pack }: Props) {
  const words = useT(publishWords)
  const t = words.assist
  const format = useFormat()
  const { delivery } = pack
  const place = new URL(pack.profileUrl).hostname.replace(/^www\./, '')
  // A post the desk sends itself, one that is not due and one that is done are shown, not asked for again.
  const isOpen = delivery.state === 'unknown' && delivery.cause?.kind === 'by_hand'
  useTitle(isOpen ? t.title : t.notNow)
  return (
    <Page title={isOpen ? t.title : t.notNow} lead={isOpen ? t.lead(pack.channel, place) : pack.channel}>
      <div className={style.where}>
        <Glyph network={pack.network} size={20} />
        <State state={delivery.state} format={delivery.format} />
        <span className="dim">{stateSaid(words, format, delivery)}</span>
        {delivery.link && (
          <a href={delivery.link} target="_blank" rel="noreferrer noopener">
            {words.see}
          </a>
        )}
      </div>
      {isOpen && <Steps brandId={brandId} pack={pack} place={place} />}
      {delivery.contentId && (
        <LinkButton kind="word" to="/studio/$contentId" params={{ contentId: delivery.contentId }} search={{ brand: brandId }}>
          {words.openContent}
        </LinkButton>
      )}
    </Page>
  )
}
