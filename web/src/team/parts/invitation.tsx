import { useMutation } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, LinkButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useLanguage, useT } from '../../ui/language.ts'
import { strengthOf } from '../strength.ts'
import { acceptInvitation } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { Door, DoorError, DoorForm } from './door.tsx'
import style from './door.module.css'
import { NewPassword } from './new-password.tsx'
import { useEnter } from './use-enter.ts'

export function InvitationPage() {
  const t = useT(teamWords)
  const language = useLanguage()
  const { token } = useParams({ from: '/invitation/$token' })
  const enter = useEnter()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const accept = useMutation({ mutationFn: () => acceptInvitation(token, { name: name.trim(), password, language }), onSuccess: enter })
  const isShort = strengthOf(password, [name]).reason === 'short'
  const submit = () => {
    setTried(true)
    if (name.trim() && !isShort) accept.mutate()
  }
  return (
    <Door title={t.invitation.title} lead={t.invitation.lead}>
      <DoorForm onSubmit={submit}>
        <TextField
          label={t.name}
          name="name"
          autoComplete="name"
          value={name}
          onChange={setName}
          hint={t.nameHint}
          error={tried && !name.trim() ? t.nameMissing : null}
          isRequired
        />
        <NewPassword value={password} onChange={setPassword} own={[name]} error={tried && isShort ? t.passwordTooShort : null} />
        <DoorError error={accept.error} />
        <div className={style.end}>
          <Button type="submit" kind="primary" isPending={accept.isPending}>
            {t.invitation.join}
          </Button>
          <LinkButton kind="word" to="/sign-in">
            {t.invitation.haveAccount}
          </LinkButton>
        </div>
      </DoorForm>
    </Door>
  )
}
