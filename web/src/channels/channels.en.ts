import { plural } from '../ui/plural.ts'
import type { words as fr } from './channels.fr.ts'

const networks: (typeof fr)['networks'] = {
  bluesky: {
    account: 'An account of Bluesky or of another server of the same network',
    secret: 'With an app password',
    steps: [
      'On Bluesky: Settings, “Privacy and security”, “App passwords”.',
      'Make one for Pupitre. Access to direct messages is not needed.',
      'Paste it here. Your real password is never asked for.',
    ],
  },
  mastodon: {
    account: 'An account of any Mastodon or compatible server',
    secret: 'With an access token',
    steps: [
      'On your server: Preferences, “Development”, “New application”.',
      'Tick read:accounts, read:statuses, read:notifications, read:follows, write:statuses, write:media, write:favourites, write:accounts (to pin) and write:blocks (to block).',
      'Save, open the application, and paste “Your access token” here.',
    ],
  },
  discord: {
    account: 'A channel of a Discord server in which your bot may write',
    secret: 'With the token of a bot',
    steps: [
      'On discord.com/developers: “New Application”, then “Bot”. Switch on “Message Content Intent”.',
      '“Reset Token” gives the token: paste it here. Invite the bot by “OAuth2”, “URL Generator”, “bot”.',
      'It needs to view the channel, read its history, send messages, attach files and add reactions; to pin messages and ban members if you want to do so from here. On Discord, blocking somebody means a ban from the whole server.',
      'In Discord: right-click the channel, “Copy Link”, and paste that link as the account’s name.',
    ],
  },
  telegram: {
    account: 'A Telegram channel that your bot administers',
    secret: 'With the token of a bot',
    steps: [
      'In Telegram, write to @BotFather: /newbot. It gives the token: paste it here.',
      'Add the bot to the administrators of the channel, with the right to post, edit (and so to pin) and delete.',
      'To read comments, add it to the administrators of the discussion group linked to the channel as well, with the right to ban if you want to block people from here.',
      'One bot serves one channel. After a cut, Telegram does not tell whether a message left: Pupitre will ask you.',
    ],
  },
  slack: {
    account: 'A channel of your Slack workspace to which your own app is invited',
    secret: 'With the token of your app',
    steps: [
      'On api.slack.com/apps: “Create New App”, then “OAuth & Permissions”, “Bot Token Scopes”.',
      'Tick chat:write, channels:read, groups:read, channels:history, groups:history, files:read, files:write, reactions:read, reactions:write, pins:read, pins:write and users:read.',
      '“Install to Workspace” gives the token xoxb-…: paste it here. Leave token rotation switched off.',
      'In the channel: /invite followed by the app’s name. Right-click the channel, “Copy link”, and paste that link as the account’s name.',
    ],
  },
  x: {
    account: 'Your X account, by an app of your own (paid by use)',
    secret: 'With the keys of your app',
    steps: [
      'On console.x.com: make a developer account, then a project and an app. Add credit: every call is billed.',
      'In the app, “User authentication settings”: choose “Read and write and Direct message”.',
      'In “Keys and tokens”, have the four keys made: API Key, API Key Secret, Access Token and Access Token Secret. Paste them here.',
      'A post costs $0.015, and $0.20 if it holds an address. Reading a mention costs about one cent.',
    ],
  },
  linkedin: {
    account: 'A page that you administer, or your own account',
    secret: 'With an access token',
    steps: [
      'On linkedin.com/developers: “Create app”, linked to your page, which its administrator confirms.',
      'For a page: ask for the product “Community Management API” (a form, then a film of the screen). For your own account: “Share on LinkedIn” and “Sign In with LinkedIn” are enough.',
      '“Auth” tab, “OAuth 2.0 tools”: create a token and paste it here. It lives 60 days.',
      'Give the address of the page, or leave the account’s name empty to publish in your own name. Comments below a person’s posts are shown to no software.',
    ],
  },
  youtube: {
    account: 'Your YouTube channel, by a Google project in your name',
    secret: 'By a token',
    steps: [
      'On console.cloud.google.com: new project, enable “YouTube Data API v3” and “YouTube Analytics API”, then the consent screen and an OAuth client “Web application”.',
      'On developers.google.com/oauthplayground, with your own credentials: scopes youtube.upload, youtube.force-ssl and yt-analytics.readonly. Paste the “refresh token” here.',
      'While the consent screen is in testing, access ends every seven days.',
      'Until YouTube has audited the project, your films stay private. Once it has, tick it below.',
    ],
  },
  facebook: {
    account: 'A Facebook Page, through an app of your own',
    secret: 'With the token of the Page',
    steps: [
      'On developers.facebook.com: “My Apps”, “Create App”, to manage your Page, tied to your business portfolio.',
      'In “Graph API Explorer”: choose the app and the Page, tick the permissions pages_… and read_insights, then “Generate Access Token”.',
      'Paste the address of the Page and its token here. With the app’s identifier and secret, Meta tells you of every comment at once.',
      'As long as only people with a role in your app use it, no review by Meta is needed.',
    ],
  },
  tiktok: {
    account: 'Your TikTok account, by an app in your name',
    secret: 'By a token',
    steps: [
      'On developers.tiktok.com: “Connect an app”, with “Login Kit” and “Content Posting API” (“Direct Post” on).',
      'Scopes: user.info.basic, user.info.profile, user.info.stats, video.list and video.publish. Prove the desk’s domain under “URL properties”, or TikTok takes no photos.',
      'Paste the refresh token that your app was given. It serves once: do not use it elsewhere.',
      'Until TikTok has audited the app, you alone will see what you publish. Once it has, tick it below. TikTok shows comments to no software.',
    ],
  },
  instagram: {
    account: 'A professional Instagram account, through an app of your own',
    secret: 'With an access token',
    steps: [
      'Your account must be professional: Settings, “Account type”.',
      'On developers.facebook.com: “Create App”, to manage content and messages of Instagram, then “API setup with Instagram login”.',
      'Add the account, “Generate token”, and paste the token here. With a token of Facebook (EAA…), give the name of the account too.',
      'Instagram fetches pictures itself: Pupitre must be reachable from the internet to publish.',
    ],
  },
  google_business: {
    account: 'A place of your Google Business Profile',
    secret: 'By a token',
    steps: [
      'It takes a profile verified for at least 60 days, and Google’s consent: the form “Application for Basic API Access”. Until then every call is refused.',
      'On console.cloud.google.com: enable the four “My Business” and “Business Profile Performance” interfaces, then an OAuth client “Web application”.',
      'On developers.google.com/oauthplayground, with your own credentials: scope business.manage. Paste the “refresh token” here.',
      'Give the name of the place if your account has several.',
    ],
  },
  threads: {
    account: 'A Threads profile, through an app of your own',
    secret: 'With an access token',
    steps: [
      'On developers.facebook.com: “Create App”, “Access the Threads API”. Tick the permissions threads_…',
      'In “Use cases”, “Customize”, “Settings”: add your profile to the testers, and accept in Threads (Settings, “Website permissions”).',
      '“User Token Generator” gives the token: paste it here. Pupitre renews it before it ends.',
      'Threads fetches media itself: Pupitre must be reachable from the internet to publish them.',
    ],
  },
  whatsapp: {
    account: 'A WhatsApp Business number of your house: one answers there, one does not publish',
    secret: 'With the token of a system user',
    steps: [
      'On developers.facebook.com: “Create App”, for WhatsApp, tied to your business portfolio; add your number to it.',
      'In business settings, “System users”: add one, assign the app and the WhatsApp account, and generate a token with whatsapp_business_messaging and whatsapp_business_management.',
      'Paste the identifier of the WhatsApp Business account, the token, then the identifier and secret of the app.',
      'Messages arrive only if Pupitre is reachable from the internet, and one answers within twenty-four hours.',
    ],
  },
  pinterest: {
    account: 'A board of your Pinterest business account',
    secret: 'With an access token',
    steps: [
      'On developers.pinterest.com: “My apps”, “Connect app”. A person at Pinterest reads the request; allow some days.',
      'On the app’s page: “Generate access token” for your account. Paste the token here; it ends and is not renewed.',
      'Copy the address of the board to pin on, and paste it as the account’s name.',
      'With trial access only you see your pins: ask for standard access so that everybody does.',
    ],
  },
  wordpress: {
    account: 'Your own site: its articles and their comments',
    secret: 'With an application password',
    steps: [
      'On your site: Users, Profile, “Application Passwords”. The user needs the role of an editor.',
      'Name it Pupitre and copy the password; spaces do not matter. Your real password is never asked for.',
      'Paste the site’s address, the user’s name and this password here.',
    ],
  },
  webhook: {
    account: 'A program of your own: intranet, shop, application, automation',
    secret: 'With a signing secret',
    steps: [
      'Your program gets each publication by a signed request (Standard Webhooks); the manual has a complete example.',
      'Choose a secret of 24 bytes at least, known to your program and to Pupitre, and paste it here with the program’s address.',
      'To be told its messages, give it the address that the channel shows once connected.',
    ],
  },
  rss: {
    account: 'A feed of your own that Pupitre serves itself: newsletter, aggregator, a partner’s site',
    secret: 'Make the feed',
    steps: [
      'Give the feed a title and the address of the site it belongs to. Nothing else: no account, no password.',
      'Once the channel is made, it shows the feed’s address. It is public: what was published is read there, and nothing else.',
    ],
  },
  email: {
    account: 'A mailbox that people write to: contact@, hello@…',
    secret: 'With the mailbox’s password',
    steps: [
      'Give the address, alone or with the name to show: Maison Levain <contact@maisonlevain.fr>.',
      'The password is the mailbox’s, or an app password where your provider asks for one (Google, Apple, Yahoo…).',
      'Leave the servers empty if they are imap. and smtp. followed by your domain; otherwise your provider’s help names them.',
      'Pupitre answers who wrote to you, nobody else. Nothing is marked as read, nothing is deleted.',
    ],
  },
}

const acts: Record<string, string> = {
  post: 'post',
  reply: 'reply',
  privateReply: 'reply privately',
  like: 'like',
  repost: 'repost',
  quote: 'quote',
  edit: 'edit live',
  delete: 'delete live',
  hide: 'hide a reply',
  pin: 'pin',
  block: 'block an account',
}

const reads: Record<string, string> = {
  replies: 'replies',
  reviews: 'reviews',
  mentions: 'mentions',
  messages: 'direct messages',
  metrics: 'figures',
  history: 'the account’s past',
  deletions: 'deletions',
}

const posts = { one: '# post', other: '# posts' }
const answers = { one: '# reply', other: '# replies' }
const deletions = { one: '# deletion', other: '# deletions' }
const perHours = { one: 'an hour', other: '# hours' }

export const words: typeof fr = {
  networks,
  acts,
  reads,
  title: 'Channels',
  lead: (n) => plural('en', n, { zero: 'no account connected', one: '# account connected', other: '# accounts connected' }),
  connect: 'Connect an account',
  connectNetwork: (name) => `Connect ${name}`,
  emptyTitle: 'No account yet',
  emptyText: 'Connect the brand’s accounts: you will post there, and their replies will arrive in Messages.',
  allBrands: 'Choose a brand to connect an account to it.',
  health: {
    ok: 'Working',
    expiring: 'Access about to expire',
    refused: 'Access refused',
    unreachable: 'Server out of reach',
  },
  healthText: {
    ok: '',
    expiring: 'Connect it again before that date, or its posts will stay here.',
    refused: 'The network no longer knows the desk’s access: connect the account again. Its posts wait.',
    unreachable: 'The server does not answer. The desk retries; its posts wait.',
  },
  said: (text) => `The network’s answer: “${text}”`,
  expires: (when) => `access valid until ${when}`,
  noExpiry: 'access without an end date',
  heard: (when) => `seen ${when}`,
  neverHeard: 'not read yet',
  checked: (when) => `checked ${when}`,
  freshness: (seconds) =>
    seconds <= 1
      ? 'news arrive at once'
      : seconds < 90
        ? `news arrive within ${seconds} seconds or so`
        : seconds < 3600
          ? `news arrive within ${Math.round(seconds / 60)} minutes or so`
          : seconds < 86_400
            ? 'news arrive within an hour or so'
            : 'news arrive once a day',
  ago: (seconds) => `${seconds} s ago`,
  justNow: 'just now',
  importing: (n) => plural('en', n, { zero: 'reading the past…', one: 'reading the past: # post…', other: 'reading the past: # posts…' }),
  imported: (n) => plural('en', n, { zero: 'no past post', one: '# past post read', other: '# past posts read' }),
  takes: 'Publishes',
  costs: 'Costs',
  prices: {
    post: 'a post',
    post_with_link: 'a post with a link',
    delete: 'a deletion',
    read_post: 'a post read',
    read_own_post: 'one of your posts read again',
    read_person: 'an account read',
    read_message: 'a message read',
  } as Record<string, string>,
  asOf: (when: string) => `read on ${when}`,
  version: 'Interface',
  endsOn: (when: string) => `ends on ${when}`,
  limits: 'Limits',
  textMax: (n: string) => `${n} characters a post`,
  quotas: {
    post: (used, max, hours) => `${used} of ${plural('en', max, posts)} in ${plural('en', hours, perHours)}`,
    reply: (used, max, hours) => `${used} of ${plural('en', max, answers)} in ${plural('en', hours, perHours)}`,
    delete: (used, max, hours) => `${used} of ${plural('en', max, deletions)} in ${plural('en', hours, perHours)}`,
  },
  toldBy: (when: string) => `told by the server on ${when}`,
  feed: 'Address of the feed',
  feedText: 'Everybody may read it: give this address to whoever wants to follow what you publish.',
  hook: 'Callback address',
  hookText: 'Give it to the app on the network’s site: news will come at once, without waiting for the next reading.',
  hookNeedsHttps: 'A network can only call a public https address: give the desk one (PUPITRE_URL).',
  hookWord: 'Verify token:',
  copyWord: 'Copy the verify token',
  copyHook: 'Copy the callback address',
  copied: 'Address copied',
  assisted: 'By hand',
  assistedTold: 'At its hour each post is brought to you, ready to copy; it is done when you give its link.',
  can: 'Can',
  sees: 'Reads',
  cannot: 'Cannot',
  read: (what) => `read ${what}`,
  what: 'What this channel allows',
  why: {
    network_has_none: 'this network has no such thing',
    scope_missing: 'the access given does not go that far',
    server_too_old: 'the server is too old',
    not_by_api: 'the network does not allow it to software',
    by_hand: 'this channel is kept by hand',
  },
  check: 'Check now',
  checkedNow: 'Checked',
  reconnect: 'Connect again',
  disconnect: 'Disconnect',
  disconnectTitle: (name) => `Disconnect ${name}?`,
  disconnectText:
    'The access key is destroyed and nothing leaves on this account any more. Its posts, conversations and figures stay at the desk. What is scheduled there will not leave: at its hour, each post waits in Today until you connect the account again.',
  disconnected: 'Channel disconnected',
  more: (name) => `Actions for ${name}`,
  see: 'See the profile',
  dialog: {
    title: 'Connect an account',
    which: 'Which network?',
    byPage: 'On the network’s page',
    byPageText: 'The network asks for your agreement, then brings you back here.',
    redirect: 'Return address, to declare in the network’s application:',
    copyRedirect: 'Copy the return address',
    go: 'Go on at the network',
    connect: 'Connect',
    cancel: 'Cancel',
    back: 'Another network',
    method: 'Way of connecting',
    byHand: 'By hand',
    byHandText:
      'Without an app or a key: the desk prepares each post for this network, rings at its hour, and you put it online yourself. Neither messages nor figures come through this channel.',
    forBrand: (brand) => `This account will join ${brand}. Make sure it is the right brand.`,
    done: (name) => `${name} is connected`,
    doneAny: 'Account connected',
    required: 'To be filled in',
    fields: {
      server: 'Server',
      handle: 'Account name',
      site: 'Address of the site',
      title: 'Title',
      imap: 'Receiving server (IMAP)',
      smtp: 'Sending server (SMTP)',
      user: 'User name',
      secret: 'App password',
      token: 'Access token',
      clientId: 'App identifier',
      clientSecret: 'App secret',
      tokenSecret: 'Access token secret',
      applicationId: 'Number of the application',
      audited: 'The application has passed the network’s audit',
      signingSecret: 'Signing secret',
      publicKey: 'Public key of the app',
      businessId: 'WhatsApp Business account identifier',
      profile: 'Address of the profile',
    },
    example: (text) => `For example ${text}`,
    secretKept: 'Kept encrypted; nobody can read it again.',
  },
  finish: {
    title: 'Connecting the account',
    working: 'The network has answered, the desk finishes the connection…',
    failed: 'The connection failed',
    lost: 'This page finishes a connection that began in the same tab. Begin again from Channels.',
    back: 'Back to channels',
  },
}
