import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../queries.ts'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { FieldMessage, TextField } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import { invite, membersQuery } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { type AccessDraft, accessFault, AccessFields } from './access-fields.tsx'
import { DoorError, DoorForm } from './door.tsx'
import { instantOf } from './period.ts'
import style from './team.module.css'

type Chosen = ReadonlySet<string> | 'all'

function BrandChoice({
  organizationId,
  chosen,
  onChange,
  error,
}: {
  organizationId: string
  chosen: Chosen
  onChange: (chosen: Chosen) => void
  error: string | null
}) {
  const t = useT(teamWords).members
  const { me } = useSession()
  const brands = me.brands.filter((brand) => brand.organizationId === organizationId)
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen === 'all' ? [] : chosen)
    if (on) next.add(id)
    else next.delete(id)
    onChange(next)
  }
  return (
    <fieldset className={style.checks}>
      <legend>{t.whichBrands}</legend>
      <Checkbox isSelected={chosen === 'all'} onChange={(on) => onChange(on ? 'all' : new Set())}>
        {t.allBrandsLong}
      </Checkbox>
      {chosen !== 'all' &&
        brands.map((brand) => (
          <Checkbox key={brand.id} isSelected={chosen.has(brand.id)} onChange={(on) => toggle(brand.id, on)}>
            {brand.name}
          </Checkbox>
        ))}
      {error && <FieldMessage>{error}</FieldMessage>}
    </fieldset>
  )
}

/** Without a link the mail has left by itself; with one, it has to be passed on. */
function Sent({ email, link, onClose }: { email: string; link: string | null; onClose: () => void }) {
  const t = useT(teamWords).members
  const copy = async () => {
    await navigator.clipboard.writeText(link ?? '')
    toast(t.copied)
  }
  return (
    <Dialog title={link ? t.made(email) : t.sent(email)} isOpen onClose={onClose}>
      <p>{link ? t.sentText : t.mailedText}</p>
      {link && (
        <div className={style.form}>
          <TextField label={t.link} value={link} isReadOnly />
        </div>
      )}
      <DialogFeet>
        {link && (
          <Button icon="copy" onPress={() => void copy()}>
            {t.copy}
          </Button>
        )}
        <Button kind="primary" onPress={onClose}>
          {t.close}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}

export function InviteDialog({ organizationId, onClose }: { organizationId: string; onClose: () => void }) {
  const t = useT(teamWords)
  const { zone } = useFormat()
  const { brand } = useSession()
  const [email, setEmail] = useState('')
  const [draft, setDraft] = useState<AccessDraft>({ role: 'manager', from: '', until: '' })
  const [chosen, setChosen] = useState<Chosen>(brand ? new Set([brand.id]) : 'all')
  const [tried, setTried] = useState(false)
  const emailFault = /^\S+@\S+\.\S+$/.test(email) ? null : t.emailWrong
  const brandFault = chosen !== 'all' && chosen.size === 0 ? t.members.chooseBrand : null
  const send = useMutation({
    mutationFn: () =>
      invite(organizationId, {
        email: email.trim(),
        role: draft.role,
        brandIds: chosen === 'all' ? [] : [...chosen],
        startsAt: instantOf(draft.from, false, zone),
        endsAt: instantOf(draft.until, true, zone),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: membersQuery(organizationId).queryKey }),
  })
  const submit = () => {
    setTried(true)
    if (!emailFault && !brandFault && !accessFault(t.members, draft)) send.mutate()
  }
  if (send.data) return <Sent email={email.trim()} link={send.data.link} onClose={onClose} />
  return (
    <Dialog title={t.members.inviteTitle} isOpen onClose={onClose}>
      <p>{t.members.inviteText}</p>
      <div className={style.form}>
        <DoorForm onSubmit={submit}>
          <TextField
            label={t.email}
            type="email"
            inputMode="email"
            autoCapitalize="none"
            value={email}
            onChange={setEmail}
            error={tried ? emailFault : null}
            autoFocus
          />
          <BrandChoice organizationId={organizationId} chosen={chosen} onChange={setChosen} error={tried ? brandFault : null} />
          <AccessFields draft={draft} onChange={setDraft} />
          <DoorError error={send.error} />
          <DialogFeet>
            <Button onPress={onClose}>{t.members.cancel}</Button>
            <Button type="submit" kind="primary" isPending={send.isPending}>
              {t.members.send}
            </Button>
          </DialogFeet>
        </DoorForm>
      </div>
    </Dialog>
  )
}
