import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery } from '../../session.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useLanguage, useT } from '../../ui/language.ts'
import { Skeleton } from '../../ui/states.tsx'
import { strengthOf } from '../strength.ts'
import { acceptInvitation, invitationQuery, joinInvitation } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { Door, DoorError, DoorForm } from './door.tsx'
import style from './door.module.css'
import { NewPassword } from './new-password.tsx'
import { useEnter } from './use-enter.ts'

/** Somebody new: a name and a password open the desk. */
function NewPerson({ token, email }: { token: string; email: string }) {
  const t = useT(teamWords)
  const language = useLanguage()
  const enter = useEnter()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const accept = useMutation({ mutationFn: () => acceptInvitation(token, { name: name.trim(), password, language }), onSuccess: enter })
  const isShort = strengthOf(password, [name, email]).reason === 'short'
  const submit = () => {
    setTried(true)
    if (name.trim() && !isShort) accept.mutate()
  }
  return (
    <DoorForm onSubmit={submit}>
      <TextField label={t.email} type="email" name="email" autoComplete="username" value={email} isReadOnly />
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
      <NewPassword value={password} onChange={setPassword} own={[name, email]} error={tried && isShort ? t.passwordTooShort : null} />
      <DoorError error={accept.error} />
      <div className={style.end}>
        <Button type="submit" kind="primary" isPending={accept.isPending}>
          {t.invitation.join}
        </Button>
      </div>
    </DoorForm>
  )
}

/** Somebody who has an account here joins with it, once signed in. */
function KnownPerson({ token, email }: { token: string; email: string }) {
  const t = useT(teamWords)
  const enter = useEnter()
  const { data: me } = useQuery({ ...meQuery, retry: false })
  const join = useMutation({ mutationFn: () => joinInvitation(token), onSuccess: enter })
  const isIn = me?.user.email === email
  return (
    <div className={style.form}>
      <p>{t.invitation.known(email)}</p>
      <DoorError error={join.error} />
      <div className={style.end}>
        {isIn ? (
          <Button kind="primary" onPress={() => join.mutate()} isPending={join.isPending}>
            {t.invitation.join}
          </Button>
        ) : (
          <LinkButton kind="primary" to="/sign-in" search={{ next: `/invitation/${token}` }}>
            {t.signIn.enter}
          </LinkButton>
        )}
      </div>
    </div>
  )
}

export function InvitationPage() {
  const t = useT(teamWords)
  const { token } = useParams({ from: '/invitation/$token' })
  const { data, error } = useQuery(invitationQuery(token))
  return (
    <Door title={t.invitation.title} lead={data?.known ? t.invitation.knownLead : t.invitation.lead}>
      <DoorError error={error} />
      {!data && !error && <Skeleton />}
      {data && (data.known ? <KnownPerson token={token} email={data.email} /> : <NewPerson token={token} email={data.email} />)}
    </Door>
  )
}
