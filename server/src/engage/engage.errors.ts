import { CodedError } from '../platform/errors.ts'

export const replyBlocked = (findings: unknown[]) =>
  new CodedError({
    code: 'engage.reply_blocked',
    status: 422,
    fr: {
      what: 'Ce réseau refuserait cette réponse telle quelle.',
      kept: 'Votre texte est gardé, rien n’est parti.',
      todo: 'Corrigez le point signalé, puis envoyez.',
    },
    en: {
      what: 'This network would refuse this reply as it is.',
      kept: 'Your text is kept, nothing left.',
      todo: 'Mend what is marked, then send.',
    },
    data: { findings },
  })

export const cannotReply = () =>
  new CodedError({
    code: 'engage.cannot_reply',
    status: 422,
    fr: {
      what: 'Le réseau ne laisse personne répondre à ce message.',
      kept: 'Rien n’est parti.',
      todo: 'Répondez par un message privé, ou laissez une note.',
    },
    en: { what: 'The network lets nobody answer this message.', kept: 'Nothing left.', todo: 'Answer in private, or leave a note.' },
  })

export const windowClosed = () =>
  new CodedError({
    code: 'engage.window_closed',
    status: 422,
    fr: {
      what: 'Le délai que laisse ce réseau pour répondre est passé.',
      kept: 'Rien n’est parti.',
      todo: 'Attendez que la personne écrive de nouveau.',
    },
    en: {
      what: 'The time this network leaves for an answer has passed.',
      kept: 'Nothing left.',
      todo: 'Wait until the person writes again.',
    },
  })

export const notByThisNetwork = () =>
  new CodedError({
    code: 'engage.not_by_this_network',
    status: 422,
    fr: { what: 'Ce réseau ne permet pas cette action.', kept: 'Rien n’a été envoyé.', todo: 'Faites-la sur le réseau lui-même.' },
    en: { what: 'This network does not allow this.', kept: 'Nothing was sent.', todo: 'Do it on the network itself.' },
  })

export const unknownColleague = () =>
  new CodedError({
    code: 'engage.unknown_colleague',
    status: 422,
    fr: {
      what: 'Cette personne n’a pas accès à la marque.',
      kept: 'L’attribution n’a pas changé.',
      todo: 'Choisissez quelqu’un de l’équipe.',
    },
    en: { what: 'This person has no access to the brand.', kept: 'The assignment did not change.', todo: 'Choose somebody of the team.' },
  })

/** Says nothing of whether the channel exists: whoever asks is not known. */
export const notOfTheNetwork = () =>
  new CodedError({
    code: 'engage.not_of_the_network',
    status: 401,
    fr: {
      what: 'Cette requête ne porte pas la signature du réseau.',
      kept: 'Rien n’a été lu.',
      todo: 'Vérifiez le secret de l’application.',
    },
    en: {
      what: 'This request does not carry the network’s signature.',
      kept: 'Nothing was read.',
      todo: 'Check the secret of the application.',
    },
  })
