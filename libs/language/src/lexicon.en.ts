/** English words by class. */
import type { WordLists } from './lexicon.ts'

export const en: WordLists = {
  good: `good great love|d|s|ly loving amazing awesome excellent perfect|ly best better wonderful fantastic brilliant beautiful nice lovely happy glad
    enjoy|ed|s fun excited exciting proud delicious tasty friendly helpful fast quick kind recommend|ed superb outstanding incredible
    impressive impressed pleased pleasure delight|ed|ful sweet cute cool yay congrats congratulations win|ning|s won success hope|ful
    favorite favourite gorgeous stunning epic blessed legend smooth easy clean fresh super fab flawless spotless hilarious smile|s|d`,
  bad: `bad worst worse awful terrible horrible poor|ly hate|d|s sucks suck|ed disappointed disappointing disappointment rude broken useless
    ridiculous pathetic disgusting disgusted disgrace|ful shame|ful unacceptable appalling wrong fail|ed|s failure scam|med|s scammer|s ripoff
    fraud late delay|ed|s slow dirty cold stale missing lost never problem|s issue|s error|s bug|s crash|ed|es annoying annoyed frustrated
    frustrating upset angry sad tired sick boring overpriced expensive waste|d joke refuse|d ignored ignore|s unhelpful incompetent lie|s lied
    liar|s liars avoid disaster nightmare mess shocking dreadful ugly stupid dumb damaged defective rotten rip-off cheated dissatisfied
    worthless garbage trash crap lame miss died dead kill|ed tragedy tragic crying cry|ed`,
  negator: `not no never none nothing without don didn doesn isn wasn aren weren won can't cannot couldn wouldn shouldn hasn haven hadn ain dont didnt
    doesnt isnt wasnt wont cant nor neither hardly`,
  much: `very so too really extremely absolutely totally completely super such much even still always most fully highly`,
  insult: `idiot|s|ic moron|s|ic asshole|s bitch|es|y bastard|s cunt|s dick|s dickhead|s prick|s jerk|s scum|bag|bags loser|s clown|s retard|s|ed
    stupid dumb|ass pig|s whore|s slut|s trash coward|s liar|s imbecile|s twat|s wanker|s douche|bag hypocrite|s fool|s filth creep|s pervert|s
    dumbass motherfucker|s pussy hoe|s fatass fat ugly crook|s parasite|s`,
  profanity: `fuck|ing|ed|s|in shit|ty|s damn|ed hell crap ass bloody wtf bullshit goddamn piss|ed arse bollocks freaking`,
  you: `you your yours u ur yourself ya youre`,
  me: `i me my mine we us our im ive`,
  they: `they them their these those`,
  violence: `kill|ed|ing|s die|s murder|ed beat|en punch|ed stab|bed shoot shot burn|ed hang|ed rape|d destroy|ed smash slap bomb|ed hunt slaughter
    exterminate gas choke strangle drown hurt find knife gun bullet grave blood`,
  wish: `hope hoping wish should deserve|s|d ought must want`,
  contrast: `but however although though yet except despite unless otherwise shame`,
  asking: `what when where why who how which can could do does is are will would anyone price|s cost open hours available possible know`,
  please: `please pls plz need want could can help refund|ed cancel|led order|ed booking book|ed call send replace|ment contact reply respond answer
    exchange change return|ed invoice quote appointment dm update fix`,
  thanks: `thank|s thankyou thx ty grateful appreciate|d cheers`,
  greeting: `hello hi hey dear morning afternoon evening regards`,
  staff: `team staff employee|s cashier|s driver|s manager waiter waitress server|s agent|s support service rep|s representative receptionist
    moderator|s mod|s admin|s crew guard|s nurse|s doctor|s teacher|s boss owner ceo host|ess technician`,
  danger: `fire smoke flames burn|ed|t explosion exploded gas leak|ed electrocuted shock allergy allergic allergen poisoning poisoned vomiting hospital
    ambulance police lawyer|s attorney court lawsuit sue|d legal recall choking choked unconscious injured injury blood bleeding suicide|al
    missing kidnapped hacked hack breach data gdpr journalist|s reporter|s press story deadline investigation stuck trapped stranded danger|ous
    glass metal blade lead salmonella accident fraud fraudulent harassment harassed assaulted assault racism racist discrimination boycott`,
  laugh: `lol lmao rofl haha|ha hahaha lmfao joke|s joking kidding jk hilarious`,
  being: `is are am was were be been s re m`,
  suggesting: `suggest|ion|ions should could would idea|s maybe add consider feature|s improve|ment perhaps option wish`,
  now: `urgent|ly emergency now immediately asap quickly right tonight minute|s hour|s alone currently help sos alert`,
  selling: `free win follow|ers likes click link bio invest|ment crypto bitcoin trading forex whatsapp telegram earn income profit loan casino bet bonus
    code promo collab collaboration dm check subscribe sub channel cheap offer viagra giveaway mentor`,
  dehumanising: `vermin rats cockroach|es parasites animals monkeys cancer plague virus dogs pigs invasion invaders subhuman|s inferior savages disease
    infest|ing deport|ed send`,
  fear: `afraid scared fear|s worried worry anxious anxiety panic|king terrified scary terrifying nervous nightmare horror shaking dread`,
  sorrow: `sad|ly|ness cry|ing tears lost grief died death depressed depressing depression lonely miss|ing sorry heartbroken broken hurt|s unhappy`,
  anger: `angry furious outrage|d|ous mad rage pissed livid fuming annoyed hate disgusted shame unacceptable offended`,
  saying: `said says say called calling word|s slogan comment|s heard shouted wrote quote|d term lyrics someone told`,
  puzzled: `confused confusing understand weird strange unclear huh lost wonder|ing`,
}

export const aliases: Readonly<Record<string, string>> = {
  u: 'you',
  ur: 'your',
  pls: 'please',
  plz: 'please',
  thx: 'thanks',
  tks: 'thanks',
  ppl: 'people',
  bc: 'because',
  cuz: 'because',
  dont: 'don',
  didnt: 'didn',
  doesnt: 'doesn',
  isnt: 'isn',
  wont: 'won',
  fking: 'fucking',
  fkn: 'fucking',
  stfu: 'fuck',
}
