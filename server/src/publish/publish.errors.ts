import { CodedError } from '../platform/errors.ts'
import type { WallTime } from '../platform/clock.ts'

export const inThePast = () =>
  new CodedError({
    code: 'publish.in_the_past',
    status: 422,
    fr: {
      what: 'Cette heure est passée.',
      kept: 'Rien n’a été programmé, votre contenu est gardé.',
      todo: 'Choisissez une heure à venir, ou publiez maintenant.',
    },
    en: {
      what: 'This time has passed.',
      kept: 'Nothing was scheduled, your content is kept.',
      todo: 'Choose a time to come, or publish now.',
    },
  })

export const tooFar = () =>
  new CodedError({
    code: 'publish.too_far',
    status: 422,
    fr: { what: 'Cette date est dans plus de dix ans.', kept: 'Rien n’a été programmé.', todo: 'Vérifiez l’année.' },
    en: { what: 'This date is more than ten years ahead.', kept: 'Nothing was scheduled.', todo: 'Check the year.' },
  })

export const badTime = () =>
  new CodedError({
    code: 'publish.bad_time',
    status: 422,
    fr: { what: 'Cette date n’existe pas.', kept: 'Rien n’a été programmé.', todo: 'Corrigez la date ou l’heure.' },
    en: { what: 'This date does not exist.', kept: 'Nothing was scheduled.', todo: 'Correct the date or the time.' },
  })

const hour = (local: string) => local.slice(11, 16)

export const lostHour = (time: Extract<WallTime, { kind: 'lost' }>) =>
  new CodedError({
    code: 'publish.lost_hour',
    status: 422,
    fr: {
      what: 'Cette heure n’existe pas : les horloges avancent cette nuit-là.',
      kept: 'Rien n’a été programmé.',
      todo: `Choisissez ${hour(time.before)} ou ${hour(time.after)}.`,
    },
    en: {
      what: 'This hour does not exist: the clocks go forward that night.',
      kept: 'Nothing was scheduled.',
      todo: `Choose ${hour(time.before)} or ${hour(time.after)}.`,
    },
    data: { before: time.before, after: time.after },
  })

export const repeatedHour = (time: Extract<WallTime, { kind: 'repeated' }>) =>
  new CodedError({
    code: 'publish.repeated_hour',
    status: 422,
    fr: {
      what: 'Cette heure existe deux fois : les horloges reculent cette nuit-là.',
      kept: 'Rien n’a été programmé.',
      todo: 'Dites si c’est la première ou la seconde.',
    },
    en: {
      what: 'This hour exists twice: the clocks go back that night.',
      kept: 'Nothing was scheduled.',
      todo: 'Say whether it is the first or the second.',
    },
    data: { first: time.first.toISOString(), second: time.second.toISOString() },
  })

export const changedMeanwhile = (current: unknown) =>
  new CodedError({
    code: 'publish.changed_meanwhile',
    status: 409,
    fr: {
      what: 'Cette publication a changé entre-temps.',
      kept: 'Rien n’a été changé.',
      todo: 'Regardez où elle en est, puis recommencez.',
    },
    en: { what: 'This post changed in the meantime.', kept: 'Nothing was changed.', todo: 'See where it stands, then try again.' },
    data: { current },
  })

export const notFromHere = (state: string) =>
  new CodedError({
    code: 'publish.not_from_here',
    status: 409,
    fr: {
      what: 'Cela n’est plus possible dans l’état où est cette publication.',
      kept: 'Rien n’a été changé.',
      todo: 'Ouvrez son registre pour voir où elle en est.',
    },
    en: {
      what: 'This is no longer possible in the state this post is in.',
      kept: 'Nothing was changed.',
      todo: 'Open its ledger to see where it stands.',
    },
    data: { state },
  })

export const findingsBlock = (findings: unknown[]) =>
  new CodedError({
    code: 'publish.findings_block',
    status: 422,
    fr: {
      what: 'Un point bloque l’envoi sur un canal au moins.',
      kept: 'Rien n’a été programmé, votre contenu est gardé.',
      todo: 'Corrigez les points en rouge, puis recommencez.',
    },
    en: {
      what: 'Something blocks at least one channel.',
      kept: 'Nothing was scheduled, your content is kept.',
      todo: 'Mend what is marked in red, then try again.',
    },
    data: { findings },
  })

export const confirmNames = (names: string[]) =>
  new CodedError({
    code: 'publish.confirm_names',
    status: 422,
    fr: {
      what: `Vous publiez sur ${names.length} canaux à la fois.`,
      kept: 'Rien n’a été programmé.',
      todo: 'Recopiez le nom de chaque compte pour confirmer.',
    },
    en: {
      what: `You are posting to ${names.length} channels at once.`,
      kept: 'Nothing was scheduled.',
      todo: 'Type the name of each account to confirm.',
    },
    data: { names },
  })

export const nothingToSend = () =>
  new CodedError({
    code: 'publish.nothing_to_send',
    status: 422,
    fr: { what: 'Ce contenu n’a aucun canal à servir.', kept: 'Rien n’a été programmé.', todo: 'Choisissez au moins un canal.' },
    en: { what: 'This content has no channel to go to.', kept: 'Nothing was scheduled.', todo: 'Choose at least one channel.' },
  })

export const notByThisNetwork = () =>
  new CodedError({
    code: 'publish.not_by_this_network',
    status: 422,
    fr: { what: 'Ce réseau ne permet pas cette action.', kept: 'Rien n’a été envoyé.', todo: 'Faites-la sur le réseau lui-même.' },
    en: { what: 'This network does not allow this.', kept: 'Nothing was sent.', todo: 'Do it on the network itself.' },
  })

export const partlySent = () =>
  new CodedError({
    code: 'publish.partly_sent',
    status: 409,
    fr: {
      what: 'Une partie de ce thread est déjà en ligne : ses premiers messages ne changent plus.',
      kept: 'Rien n’a été envoyé de nouveau.',
      todo: 'Rétablissez leur texte et ne corrigez que la suite.',
    },
    en: {
      what: 'Part of this thread is live already: its first posts no longer change.',
      kept: 'Nothing was sent again.',
      todo: 'Put their text back and mend only what follows.',
    },
  })

export const linkElsewhere = (host: string) =>
  new CodedError({
    code: 'publish.link_elsewhere',
    status: 422,
    fr: {
      what: `Cette adresse ne mène pas à une publication sur ${host}.`,
      kept: 'La publication reste à confirmer.',
      todo: 'Ouvrez la publication elle-même et collez son adresse.',
    },
    en: {
      what: `This address does not lead to a post on ${host}.`,
      kept: 'The post is still to be confirmed.',
      todo: 'Open the post itself and paste its address.',
    },
    data: { host },
  })
