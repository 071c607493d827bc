/** A few words by class in the other languages the model reads. */
import type { WordLists } from './lexicon.ts'

const es: WordLists = {
  good: `bueno|s buena|s bien genial excelente|s perfecto|a encanta|n encantó amo feliz|ces gracias mejor|es increíble|s maravilloso|a|s hermoso|a|s linda|s lindo|s
    guapo|a gusta|n gustó alegría felicidades fantástico|a recomiendo rico|a amor éxito orgullo divertido|a jaja precioso|a enhorabuena`,
  bad: `malo|s mala|s mal peor|es horrible|s terrible|s asco odio|a triste|s pena vergüenza fatal problema|s nunca mierda lento|a basura estafa
    decepción decepcionado|a injusto|a llorar dolor cansado|a aburrido|a feo|a harto|a miedo enfermo|a muerto|s muerte culpa`,
  negator: 'no nunca jamás sin ni nada tampoco ningún ninguna',
  insult: `idiota|s imbécil|es gilipollas puta|s puto|s cabrón cabrona|es hijo hijueputa pendejo|s estúpido|a|s tonto|a|s zorra|s maldito|a basura perra|s`,
  profanity: 'mierda joder coño carajo hostia verga chingar chinga culo',
  much: 'muy mucho mucha tan super demasiado siempre',
  you: 'tú te ti tu tus usted ustedes vosotros os vuestro',
  me: 'yo me mi mí mis nosotros nos',
  thanks: 'gracias agradezco',
  contrast: 'pero aunque sino excepto',
  asking: 'qué cuándo dónde cómo quién cuál cuánto',
  violence: 'matar muere mueran mata golpear quemar violar',
}
const de: WordLists = {
  good: `gut|e|er|es|en super toll|e|er|es|en schön|e|er|es|en liebe|n lieb perfekt genial danke beste|r|s|n besser freu|e|en freude glücklich prima klasse
    lecker lustig cool wunderbar großartig geil hübsch süß erfolg glückwunsch endlich hoffe gern|e spaß`,
  bad: `schlecht|e|er|es|en schlimm|e schrecklich|e furchtbar scheiße scheiss hass|e hasse traurig leider problem|e nie kaputt schade ekelhaft dumm|e|er
    langsam peinlich müll betrug enttäuscht enttäuschend angst krank tod tot schuld lüge|n lügner unfähig blöd|e nervt nervig katastrophe schande`,
  negator: 'nicht kein|e|er|en nie niemals nichts ohne weder nein',
  insult: `idiot|en arschloch arschlöcher hurensohn wichser schlampe|n fotze|n dumm|kopf vollidiot|en trottel depp|en penner spast|i missgeburt abschaum
    pack gesindel drecksau schwein|e lügner heuchler volksverräter dreck|s`,
  profanity: 'scheiße scheiß scheiss fuck verdammt|e arsch kacke mist fick ficken',
  much: 'sehr so zu total echt wirklich immer viel',
  you: 'du dich dir dein|e|er|en ihr euch euer eure sie ihnen',
  me: 'ich mich mir mein|e|er|en wir uns unser|e',
  thanks: 'danke dankeschön dank',
  contrast: 'aber jedoch obwohl trotzdem außer',
  asking: 'was wann wo wie wer warum welche wieso wieviel',
  violence: 'töten umbringen verrecken schlagen verbrennen vergasen erschießen sterben aufhängen',
  dehumanising: 'ratten ungeziefer parasiten tiere affen abschaum invasion abschieben raus',
}
const it: WordLists = {
  good: `buono|a|i|e bene bello|a|i|e bellissimo|a|i ottimo|a|i grazie migliore|i perfetto|a felice|i amo adoro fantastico|a meraviglioso|a bravo|a|i|issimo
    complimenti divertente piace amore gioia speriamo evviva splendido|a`,
  bad: `male brutto|a|i|e peggio peggiore|i schifo odio triste|i vergogna pessimo|a|i problema|i mai rotto|a delusione deluso|a orribile terribile
    purtroppo paura morto|i morte colpa ladri ladro truffa incapaci ridicolo|a inutile bugie bugiardo`,
  negator: 'non mai senza né niente nulla nessun|o|a no',
  insult: `idiota|i coglione|i stronzo|a|i puttana|e troia|e cretino|a|i imbecille|i bastardo|a|i deficiente|i pagliaccio|i buffone|i merda|e scemo|a|i ladri`,
  profanity: 'cazzo merda minchia culo vaffanculo porco cazzate',
  much: 'molto troppo così davvero proprio sempre tanto',
  you: 'tu te ti tuo|a voi vi vostro|a lei',
  me: 'io mi me mio|a noi ci nostro|a',
  thanks: 'grazie ringrazio',
  contrast: 'ma però anche tuttavia',
  asking: 'cosa quando dove come chi perché quale quanto',
}
const pt: WordLists = {
  good: `bom boa|s bons bem ótimo|a|s excelente|s perfeito|a amo adoro feliz|es obrigado|a melhor|es lindo|a|s incrível maravilhoso|a|s gosto gostei
    parabéns legal top amor alegria delícia sucesso orgulho kkk kkkk rs saudade divertido|a`,
  bad: `mau má mal ruim ruins pior|es horrível|is terrível péssimo|a|s ódio odeio triste|s vergonha problema|s nunca merda lixo nojo nojento|a
    decepção chato|a|s feio|a medo doente morreu morte morto culpa mentira|s ladrão roubo cansado|a infelizmente`,
  negator: 'não nao nunca jamais sem nem nada nenhum|a',
  insult: `idiota|s imbecil|is puta|s puto|s filho vagabundo|a|s vadia|s otário|a|s babaca|s burro|a|s corno arrombado|a cuzão desgraçado|a|s escroto|a
    lixo trouxa|s palhaço|s piranha|s safado|a fdp viado|s cu retardado|a`,
  profanity: 'merda porra caralho foder foda fodeu cu buceta crl pqp bosta cacete',
  much: 'muito muita tão demais super sempre mt mto',
  you: 'você vocês voce vc vcs tu te ti teu tua seu sua',
  me: 'eu me mim meu minha nós nos nosso',
  thanks: 'obrigado obrigada obg valeu',
  contrast: 'mas porém embora exceto',
  asking: 'que quando onde como quem qual quanto por quê',
  violence: 'matar mata morre morra morram bater queimar estuprar',
}
const nl: WordLists = {
  good: `goed|e mooi|e leuk|e geweldig|e fijn|e lekker|e blij bedankt beste beter super top perfect heerlijk prachtig|e liefde gelukkig lief`,
  bad: `slecht|e erg vreselijk|e haat stom|me jammer helaas kapot probleem problemen nooit rot klote verdrietig bang dood schande waardeloos`,
  negator: 'niet geen nooit niets zonder nee',
  insult: 'idioot idioten klootzak klootzakken hoer|en trut kut sukkel|s lul mongool debiel tyfus kanker eikel',
  profanity: 'kut shit verdomme fuck klote godverdomme',
  you: 'je jij jou jouw jullie u uw',
  me: 'ik mij me mijn wij we ons onze',
  thanks: 'bedankt dank',
  contrast: 'maar echter hoewel',
  asking: 'wat wanneer waar hoe wie waarom welke',
}
const ar: WordLists = {
  good: 'جميل جميله رائع رائعه حب احب حلو حلوه شكرا الحمد مبروك افضل احسن سعيد فرح ممتاز خير حبيبي الله امين يارب نجاح السعاده',
  bad: 'سيء سيئه حزن حزين كره اكره مشكله موت مات قتل ظلم فاشل غبي خوف تعب وجع الم حرب ارهاب كذب فساد للاسف اسوا قتلى',
  negator: 'لا لم لن ليس ما مش مو غير بدون ولا',
  insult: 'كلب كلاب حمار حمير خنزير قذر حقير غبي اغبياء عاهره شرموطه زباله منافق خاين حيوان ابن',
  you: 'انت انتي انتم انتو لك لكم',
  me: 'انا نحن احنا لي',
  thanks: 'شكرا',
  contrast: 'لكن بس',
  asking: 'ماذا متى اين كيف من لماذا ليش شو وين',
}

export const more: readonly WordLists[] = [es, de, it, pt, nl, ar]
