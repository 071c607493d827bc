import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../queries.ts'
import { useSession } from '../session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { type Format, useFormat } from '../ui/format.ts'
import { useT } from '../ui/language.ts'
import { Menu, type MenuEntry } from '../ui/menu.tsx'
import { useNow } from '../ui/now.ts'
import { Page } from '../ui/page.tsx'
import { ErrorState, Skeleton, useSaying } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { Handovers } from './parts/handover.tsx'
import { InviteDialog } from './parts/invite-dialog.tsx'
import { EditMember, RemoveMember } from './parts/member-dialogs.tsx'
import style from './parts/team.module.css'
import { type Invitation, makeHandover, type Member, membersQuery, withdrawInvitation } from './team.client.ts'
import { teamWords } from './team.words.ts'

type Words = Awaited<ReturnType<typeof teamWords.load>>['members']

function periodOf(t: Words, format: Format, { startsAt, endsAt }: Pick<Member, 'startsAt' | 'endsAt'>): string {
  if (startsAt && endsAt) return t.fromUntil(format.dateShort(startsAt), format.dateShort(endsAt))
  if (startsAt) return t.from(format.dateShort(startsAt))
  return endsAt ? t.until(format.dateShort(endsAt)) : t.noEnd
}

type Asked = { kind: 'edit' | 'remove'; member: Member } | { kind: 'invite' } | null

/** The brands at the desk in which one looks after the members. */
function useOwnBrands(): string[] {
  const { me, brand } = useSession()
  const here = brand ? [brand] : me.brands.filter(({ organizationId }) => organizationId === me.brands[0]?.organizationId)
  return here.filter((one) => one.rights.includes('members')).map((one) => one.id)
}

function RowMenu({ member, onAsk }: { member: Member; onAsk: (asked: Asked) => void }) {
  const t = useT(teamWords).members
  const say = useSaying()
  const label = t.more(member.name)
  const brandIds = useOwnBrands()
  const handOver = useMutation({
    mutationFn: () => Promise.all((member.brandId ? [member.brandId] : brandIds).map((id) => makeHandover(id, member.userId))),
    onSuccess: () => toast(t.handedOver(member.name)),
    onError: (cause) => {
      const { what, after } = say(cause)
      toast(what, { tone: 'refused', sub: after })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['team', 'handovers'] }),
  })
  const entries: MenuEntry[] = [
    { id: 'handover', label: t.handOver, icon: 'file', perform: () => handOver.mutate() },
    { id: 'edit', label: t.edit, icon: 'studio', perform: () => onAsk({ kind: 'edit', member }) },
    { id: 'remove', label: t.remove, icon: 'x', danger: true, perform: () => onAsk({ kind: 'remove', member }) },
  ]
  return (
    <Menu
      label={label}
      placement="bottom end"
      trigger={<IconButton icon="dots" kind="quiet" label={label} />}
      groups={[{ id: 'acts', entries }]}
    />
  )
}

const isOver = (member: Member, now: number): boolean => member.endsAt !== null && Date.parse(member.endsAt) < now

/** Where a period of access stands today; nothing to say while it runs. */
function standing(t: Words, member: Member, now: number): string | null {
  if (isOver(member, now)) return t.over
  return member.startsAt !== null && Date.parse(member.startsAt) > now ? t.notYet : null
}

function MemberRow({ member, onAsk }: { member: Member; onAsk: (asked: Asked) => void }) {
  const t = useT(teamWords).members
  const format = useFormat()
  const now = useNow(60_000)
  const { me } = useSession()
  const isMe = member.userId === me.user.id
  const stands = standing(t, member, now)
  return (
    <tr className={stands === t.over ? style.over : undefined}>
      <td>
        <span className={style.person}>
          <Avatar name={member.name} me={isMe} />
          <span>
            {member.name} {isMe && <span className="dim">({t.you})</span>}
            <span className={style.sub}>{member.email}</span>
          </span>
        </span>
      </td>
      <td>
        {t.roles[member.role].label}
        <span className={style.sub}>{member.twoFactor ? t.twoFactor : t.noTwoFactor}</span>
      </td>
      <td>{member.brandId ? (me.brands.find((brand) => brand.id === member.brandId)?.name ?? format.absent) : t.allBrands}</td>
      <td className="num">
        {periodOf(t, format, member)}
        {stands && <span className={style.sub}>{stands}</span>}
      </td>
      <td>{!isMe && <RowMenu member={member} onAsk={onAsk} />}</td>
    </tr>
  )
}

function Pending({ organizationId, invitations }: { organizationId: string; invitations: Invitation[] }) {
  const t = useT(teamWords).members
  const format = useFormat()
  const { me } = useSession()
  const withdraw = useMutation({
    mutationFn: (id: string) => withdrawInvitation(organizationId, id),
    onSuccess: () => toast(t.withdrawn),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery(organizationId).queryKey }),
  })
  if (invitations.length === 0) return null
  const brandsOf = (ids: string[]) =>
    ids.length === 0 ? t.allBrands : format.list(ids.map((id) => me.brands.find((brand) => brand.id === id)?.name ?? format.absent))
  return (
    <section className={style.pending}>
      <h2>{t.pending}</h2>
      {withdraw.error && <ErrorState error={withdraw.error} />}
      <ul className={style.list}>
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            <Avatar name={invitation.email} />
            <span>
              {invitation.email}
              <span className={style.sub}>
                {t.roles[invitation.role].label}, {brandsOf(invitation.brandIds)}, {t.expires(format.relative(invitation.expiresAt))}
              </span>
            </span>
            <Button compact onPress={() => withdraw.mutate(invitation.id)}>
              {t.withdraw}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Everyone({ organizationId, onAsk }: { organizationId: string; onAsk: (asked: Asked) => void }) {
  const t = useT(teamWords).members
  const { data, error, refetch } = useQuery(membersQuery(organizationId))
  const brandIds = useOwnBrands()
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={4} round />
  return (
    <>
      <Table caption={t.title} columns={[t.person, t.role, t.brands, t.period, null]}>
        {data.members.map((member) => (
          <MemberRow key={member.id} member={member} onAsk={onAsk} />
        ))}
      </Table>
      <Pending organizationId={organizationId} invitations={data.invitations} />
      <Handovers brandIds={brandIds} />
    </>
  )
}

export default function MembersPage() {
  const t = useT(teamWords).members
  const { me, brand } = useSession()
  const organizationId = (brand ?? me.brands[0])?.organizationId ?? ''
  const { data } = useQuery(membersQuery(organizationId))
  const [asked, setAsked] = useState<Asked>(null)
  const now = useNow(60_000)
  const close = () => setAsked(null)
  return (
    <Page
      title={t.title}
      lead={data && t.lead(new Set(data.members.filter((member) => !isOver(member, now)).map((member) => member.userId)).size)}
      actions={
        <Button kind="primary" icon="plus" onPress={() => setAsked({ kind: 'invite' })}>
          {t.invite}
        </Button>
      }
    >
      <Everyone organizationId={organizationId} onAsk={setAsked} />
      {asked?.kind === 'invite' && <InviteDialog organizationId={organizationId} onClose={close} />}
      {asked?.kind === 'edit' && <EditMember organizationId={organizationId} member={asked.member} onClose={close} />}
      {asked?.kind === 'remove' && <RemoveMember organizationId={organizationId} member={asked.member} onClose={close} />}
    </Page>
  )
}
