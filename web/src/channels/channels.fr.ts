import { plural } from '../ui/plural.ts'

/** What a network is called and where its key is made; a network without words here shows its id and its fields. */
const networks: Record<string, { name: string; account: string; secret: string; steps: string[] }> = {
  bluesky: {
    name: 'Bluesky',
    account: 'Un compte de Bluesky ou d’un autre serveur du même réseau',
    secret: 'Avec un mot de passe d’application',
    steps: [
      'Sur Bluesky : Paramètres, « Confidentialité et sécurité », « Mots de passe d’application ».',
      'Créez-en un pour Pupitre. La messagerie privée n’est pas nécessaire.',
      'Collez-le ici. Votre vrai mot de passe n’est jamais demandé.',
    ],
  },
  mastodon: {
    name: 'Mastodon',
    account: 'Un compte de n’importe quel serveur Mastodon ou compatible',
    secret: 'Avec un jeton d’accès',
    steps: [
      'Sur votre serveur : Préférences, « Développement », « Nouvelle application ».',
      'Cochez read:accounts, read:statuses, read:notifications, write:statuses, write:media et write:favourites.',
      'Enregistrez, ouvrez l’application, et collez ici « Votre jeton d’accès ».',
    ],
  },
  discord: {
    name: 'Discord',
    account: 'Un salon d’un serveur Discord où votre bot peut écrire',
    secret: 'Avec le jeton d’un bot',
    steps: [
      'Sur discord.com/developers : « New Application », puis « Bot ». Activez « Message Content Intent ».',
      '« Reset Token » donne le jeton : collez-le ici. Invitez le bot par « OAuth2 », « URL Generator », « bot ».',
      'Il lui faut voir le salon, lire l’historique, envoyer des messages, joindre des fichiers et ajouter des réactions.',
      'Dans Discord : clic droit sur le salon, « Copier le lien », et collez ce lien comme nom du compte.',
    ],
  },
  telegram: {
    name: 'Telegram',
    account: 'Un canal Telegram que votre bot administre',
    secret: 'Avec le jeton d’un bot',
    steps: [
      'Dans Telegram, écrivez à @BotFather : /newbot. Il donne le jeton : collez-le ici.',
      'Ajoutez le bot aux administrateurs du canal, avec le droit de publier, de modifier et de supprimer.',
      'Pour lire les commentaires, ajoutez-le aussi aux administrateurs du groupe de discussion lié au canal.',
      'Un bot ne sert qu’un canal. Après une coupure, Telegram ne dit pas si un message est parti : Pupitre vous le demandera.',
    ],
  },
  slack: {
    name: 'Slack',
    account: 'Un canal de votre espace Slack, où votre propre application est invitée',
    secret: 'Avec le jeton de votre application',
    steps: [
      'Sur api.slack.com/apps : « Create New App », puis « OAuth & Permissions », « Bot Token Scopes ».',
      'Cochez chat:write, channels:read, groups:read, channels:history, groups:history, files:read, files:write, reactions:read, reactions:write et users:read.',
      '« Install to Workspace » donne le jeton xoxb-… : collez-le ici. Laissez la rotation des jetons éteinte.',
      'Dans le canal : /invite suivi du nom de l’application. Clic droit sur le canal, « Copier le lien », et collez ce lien comme nom du compte.',
    ],
  },
  x: {
    name: 'X (Twitter)',
    account: 'Votre compte X, par une application à votre nom (payante à l’usage)',
    secret: 'Avec les clés de votre application',
    steps: [
      'Sur console.x.com : créez un compte de développeur, puis un projet et une application. Ajoutez du crédit : chaque appel est facturé.',
      'Dans l’application, « User authentication settings » : choisissez « Read and write and Direct message ».',
      'Dans « Keys and tokens », faites créer les quatre clés : API Key, API Key Secret, Access Token et Access Token Secret. Collez-les ici.',
      'Un post coûte 0,015 $, et 0,20 $ s’il contient une adresse. Lire une mention coûte environ un centime.',
    ],
  },
  pinterest: {
    name: 'Pinterest',
    account: 'Un tableau de votre compte professionnel Pinterest',
    secret: 'Avec un jeton d’accès',
    steps: [
      'Sur developers.pinterest.com : « My apps », « Connect app ». Une personne de Pinterest lit la demande ; comptez quelques jours.',
      'Sur la page de l’application : « Generate access token » pour votre compte. Collez le jeton ici ; il prend fin et ne se renouvelle pas.',
      'Copiez l’adresse du tableau où épingler, et collez-la comme nom du compte.',
      'Avec l’accès d’essai, vos épingles ne sont visibles que de vous : demandez l’accès standard pour que tous les voient.',
    ],
  },
}

const acts: Record<string, string> = {
  post: 'publier',
  reply: 'répondre',
  privateReply: 'répondre en privé',
  like: 'aimer',
  repost: 'partager',
  quote: 'citer',
  edit: 'modifier en ligne',
  delete: 'supprimer en ligne',
  hide: 'masquer une réponse',
}

const reads: Record<string, string> = {
  replies: 'les réponses',
  mentions: 'les mentions',
  messages: 'les messages privés',
  metrics: 'les chiffres',
  history: 'le passé du compte',
  deletions: 'les suppressions',
}

export const words = {
  networks,
  acts,
  reads,
  title: 'Canaux',
  lead: (n: number) => plural('fr', n, { zero: 'aucun compte connecté', one: '# compte connecté', other: '# comptes connectés' }),
  connect: 'Connecter un compte',
  connectNetwork: (name: string) => `Connecter ${name}`,
  emptyTitle: 'Aucun compte pour l’instant',
  emptyText: 'Connectez les comptes de la marque : vous y publierez, et leurs réponses arriveront dans Messages.',
  allBrands: 'Choisissez une marque pour y connecter un compte.',
  health: {
    ok: 'En marche',
    expiring: 'Accès bientôt expiré',
    refused: 'Accès refusé',
    unreachable: 'Serveur injoignable',
  },
  healthText: {
    ok: '',
    expiring: 'Reconnectez-le avant cette date, sans quoi les publications resteront ici.',
    refused: 'Le réseau ne reconnaît plus l’accès du pupitre : reconnectez le compte. Ses publications attendent.',
    unreachable: 'Le serveur ne répond pas. Le pupitre réessaie ; ses publications attendent.',
  },
  said: (text: string) => `Réponse du réseau : « ${text} »`,
  expires: (when: string) => `accès valable jusqu’au ${when}`,
  noExpiry: 'accès sans date de fin',
  heard: (when: string) => `vu ${when}`,
  neverHeard: 'pas encore lu',
  checked: (when: string) => `vérifié ${when}`,
  freshness: (seconds: number) =>
    seconds <= 1 ? 'les nouvelles arrivent aussitôt' : `les nouvelles arrivent en ${seconds} secondes environ`,
  ago: (seconds: number) => `il y a ${seconds} s`,
  justNow: 'à l’instant',
  importing: (n: number) =>
    plural('fr', n, { zero: 'lecture du passé…', one: 'lecture du passé : # publication…', other: 'lecture du passé : # publications…' }),
  imported: (n: number) =>
    plural('fr', n, { zero: 'aucune publication passée', one: '# publication passée lue', other: '# publications passées lues' }),
  can: 'Peut',
  sees: 'Lit',
  cannot: 'Ne peut pas',
  read: (what: string) => `lire ${what}`,
  what: 'Ce que ce canal permet',
  why: {
    network_has_none: 'ce réseau ne l’a pas',
    scope_missing: 'l’accès donné ne va pas jusque-là',
    server_too_old: 'le serveur est trop ancien',
    not_by_api: 'le réseau ne le permet pas à un logiciel',
  } as Record<string, string>,
  check: 'Vérifier maintenant',
  checkedNow: 'Vérifié',
  reconnect: 'Reconnecter',
  disconnect: 'Déconnecter',
  disconnectTitle: (name: string) => `Déconnecter ${name} ?`,
  disconnectText:
    'La clé d’accès est détruite et plus rien ne part sur ce compte. Ses publications, ses conversations et ses chiffres restent au pupitre. Ce qui est programmé sur ce canal sera mis en pause.',
  disconnected: 'Canal déconnecté',
  more: (name: string) => `Actions pour ${name}`,
  see: 'Voir le profil',
  dialog: {
    title: 'Connecter un compte',
    which: 'Quel réseau ?',
    byPage: 'Sur la page du réseau',
    byPageText: 'Le réseau vous demande votre accord, puis vous ramène ici.',
    go: 'Continuer sur le réseau',
    connect: 'Connecter',
    cancel: 'Annuler',
    back: 'Autre réseau',
    method: 'Façon de se connecter',
    forBrand: (brand: string) => `Ce compte rejoindra ${brand}. Vérifiez que c’est la bonne marque.`,
    done: (name: string) => `${name} est connecté`,
    doneAny: 'Compte connecté',
    required: 'À remplir',
    fields: {
      server: 'Serveur',
      handle: 'Nom du compte',
      secret: 'Mot de passe d’application',
      token: 'Jeton d’accès',
      clientId: 'Identifiant de l’application',
      clientSecret: 'Secret de l’application',
      tokenSecret: 'Secret du jeton d’accès',
    } as Record<string, string>,
    example: (text: string) => `Par exemple ${text}`,
    secretKept: 'Gardé chiffré ; personne ne peut le relire.',
  },
  finish: {
    title: 'Connexion du compte',
    working: 'Le réseau a répondu, le pupitre termine la connexion…',
    failed: 'La connexion n’a pas abouti',
    lost: 'Cette page termine une connexion commencée dans le même onglet. Recommencez depuis Canaux.',
    back: 'Revenir aux canaux',
  },
}
