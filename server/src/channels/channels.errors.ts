import type { NetworkFailure } from '@pupitre/networks'
import { CodedError } from '../platform/errors.ts'

const causes: Record<string, { fr: string; en: string }> = {
  unauthorized: { fr: 'le réseau refuse cet accès', en: 'the network refuses this access' },
  forbidden: { fr: 'le réseau ne permet pas cet accès', en: 'the network does not allow this access' },
  account_gone: { fr: 'le compte n’existe plus', en: 'the account no longer exists' },
  not_found: { fr: 'ce compte est introuvable', en: 'this account cannot be found' },
  unreachable: { fr: 'le serveur ne répond pas à cette adresse', en: 'the server does not answer at this address' },
  timeout: { fr: 'le serveur a mis trop de temps à répondre', en: 'the server took too long to answer' },
  unavailable: { fr: 'le serveur est en panne', en: 'the server is down' },
  rate_limited: { fr: 'le réseau demande d’attendre', en: 'the network asks to wait' },
  bad_answer: { fr: 'le serveur répond autre chose que ce réseau', en: 'the server answers something this network does not' },
}

const byField = { fr: 'l’un des champs ne convient pas', en: 'one of the fields does not fit' }
const check = {
  fr: 'Vérifiez chacun des champs : le jeton ou le mot de passe doit être copié en entier. Puis recommencez.',
  en: 'Check each of the fields: the token or password must be copied whole. Then try again.',
}
const compare = {
  fr: 'Comparez chaque champ à l’exemple qu’il montre, puis recommencez.',
  en: 'Compare each field with the example it shows, then try again.',
}

export const connectionRefused = (failure: NetworkFailure) => {
  // What was written can be mended here, whoever noticed it.
  const isOurs = failure.nextStep === 'fix_content'
  const cause = isOurs ? byField : (causes[failure.kind] ?? { fr: 'le réseau a refusé', en: 'the network refused' })
  const todo = isOurs ? compare : check
  return new CodedError({
    code: `channels.connection_${failure.kind}`,
    status: 422,
    fr: {
      what: `La connexion n’a pas abouti : ${cause.fr}.`,
      kept: 'Rien n’a été enregistré.',
      todo: todo.fr,
    },
    en: {
      what: `The connection failed: ${cause.en}.`,
      kept: 'Nothing was saved.',
      todo: todo.en,
    },
    data: { said: failure.said, retryAfterSeconds: failure.retryAfterSeconds },
  })
}

/** No network was asked: what was written cannot be the name and the profile of an account there. */
export const notAProfile = (example: string) =>
  new CodedError({
    code: 'channels.not_a_profile',
    status: 422,
    fr: {
      what: `Il faut le nom du compte, de cent signes au plus, et l’adresse de son profil sur ce réseau, comme ${example}.`,
      kept: 'Rien n’a été enregistré.',
      todo: 'Ouvrez le profil dans le navigateur, copiez son adresse entière et recommencez.',
    },
    en: {
      what: `The name of the account, a hundred characters at most, and the address of its profile on this network are needed, like ${example}.`,
      kept: 'Nothing was saved.',
      todo: 'Open the profile in the browser, copy its whole address and try again.',
    },
  })

/** Whoever asks has just proved that the account is theirs: they may know. */
export const linkedElsewhere = () =>
  new CodedError({
    code: 'channels.linked_elsewhere',
    status: 409,
    fr: {
      what: 'Ce compte est déjà relié à ce pupitre par une autre maison.',
      kept: 'Rien n’a été enregistré.',
      todo: 'Demandez-lui de le déconnecter, ou publiez-y à la main.',
    },
    en: {
      what: 'This account is already connected to this desk by another house.',
      kept: 'Nothing was saved.',
      todo: 'Ask them to disconnect it, or publish there by hand.',
    },
  })

export const unknownNetwork = () =>
  new CodedError({
    code: 'channels.unknown_network',
    status: 422,
    fr: { what: 'Ce réseau n’est pas connu du pupitre, ou ne se connecte pas ainsi.', todo: 'Choisissez-le dans la liste.' },
    en: { what: 'The desk does not know this network, or it does not connect this way.', todo: 'Choose it from the list.' },
  })

export const connectionLost = () =>
  new CodedError({
    code: 'channels.connection_lost',
    status: 410,
    fr: {
      what: 'Cette connexion a expiré, a déjà servi ou a commencé dans un autre navigateur.',
      kept: 'Rien n’a été enregistré.',
      todo: 'Recommencez la connexion depuis Canaux.',
    },
    en: {
      what: 'This connection has expired, was used already or began in another browser.',
      kept: 'Nothing was saved.',
      todo: 'Connect again from Channels.',
    },
  })

export const refusedByPerson = () =>
  new CodedError({
    code: 'channels.refused_by_person',
    status: 422,
    fr: { what: 'L’accès a été refusé sur le réseau.', kept: 'Rien n’a été enregistré.', todo: 'Recommencez et acceptez l’accès demandé.' },
    en: { what: 'The access was declined on the network.', kept: 'Nothing was saved.', todo: 'Try again and accept the access asked for.' },
  })

export const channelGone = () =>
  new CodedError({
    code: 'channels.disconnected',
    status: 409,
    fr: { what: 'Ce canal n’est plus connecté.', kept: 'Vos textes sont gardés.', todo: 'Reconnectez-le dans Canaux.' },
    en: { what: 'This channel is no longer connected.', kept: 'Your texts are kept.', todo: 'Connect it again in Channels.' },
  })
