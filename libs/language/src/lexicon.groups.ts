/** Names of groups of people. A name is no insult: the model sees that a group is named, never which one. */
import type { WordLists } from './lexicon.ts'

export const groups: WordLists = {
  group: `femme|s fille|s meuf|s women woman girls girl female|s mujer|es frauen frau donne donna mulher|es vrouwen
    noir|s|e|es black|s africain|s|e|es african|s afro|s blanc|s|he|hes white|s asiatique|s asian|s chinois|e|es chinese arabe|s arab|s maghrébin|s|e|es
    algérien|s|ne|nes marocain|s|e|es tunisien|s|ne turc|s|que roumain|s|e|es polonais|e mexican|s mexicain|s indien|s indian|s pakistanais pakistani|s
    rom|s gitan|s|e|es gypsy gypsies manouche|s musulman|s|e|es muslim|s islam juif|s juive|s jew|s jewish chrétien|s|ne|nes christian|s catholique|s
    protestant|s bouddhiste|s voilée|s voile hijab immigré|s|e|es immigrant|s immigration migrant|s|e|es réfugié|s|e|es refugee|s étranger|s étrangère|s
    foreigner|s clandestin|s sans-papiers gay|s homo|s homosexuel|s|le|les homosexual|s lesbienne|s lesbian|s trans transgenre|s transgender|s
    transsexuel|s|le|les queer bisexuel|s|le bisexual|s lgbt lgbtq handicapé|s|e|es handicap disabled autiste|s autistic aveugle|s blind sourd|s|e
    deaf trisomique|s nain|s|e vieux vieilles personnes-âgées elderly jeunes boomer|s roux rousse|s hindou|s hindu|s sikh|s latino|s latina|s
    homme|s men garçon|s féministe|s feminist|s portugais|e|es italien|s|ne espagnol|s|e allemand|s|e anglais|e russe|s ukrainien|s syrien|s afghan|s
    flüchtlinge ausländer türken juden muslime moslems schwarze migranten judíos moros negros inmigrantes maricones gays negri immigrati ebrei musulmani
    nordestino|s pretos judeus refugiados buitenlanders moslims joden vluchtelingen`,
  slur: `pédé|s pd tapette|s tarlouze|s tafiole|s fiotte|s gouine|s goudou|s travelo|s bougnoule|s bicot|s raton|s melon|s bamboula|s nègre|s négresse|s négro|s
    youpin|s youpine youtre|s feuj|s chinetoque|s niakoué|s bridé|s|e romano|s manouchien crouille|s karlouche gwer babtou|s toubab|s boche|s rital|s
    bouffeur|s enturbanné|s islamiste|s mongolien|s|ne|nes gogol|e|s mongol|e|s triso|s pute|s salope|s beurette|s kahba tchoin michto
    nigger|s nigga|s faggot|s fag|s dyke|s tranny|s kike|s spic|s chink|s gook|s paki|s raghead|s towelhead|s wetback|s beaner|s coon|s retard|s
    kanake|n neger schwuchtel|n kanacke tunte|n zigeuner maricón sudaca|s marica|s negrata|s travelo frocio froci finocchio|chi terrone|i viado|s bicha|s
    sapatão macaco|s traveco|s flikker|s mocro|s`,
}
