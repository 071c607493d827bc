import { CodedError } from '../platform/errors.ts'

export const alreadySetUp = () =>
  new CodedError({
    code: 'team.already_set_up',
    status: 409,
    fr: { what: 'Ce pupitre a déjà une personne responsable.', todo: 'Demandez-lui une invitation.' },
    en: { what: 'This desk already has an owner.', todo: 'Ask them for an invitation.' },
  })

export const unknownZone = (zone: string) =>
  new CodedError({
    code: 'team.unknown_zone',
    status: 422,
    fr: {
      what: `« ${zone} » n’est pas un fuseau horaire connu.`,
      kept: 'Rien n’a été créé.',
      todo: 'Choisissez une ville de la liste, par exemple Europe/Paris.',
    },
    en: {
      what: `“${zone}” is not a known time zone.`,
      kept: 'Nothing was created.',
      todo: 'Choose a city of the list, such as Europe/Paris.',
    },
  })

export const invitationDead = () =>
  new CodedError({
    code: 'team.invitation_dead',
    status: 410,
    fr: {
      what: 'Cette invitation a expiré, a été retirée ou a déjà servi.',
      todo: 'Demandez-en une nouvelle à la personne qui vous l’a envoyée.',
    },
    en: { what: 'This invitation has expired, was withdrawn or was used already.', todo: 'Ask whoever sent it for a new one.' },
  })

export const emailTaken = () =>
  new CodedError({
    code: 'team.email_taken',
    status: 409,
    fr: {
      what: 'Une personne a déjà un accès avec cette adresse.',
      kept: 'Rien n’a été changé.',
      todo: 'Connectez-vous d’abord, puis ouvrez de nouveau l’invitation.',
    },
    en: {
      what: 'Somebody already signs in with this address.',
      kept: 'Nothing was changed.',
      todo: 'Sign in first, then open the invitation again.',
    },
  })

export const lastOwner = () =>
  new CodedError({
    code: 'team.last_owner',
    status: 409,
    fr: {
      what: 'Cette personne est la seule responsable de l’organisation.',
      kept: 'Ses droits restent en place.',
      todo: 'Nommez d’abord une autre personne responsable.',
    },
    en: {
      what: 'This person is the only owner of the organization.',
      kept: 'Their rights stay in place.',
      todo: 'Name another owner first.',
    },
  })

export const endBeforeStart = () =>
  new CodedError({
    code: 'team.end_before_start',
    status: 422,
    fr: { what: 'La fin de l’accès précède son début.', kept: 'Rien n’a été changé.', todo: 'Corrigez l’une des deux dates.' },
    en: { what: 'The access ends before it begins.', kept: 'Nothing was changed.', todo: 'Correct one of the two dates.' },
  })

export const noDemonstration = () =>
  new CodedError({
    code: 'team.no_demonstration',
    status: 404,
    fr: { what: 'La démonstration n’est pas ouverte sur ce pupitre.', todo: 'Connectez-vous avec votre compte.' },
    en: { what: 'The demonstration is not open on this desk.', todo: 'Sign in with your account.' },
  })

/** `gone`: the browser took its permission back, and the device was taken off the list. */
export const deviceSilent = (gone: boolean) =>
  new CodedError({
    code: gone ? 'team.device_gone' : 'team.device_silent',
    status: 422,
    fr: gone
      ? {
          what: 'Ce navigateur ne sonne plus : son autorisation a été retirée.',
          kept: 'Il a quitté la liste.',
          todo: 'Ajoutez-le de nouveau depuis cet appareil.',
        }
      : {
          what: 'Le service de notifications de ce navigateur n’a pas répondu.',
          kept: 'L’appareil reste dans la liste.',
          todo: 'Réessayez dans une minute.',
        },
    en: gone
      ? {
          what: 'This browser rings no more: its permission was taken back.',
          kept: 'It left the list.',
          todo: 'Add it again from that device.',
        }
      : {
          what: 'The notification service of this browser did not answer.',
          kept: 'The device stays on the list.',
          todo: 'Try again in a minute.',
        },
  })
