import { plural } from '../ui/plural.ts'

/** What is connected there and where its key is made; a network without words here shows its fields. */
const networks: Record<string, { account: string; secret: string; steps: string[] }> = {
  bluesky: {
    account: 'Un compte de Bluesky ou d’un autre serveur du même réseau',
    secret: 'Avec un mot de passe d’application',
    steps: [
      'Sur Bluesky : Paramètres, « Confidentialité et sécurité », « Mots de passe d’application ».',
      'Créez-en un pour Pupitre. La messagerie privée n’est pas nécessaire.',
      'Collez-le ici. Votre vrai mot de passe n’est jamais demandé.',
    ],
  },
  mastodon: {
    account: 'Un compte de n’importe quel serveur Mastodon ou compatible',
    secret: 'Avec un jeton d’accès',
    steps: [
      'Sur votre serveur : Préférences, « Développement », « Nouvelle application ».',
      'Cochez read:accounts, read:statuses, read:notifications, read:follows, write:statuses, write:media, write:favourites, write:accounts (pour épingler) et write:blocks (pour bloquer).',
      'Enregistrez, ouvrez l’application, et collez ici « Votre jeton d’accès ».',
    ],
  },
  discord: {
    account: 'Un salon d’un serveur Discord où votre bot peut écrire',
    secret: 'Avec le jeton d’un bot',
    steps: [
      'Sur discord.com/developers : « New Application », puis « Bot ». Activez « Message Content Intent ».',
      '« Reset Token » donne le jeton : collez-le ici. Invitez le bot par « OAuth2 », « URL Generator », « bot ».',
      'Il lui faut voir le salon, lire l’historique, envoyer des messages, joindre des fichiers et ajouter des réactions ; épingler des messages et bannir des membres si vous voulez le faire d’ici. Bloquer quelqu’un, sur Discord, c’est le bannir de tout le serveur.',
      'Dans Discord : clic droit sur le salon, « Copier le lien », et collez ce lien comme nom du compte.',
    ],
  },
  telegram: {
    account: 'Un canal Telegram que votre bot administre',
    secret: 'Avec le jeton d’un bot',
    steps: [
      'Dans Telegram, écrivez à @BotFather : /newbot. Il donne le jeton : collez-le ici.',
      'Ajoutez le bot aux administrateurs du canal, avec le droit de publier, de modifier (et donc d’épingler) et de supprimer.',
      'Pour lire les commentaires, ajoutez-le aussi aux administrateurs du groupe de discussion lié au canal, avec le droit de bannir si vous voulez bloquer quelqu’un d’ici.',
      'Un bot ne sert qu’un canal. Après une coupure, Telegram ne dit pas si un message est parti : Pupitre vous le demandera.',
    ],
  },
  slack: {
    account: 'Un canal de votre espace Slack, où votre propre application est invitée',
    secret: 'Avec le jeton de votre application',
    steps: [
      'Sur api.slack.com/apps : « Create New App », puis « OAuth & Permissions », « Bot Token Scopes ».',
      'Cochez chat:write, channels:read, groups:read, channels:history, groups:history, files:read, files:write, reactions:read, reactions:write, pins:read, pins:write et users:read.',
      '« Install to Workspace » donne le jeton xoxb-… : collez-le ici. Laissez la rotation des jetons éteinte.',
      'Dans le canal : /invite suivi du nom de l’application. Clic droit sur le canal, « Copier le lien », et collez ce lien comme nom du compte.',
    ],
  },
  x: {
    account: 'Votre compte X, par une application à votre nom (payante à l’usage)',
    secret: 'Avec les clés de votre application',
    steps: [
      'Sur console.x.com : créez un compte de développeur, puis un projet et une application. Ajoutez du crédit : chaque appel est facturé.',
      'Dans l’application, « User authentication settings » : choisissez « Read and write and Direct message ».',
      'Dans « Keys and tokens », faites créer les quatre clés : API Key, API Key Secret, Access Token et Access Token Secret. Collez-les ici.',
      'Un post coûte 0,015 $, et 0,20 $ s’il contient une adresse. Lire une mention coûte environ un centime.',
    ],
  },
  linkedin: {
    account: 'Une page que vous administrez, ou votre propre compte',
    secret: 'Avec un jeton d’accès',
    steps: [
      'Sur linkedin.com/developers : « Create app », rattachée à votre page, que son administrateur confirme.',
      'Pour une page : demandez le produit « Community Management API » (formulaire, puis film de démonstration). Pour votre compte : « Share on LinkedIn » et « Sign In with LinkedIn » suffisent.',
      'Onglet « Auth », « OAuth 2.0 tools » : créez un jeton et collez-le ici. Il vaut 60 jours.',
      'Donnez l’adresse de la page, ou laissez le nom du compte vide pour publier en votre nom. Les commentaires sous les posts d’une personne ne sont montrés à aucun logiciel.',
    ],
  },
  youtube: {
    account: 'Votre chaîne YouTube, par un projet Google à votre nom',
    secret: 'Par un jeton',
    steps: [
      'Sur console.cloud.google.com : nouveau projet, activez « YouTube Data API v3 » et « YouTube Analytics API », puis l’écran de consentement et un client OAuth « Application Web ».',
      'Sur developers.google.com/oauthplayground, avec vos propres identifiants : portées youtube.upload, youtube.force-ssl et yt-analytics.readonly. Collez ici le « refresh token ».',
      'Tant que l’écran de consentement est en test, l’accès prend fin tous les sept jours.',
      'Tant que YouTube n’a pas audité le projet, vos vidéos restent privées. L’audit passé, cochez-le ci-dessous.',
    ],
  },
  facebook: {
    account: 'Une Page Facebook, par une application à votre nom',
    secret: 'Avec le jeton de la Page',
    steps: [
      'Sur developers.facebook.com : « My Apps », « Create App », pour gérer votre Page, rattachée à votre portefeuille d’entreprise.',
      'Dans « Graph API Explorer » : choisissez l’application et la Page, cochez les permissions pages_… et read_insights, puis « Generate Access Token ».',
      'Collez ici l’adresse de la Page et son jeton. Avec l’identifiant et le secret de l’application, Meta vous prévient aussitôt de chaque commentaire.',
      'Tant que seules les personnes de votre application s’en servent, aucun examen de Meta n’est nécessaire.',
    ],
  },
  tiktok: {
    account: 'Votre compte TikTok, par une application à votre nom',
    secret: 'Par un jeton',
    steps: [
      'Sur developers.tiktok.com : « Connect an app », avec « Login Kit » et « Content Posting API » (« Direct Post » activé).',
      'Portées : user.info.basic, user.info.profile, user.info.stats, video.list et video.publish. Prouvez le domaine du pupitre dans « URL properties », sans quoi TikTok ne prend pas les photos.',
      'Collez ici le jeton de renouvellement reçu par votre application. Il ne sert qu’une fois : ne l’employez pas ailleurs.',
      'Tant que TikTok n’a pas audité l’application, vous seul verrez vos publications. L’audit passé, cochez-le ci-dessous. TikTok ne montre les commentaires à aucun logiciel.',
    ],
  },
  instagram: {
    account: 'Un compte Instagram professionnel, par une application à votre nom',
    secret: 'Avec un jeton d’accès',
    steps: [
      'Votre compte doit être professionnel : Paramètres, « Type de compte ».',
      'Sur developers.facebook.com : « Create App », pour gérer contenus et messages d’Instagram, puis « API setup with Instagram login ».',
      'Ajoutez le compte, « Generate token », et collez le jeton ici. Avec un jeton de Facebook (EAA…), indiquez aussi le nom du compte.',
      'Instagram vient chercher les images lui-même : Pupitre doit être joignable depuis Internet pour publier.',
    ],
  },
  google_business: {
    account: 'Un établissement de votre fiche d’établissement Google',
    secret: 'Par un jeton',
    steps: [
      'Il faut une fiche validée depuis 60 jours au moins, et l’accord de Google : formulaire « Application for Basic API Access ». D’ici là, chaque appel est refusé.',
      'Sur console.cloud.google.com : activez les quatre interfaces « My Business » et « Business Profile Performance », puis un client OAuth « Application Web ».',
      'Sur developers.google.com/oauthplayground, avec vos propres identifiants : portée business.manage. Collez ici le « refresh token ».',
      'Donnez le nom de l’établissement si votre compte en a plusieurs.',
    ],
  },
  threads: {
    account: 'Un profil Threads, par une application à votre nom',
    secret: 'Avec un jeton d’accès',
    steps: [
      'Sur developers.facebook.com : « Create App », « Access the Threads API ». Cochez les permissions threads_…',
      'Dans « Use cases », « Customize », « Settings » : ajoutez votre profil aux testeurs, et acceptez dans Threads (Paramètres, « Autorisations des sites web »).',
      '« User Token Generator » donne le jeton : collez-le ici. Pupitre le renouvelle avant sa fin.',
      'Threads vient chercher les médias lui-même : Pupitre doit être joignable depuis Internet pour en publier.',
    ],
  },
  whatsapp: {
    account: 'Un numéro WhatsApp Business de votre maison : on y répond, on n’y publie pas',
    secret: 'Avec le jeton d’un utilisateur système',
    steps: [
      'Sur developers.facebook.com : « Create App », pour WhatsApp, rattachée à votre portefeuille d’entreprise ; ajoutez-y votre numéro.',
      'Dans les paramètres d’entreprise, « Utilisateurs système » : créez-en un, donnez-lui l’application et le compte WhatsApp, et générez un jeton avec whatsapp_business_messaging et whatsapp_business_management.',
      'Collez ici l’identifiant du compte WhatsApp Business, le jeton, puis l’identifiant et le secret de l’application.',
      'Les messages n’arrivent que si Pupitre est joignable depuis Internet, et l’on répond dans les vingt-quatre heures.',
    ],
  },
  pinterest: {
    account: 'Un tableau de votre compte professionnel Pinterest',
    secret: 'Avec un jeton d’accès',
    steps: [
      'Sur developers.pinterest.com : « My apps », « Connect app ». Une personne de Pinterest lit la demande ; comptez quelques jours.',
      'Sur la page de l’application : « Generate access token » pour votre compte. Collez le jeton ici ; il prend fin et ne se renouvelle pas.',
      'Copiez l’adresse du tableau où épingler, et collez-la comme nom du compte.',
      'Avec l’accès d’essai, vos épingles ne sont visibles que de vous : demandez l’accès standard pour que tous les voient.',
    ],
  },
  wordpress: {
    account: 'Votre site : ses articles et leurs commentaires',
    secret: 'Avec un mot de passe d’application',
    steps: [
      'Sur votre site : Utilisateurs, Profil, « Mots de passe d’application ». L’utilisateur doit avoir le rôle d’éditeur.',
      'Nommez-le Pupitre et copiez le mot de passe ; les espaces ne comptent pas. Votre vrai mot de passe n’est jamais demandé.',
      'Collez ici l’adresse du site, le nom de l’utilisateur et ce mot de passe.',
    ],
  },
  webhook: {
    account: 'Un programme à vous : intranet, boutique, application, automate',
    secret: 'Avec un secret de signature',
    steps: [
      'Votre programme reçoit chaque publication par une requête signée (Standard Webhooks) ; le mode d’emploi donne un exemple complet.',
      'Choisissez un secret d’au moins 24 octets, connu de votre programme et de Pupitre, et collez-le ici avec l’adresse du programme.',
      'Pour recevoir ses messages, donnez-lui l’adresse que le canal affiche une fois connecté.',
    ],
  },
  rss: {
    account: 'Un flux à vous, que Pupitre sert lui-même : lettre d’information, agrégateur, site d’un partenaire',
    secret: 'Créer le flux',
    steps: [
      'Donnez un titre au flux et l’adresse du site auquel il appartient. Rien d’autre : ni compte, ni mot de passe.',
      'Une fois le canal créé, il affiche l’adresse du flux. Elle est publique : on n’y lit que ce qui a été publié.',
    ],
  },
  email: {
    account: 'Une boîte où l’on vous écrit : contact@, bonjour@…',
    secret: 'Avec le mot de passe de la boîte',
    steps: [
      'Donnez l’adresse, seule ou avec le nom à montrer : Maison Levain <contact@maisonlevain.fr>.',
      'Le mot de passe est celui de la boîte, ou un mot de passe d’application si votre fournisseur en demande un (Google, Apple, Yahoo…).',
      'Laissez les serveurs vides si ce sont imap. et smtp. suivis de votre domaine ; sinon, l’aide de votre fournisseur les donne.',
      'Pupitre répond à qui vous a écrit, jamais à d’autres. Rien n’est marqué comme lu, rien n’est effacé.',
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
  pin: 'épingler',
  block: 'bloquer un compte',
}

const reads: Record<string, string> = {
  replies: 'les réponses',
  reviews: 'les avis',
  mentions: 'les mentions',
  messages: 'les messages privés',
  metrics: 'les chiffres',
  history: 'le passé du compte',
  deletions: 'les suppressions',
}

const publications = { one: '# publication', other: '# publications' }
const answers = { one: '# réponse', other: '# réponses' }
const deletions = { one: '# suppression', other: '# suppressions' }
const perHours = { one: 'une heure', other: '# heures' }

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
    seconds <= 1
      ? 'les nouvelles arrivent aussitôt'
      : seconds < 90
        ? `les nouvelles arrivent en ${seconds} secondes environ`
        : seconds < 3600
          ? `les nouvelles arrivent en ${Math.round(seconds / 60)} minutes environ`
          : seconds < 86_400
            ? 'les nouvelles arrivent en une heure environ'
            : 'les nouvelles arrivent une fois par jour',
  ago: (seconds: number) => `il y a ${seconds} s`,
  justNow: 'à l’instant',
  importing: (n: number) =>
    plural('fr', n, { zero: 'lecture du passé…', one: 'lecture du passé : # publication…', other: 'lecture du passé : # publications…' }),
  imported: (n: number) =>
    plural('fr', n, { zero: 'aucune publication passée', one: '# publication passée lue', other: '# publications passées lues' }),
  can: 'Peut',
  takes: 'Publie',
  costs: 'Coûte',
  prices: {
    post: 'un post',
    post_with_link: 'un post avec lien',
    delete: 'une suppression',
    read_post: 'un post lu',
    read_own_post: 'un de vos posts relu',
    read_person: 'un compte lu',
    read_message: 'un message lu',
  } as Record<string, string>,
  asOf: (when: string) => `relevé le ${when}`,
  version: 'Interface',
  endsOn: (when: string) => `prend fin le ${when}`,
  limits: 'Limites',
  textMax: (n: string) => `${n} caractères par publication`,
  /** What was done of what the network lets do, in so many hours. */
  quotas: {
    post: (used: string, max: number, hours: number) =>
      `${used} sur ${plural('fr', max, publications)} en ${plural('fr', hours, perHours)}`,
    reply: (used: string, max: number, hours: number) => `${used} sur ${plural('fr', max, answers)} en ${plural('fr', hours, perHours)}`,
    delete: (used: string, max: number, hours: number) => `${used} sur ${plural('fr', max, deletions)} en ${plural('fr', hours, perHours)}`,
  },
  toldBy: (when: string) => `dites par le serveur le ${when}`,
  feed: 'Adresse du flux',
  feedText: 'Tout le monde peut le lire : donnez cette adresse à qui veut suivre ce que vous publiez.',
  hook: 'Adresse d’appel',
  hookText: 'Donnez-la à l’application sur le site du réseau : les nouvelles arriveront aussitôt, sans attendre la prochaine lecture.',
  hookNeedsHttps: 'Le réseau ne peut appeler qu’une adresse publique en https : donnez-en une au pupitre (PUPITRE_URL).',
  hookWord: 'Mot de vérification :',
  copyWord: 'Copier le mot de vérification',
  copyHook: 'Copier l’adresse d’appel',
  copied: 'Adresse copiée',
  assisted: 'À la main',
  assistedTold: 'À son heure, chaque publication vous est rappelée, prête à copier ; elle est faite quand vous en donnez le lien.',
  sees: 'Lit',
  cannot: 'Ne peut pas',
  read: (what: string) => `lire ${what}`,
  what: 'Ce que ce canal permet',
  why: {
    network_has_none: 'ce réseau ne l’a pas',
    scope_missing: 'l’accès donné ne va pas jusque-là',
    server_too_old: 'le serveur est trop ancien',
    not_by_api: 'le réseau ne le permet pas à un logiciel',
    by_hand: 'ce canal est tenu à la main',
  } as Record<string, string>,
  check: 'Vérifier maintenant',
  checkedNow: 'Vérifié',
  reconnect: 'Reconnecter',
  disconnect: 'Déconnecter',
  disconnectTitle: (name: string) => `Déconnecter ${name} ?`,
  disconnectText:
    'La clé d’accès est détruite et plus rien ne part sur ce compte. Ses publications, ses conversations et ses chiffres restent au pupitre. Ce qui y est programmé ne partira pas : à son heure, chaque publication attendra dans Aujourd’hui que vous reconnectiez le compte.',
  disconnected: 'Canal déconnecté',
  more: (name: string) => `Actions pour ${name}`,
  see: 'Voir le profil',
  dialog: {
    title: 'Connecter un compte',
    which: 'Quel réseau ?',
    byPage: 'Sur la page du réseau',
    byPageText: 'Le réseau vous demande votre accord, puis vous ramène ici.',
    redirect: 'Adresse de retour, à déclarer dans l’application du réseau :',
    copyRedirect: 'Copier l’adresse de retour',
    go: 'Continuer sur le réseau',
    connect: 'Connecter',
    cancel: 'Annuler',
    back: 'Autre réseau',
    method: 'Façon de se connecter',
    byHand: 'À la main',
    byHandText:
      'Sans application ni clé : le pupitre prépare chaque publication pour ce réseau, sonne à son heure, et vous la mettez en ligne vous-même. Ni messages ni chiffres n’arrivent par ce canal.',
    forBrand: (brand: string) => `Ce compte rejoindra ${brand}. Vérifiez que c’est la bonne marque.`,
    done: (name: string) => `${name} est connecté`,
    doneAny: 'Compte connecté',
    required: 'À remplir',
    fields: {
      server: 'Serveur',
      handle: 'Nom du compte',
      site: 'Adresse du site',
      title: 'Titre',
      imap: 'Serveur de réception (IMAP)',
      smtp: 'Serveur d’envoi (SMTP)',
      user: 'Nom d’utilisateur',
      secret: 'Mot de passe d’application',
      token: 'Jeton d’accès',
      clientId: 'Identifiant de l’application',
      clientSecret: 'Secret de l’application',
      tokenSecret: 'Secret du jeton d’accès',
      applicationId: 'Numéro de l’application',
      audited: 'L’application a passé l’audit du réseau',
      signingSecret: 'Secret de signature',
      publicKey: 'Clé publique de l’application',
      businessId: 'Identifiant du compte WhatsApp Business',
      profile: 'Adresse du profil',
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
