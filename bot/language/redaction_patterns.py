"""What personal data looks like: patterns that stay quick on any text (every repetition is bounded)."""

import re

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
OTHER_DIGITS = {ord(full): str(index) for index, full in enumerate("０１２３４５６７８９")} | {
    ord(arabic): str(index % 10) for index, arabic in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")
}

# What stands in place of what was masked.
MARKER = re.compile(r"\[[\w-]+\]")
DASHES = r"\-‐‑–—−"
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}|\b(?:instagram|facebook|fb|tiktok|snapchat|discord|"
    r"youtube|twitter|x|linkedin|t|vk|reddit|twitch|steamcommunity)"
    r"\.(?:com|me|gg|tv)/[^\s<>\"]{1,500}",
    re.I,
)
SOCIAL = re.compile(
    r"instagram|facebook|fb\.|tiktok|snapchat|discord|youtu|twitter|//x\.|linkedin|t\.me|"
    r"vk\.com|reddit|twitch|steam|telegram|/@|/profile|/user|onlyfans|ask\.fm|kik|"
    r"roblox\.com/user",
    re.I,
)
EMAIL = re.compile(
    # A blank only before the sign is how a user name follows a word.
    r"(?<![\w.+-])([\w.+-]{1,64})(?:@\s?|\s@\s|\s@(?=[\w.-]{1,63}\.(?:com|se|nu|net|org|eu)(?!\w))|\s?(?:\(at\)|\[at\]|\(snabel-?a\)|"
    r"\bsnabel-?a\b|\bat\b(?=\s[\w-]{1,63}\s(?:dot|punkt)\s))\s?)[\w-]{1,63}(?:(?:\.|\s\.|\s?\.\s(?=(?:com|se|nu|net|org|eu)(?!\w))|\s?(?:\(dot\)|\b(?:punkt|dot)\b)\s?)[\w-]{2,63}){1,4}",
    re.I,
)
IDENTITY = re.compile(
    rf"(?<![\d\w])(?!0\d{{3}}-\d\d \d\d \d\d)(?:(?:19|20)\s?)?\d\d[ .{DASHES}/]?(?:0[1-9]|"
    rf"1[0-2])[ .{DASHES}/]?(?:[012678]\d|[39][01])\s?[{DASHES}+/ ]?\s?"
    r"(?:\d[\d ]?\d[\d ]?\d[\d ]?\d?|[A-Za-z]\d{3}|[A-Za-z]{2}\d{2}|[xX*]{4})(?![\d])"
)
BIRTH_DATE = re.compile(
    rf"(?<!\w)(?:född|fodd|f\.|födelsedatum|fodelsedatum|born|dob|d\.o\.b\.|date of birth|pnr|personnummer|"
    rf"personnr)(?:\s+(?:den|på|on|är|is|:))?[: ]{{1,3}}"
    rf"((?:(?:19|20)\d\d|\d\d)[ .{DASHES}/]?\d\d?[ .{DASHES}/]?\d\d?|"
    rf"\d{{1,2}}[/. ]\d{{1,2}}[/. -](?:19|20)?\d\d|\d{{1,2}} (?:jan|feb|mar|apr|ma[jy]|jun|jul|"
    rf"aug|sep|o[kc]t|nov|dec)\w* (?:19|20)\d\d)(?!\d)",
    re.I,
)
# The date first: "19 maj 2012 är hon född".
BORN_ON = re.compile(
    r"(?<!\w)(\d{1,2} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w{0,7} (?:19|20)\d\d)"
    r"(?=,?\s(?:är|e|va|var|föddes|blev)(?:\s\w{1,12}){0,2}(?:\sfödd)?(?!\w))(?=.{0,30}\bföd)",
    re.I,
)
LAST_FOUR = re.compile(
    r"(?<!\w)(?:sista fyra|fyra sista|sista(?= siffrorna i))(?: siffrorna| siffror)?"
    r"(?: (?:på|i) [^\W\d]{2,15}(?: [^\W\d]{2,15})?)?"
    r"\W{1,3}(?:(?:är|e)\W{1,3})?"
    r"(\d{4}|(?:(?:noll|ett|två|tva|tre|fyra|fem|sex|sju|åtta|atta|nio)\s?){4})(?!\w)",
    re.I,
)
# A clearing number, the code of a meeting: what stands beside a longer number and tells as much.
CODE = re.compile(
    r"(?<!\w)(?:clearing(?:nummer|nr)?|(?:lösen)?kod(?:en)?|passcode)\W{1,3}(?:är\W{1,3})?"
    r"((?=\S{0,20}\d)[A-Za-z0-9]{4,20})(?!\w)",
    re.I,
)
CARE_OF = re.compile(r"(?<!\w)c/o\s([A-ZÅÄÖ][\wåäöé-]{1,40}(?:\s[A-ZÅÄÖ][\wåäöé-]{1,40})?)")
INITIALS = re.compile(
    r"(?<![\w.])(?<!plan )(?<!alternativ )(?<!grupp )(?<!klass )((?:[A-ZÅÄÖ]\.\s?){1,2}[A-ZÅÄÖ][a-zåäöé]{2,30})(?!\w)"
)
PHONE = re.compile(
    rf"(?<![\w+])0\d{{1,3}} [{DASHES}] \d{{2,3}}(?: ?\d{{2,3}}){{1,3}}(?![\d\w])|"
    rf"(?<![\w+])(?:\+|00)?\d(?:[ ().{DASHES}/]{{0,2}}\d){{5,14}}(?![\d\w])|"
    rf"(?<![\w+])\(\d{{2,4}}\)(?:[ ().{DASHES}/]{{0,2}}\d){{5,10}}(?!\d)"
)
TITLED = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Rev|Dr|Prof|Fr|Frk|Hr)\.\s([A-ZÅÄÖ][\w’'-]{1,30}(?:\s[A-ZÅÄÖ][\w’'-]{1,30})?)(?!\w)"
)
INITIALS_ALONE = re.compile(r"(?<![\w.])[A-ZÅÄÖ]\.\s?[A-ZÅÄÖ]\.(?![\w.])")
PHONE_WORD = re.compile(
    r"(?:tel|tfn|telefon|telefonnummer|telefonnumret|mobil|mobilnummer|nummer|numret|nr|"
    r"nås på|ring(?:a|er)? (?:mig|honom|henne|oss|hem)?\s?på|swish|swisha|sms:?a|phone|number|"
    r"call me (?:at|on))\W{0,3}(?:är|e|på|till|is|:)?\W{0,3}$",
    re.I,
)
SPOKEN_PHONE = re.compile(
    r"(?<!\w)noll(?:[ -]?(?:noll|ett|en|två|tva|tre|fyra|fem|sex|sju|åtta|atta|nio|tio|"
    r"(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|attio|nittio)(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio)?|"
    r"\d{1,8})){3,12}(?!\w)|(?<!\w)noll ?(?:sjuttio|sju|åtta)[ -]?\d(?:[ -]?\d){5,8}(?!\w)",
    re.I,
)
NET_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)")
PLATE = re.compile(r"(?<!\w)([A-HJ-PR-UW-Z]{3}[ -]?\d{2}[0-9A-HJ-NPR-UW-Z])(?!\w)")
PLATE_CONTEXT = re.compile(
    r"(?:bmw|volvo|audi|saab|vw|golf|toyota|mercedes|kia|skoda|tesla|epa|a-traktor|reg\.?\s?(?:nr|nummer|skylt)?|registreringsnummer|regplåt|registreringsskylt|skylt(?:en)?|"
    r"plåt(?:en)?|plates?|bil(?:en)?|moped(?:en)?)\W{0,3}(?:är|med|har|nr|nummer|"
    r":)?\s{0,2}([a-zA-Z]{3}[ -]?\d{2}[0-9a-zA-Z])(?!\w)",
    re.I,
)
STREET = re.compile(
    r"(?<!\w)(?!(?:studieväg|väg|[Rr]iksväg|[Ll]änsväg|plan|torg)\s)(?:[A-ZÅÄÖ][\wåäöé]{0,30}\s(?:(?:[A-ZÅÄÖ][\wåäöé]{0,30}\s){0,2})|(?=[\wåäöéÅÄÖ:]{2}))"
    r"[\wåäöéÅÄÖ:]{0,40}?(?:(?:gatan|"
    r"gata|vägen|vagen|väg|gränden|gränd|stigen|stig|allén|alle|allé|backen|esplanaden|ringen|"
    r"kroken|slingan|leden|torget|torg|plan|platsen|gården|kajen|stranden|svängen|brinken|"
    r"vreten|street|road)|(?<=\w)[vg]\.|(?<=[A-ZÅÄÖ]{2})(?:GATAN|VÄGEN|STIGEN|GRÄND|GRÄNDEN|BACKEN|ALLÉN|TORGET|VÄG|GATA)|"
    r"(?<=\s)(?:Esplanaden|Allén|Backen|Gränd|Torget|Gatan|Vägen))"
    r",?\s(?:nr\.?\s|nummer\s)?(?!(?:19|20)\d\d(?!\d))\d{1,4}(?:-\d{1,3}(?!\d))?"
    r"(?:(?:[ -]?[A-HJ-Z]|[a-h]|[ -][a-d])(?![\wåäö]))?(?:,?\s(?:lgh|"
    r"lägenhet|port|tr|vån|våning)\.?\s?\d{1,5})?(?![\w-])",
)
LIVES_ON = re.compile(
    r"(?<!\w)(?:bor|bodde|hemma|adress|adressen|adressen är|lives|flyttat)\s(?:nu\s)?(?:på|"
    r"vid|i|on|at|är)\s([\wåäöéÅÄÖ]{2,40}(?:gatan|vägen|vagen|gränden|gränd|stigen|backen|"
    r"allén|esplanaden|slingan|kroken|ringen|brinken))(?!\w)",
    re.I,
)
# A house by the name of its place and a number: "bor i Kyrkbyn 118".
LIVES_AT = re.compile(
    r"(?<!\w)(?:bor|bodde|hemma|adress|adressen)\s(?:nu\s)?(?:på|i|vid|är)\s"
    r"((?!(?:avdelning|våning|plan|rum|nivå|åk)\s)[A-Za-zÅÄÖåäö]{4,30}(?:\s(?:väg|gata))?\s\d{1,3}[A-Ea-e]?)"
    r"(?!\w|\s?(?:år|månad|mån|dag|veck|km|mil|tim|gång|procent|minut|ungdom|barn|%|meter|dygn|nätter))",
    re.I,
)
# A street without a number.
ON_STREET = re.compile(
    r"(?<!\w)(?:på|vid|längs|nära|utanför|från)\s"
    r"(([A-Za-zÅÄÖåäöé]{3,40})(?:gatan|vägen|gränden|allén|esplanaden))(?!\w)",
    re.I,
)
FLAT = re.compile(
    r"(?<!\w)(?:lgh|lägenhet|lagenhet|portkod|portkoden|kod|flat|apartment)\.?\s?(?:nr|nummer|"
    r"är)?\s?\d{2,5}(?!\w)|(?<!\w)(?:tr|vån|våning)\.?\s\d{1,2},?\sdörr\s\d{1,4}(?!\w)|(?<!\w)(?:box|postbox)\s\d{1,5}(?!\w)",
    re.I,
)
# What is said of a door after the street: "uppgång C, 4 tr", "flat 1403", "vån 1 vä".
DOOR = re.compile(
    r"\[adress\](?:,?\s(?:(?:uppgång|port|ingång|trappa)\s[A-Za-z0-9]|\d{1,2}\s?tr(?:appor)?|"
    r"(?:tr|vån|våning|lgh|lägenhet|dörr|flat|apt|apartment|floor)\.?\s(?:nr\.?\s)?\d{1,5}(?:\s(?:vä|hö|vänster|höger))?)(?!\w)){1,3}",
    re.I,
)
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_åäö][\w.åäö]{1,40}(?<!\.)")
TAGGED_NAME = re.compile(r"(?<!\w)[\w.]{2,32}#\d{4}(?!\d)")
# A name with signs in it, soon after the name of a place where people have such names: "på snap, …".
ON_SOCIAL = re.compile(
    r"(?<!\w)(?:på|via|i|on) (?i:snap(?:chat)?|insta(?:gram)?|tiktok|discord|kik|telegram|roblox|steam|twitch|xbox|psn)"
    r"[,:;]?\s(?:som |as |där \w{2,12} heter |hon är |han är )?[\"'”]?"
    r"([A-Za-zÅÄÖåäö][\wåäö]*(?:[._][\wåäö]+)+|[A-Za-zåäö]+\d+\w*)",
)
ACCOUNT = re.compile(
    r"(?<!\w)(?i:(?:snap(?:chat)?|insta(?:gram)?|tiktok|discord|kik|telegram|roblox|steam|"
    r"facebook|fb|youtube|twitch|xbox|psn)"
    r"(?:[ -]?konto(?:t)?| ?namn(?:et)?|et|en)?|användarnamn(?:et)?|anvandarnamn|username|"
    r"kontonamn(?:et)?|nick(?:et|name)?|gamertag|alias|kontot?)"
    r"(?!\w)(?i:\s(?:är|heter|är:|is|e|som|med namnet|namnet|konto|name)(?!\w))?\s?[:=]?\s?[\"'”»]?"
    r"((?:[A-Za-zÅÄÖåäö][\wåäö]*[._\d][\w.åäö]*\w|[a-z]+[A-Z][A-Za-z]+\w*|\w+_\w+))"
)
CALLED_ON = re.compile(
    r"(?<!\w)(?:heter|kallar sig|kallas|går under namnet|inlogg(?:ad som)?|är|called|"
    r"som)\s[\"'”»]?([A-Za-zÅÄÖåäö][\wåäö.]*(?:[_.\d][\wåäö.]*\w))[\"'”»]?",
    re.I,
)
CLASS = re.compile(
    r"(?<!\w)(?<!matte )(?<!matematik )(?<!engelska )(?<!svenska )(?<!kurs )(?:(?:klass|åk|ak|årskurs|arskurs|"
    r"klassen)\s?)?([1-9])\s?[:-]?\s?([a-hA-H])(?![\w'’])",
    re.I,
)
# What looks like a user name and is an amount, a week, a year at school, a channel or a team.
AMOUNT = re.compile(
    r"\d{1,4}\s?(?:g|gr|gram|kg|mg|cl|dl|ml|kr|k|am|pm|st|nd|rd|th)|[1-9]:?an|[PF]\d{1,2}|\d{1,2}x\d{1,3}|v\.\d{1,2}",
    re.I,
)
# "5g" beside what is weighed is no class.
GRAMS = re.compile(
    r"(?<!\w)(?:ta|tar|tog|tagit|köp(?:er|t|te)|sälj(?:er|a)|sål(?:t|de)|rök(?:er|t|te)|svalde|svalt|väger|vägde)\s"
    r"(?:typ\s|ungefär\s|ca\s|kanske\s|minst\s)?\d\s?g(?!\w)|"
    r"(?<!\w)\d\s?g\s(?:av|hasch|hash|gräs|cannabis|weed|amfetamin|tjack|kokain|ketamin|alvedon|paracetamol|koffein)(?!\w)",
    re.I,
)
# Where a school or a class is spoken of, "6:2" is a class and no result of a match.
PARALLEL_CLASS = re.compile(r"(?<![\w:.,])[1-9]:[1-6](?![\w:])")
OF_A_CLASS = re.compile(r"klass|\[skola\]|skolan|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|elev", re.I)
PROGRAM_CLASS = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖ]{2,4}\s?-?\d{1,2}[A-Za-z]|[A-ZÅÄÖ]{2,3}[12]\d[A-Za-z]?|"
    r"(?i:ba|bf|ee|ek|el|es|ft|fs|fx|ha|hb|hs|ht|hu|hv|im|in|na|nb|rl|sa|te|vf|vo)2\d[a-dA-D])(?!\w)"
)
SCHOOL = re.compile(
    r"(?<!\w)(?-i:[A-ZÅÄÖ][a-zåäöé]{1,20}\s(?=[A-ZÅÄÖ]))?([\wåäöÅÄÖé-]{2,40}?)(skolan|skolans|"
    r"skola|gymnasiet|gymnasium|förskola|förskolan|friskola)(?!\w)",
    re.I,
)
SCHOOL_OF = re.compile(
    r"(?<!\w)((?:(?:[A-ZÅÄÖ]|S:t|Sankt)[\wåäöé:]{1,30}\s){1,3}|"
    r"[A-ZÅÄÖ][\wåäöé]{1,30}s\s(?:(?:södra|norra|östra|västra|nya|gamla|fria|högre)\s)?)"
    r"(skola|byskola|gymnasium|gymnasieskola|grundskola|förskola|[Ff]riskola|[Mm]ontessoriskola|högstadium|"
    r"[Hh]igh [Ss]chool|[Ss]chool|[Pp]reschool|[Nn]ursery|[Kk]indergarten|läroverk|latin|real|Elementar)(?!\w)"
)
YEARS = re.compile(r"(?:19|20)\d\d ?- ?(?:19|20)\d\d")
# The date of something that has happened lately or is to come; an earlier one may be somebody's birth.
RECENT_DATE = re.compile(r"20(?:2[2-9]|3\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
# "3000-5000": from one sum of money to another, in whole hundreds.
FROM_TO = re.compile(r"[1-9]\d{0,2}00 ?- ?[1-9]\d{0,3}00")
SCHOOL_CALLED = re.compile(
    r"(?<!\w)(?:Nya|Norra|Södra|Östra|Västra|Högre)\s(?:Elementar|Real|Latin|Läroverket|Reals|"
    r"Allmänna)(?!\w)|(?<!\w)(?i:norra|södra|östra|västra)\s(?i:skolan|gymnasiet)(?!\w)|"
    r"(?<!\w)(?:[Mm]ontessori|[Ff]ri|[Ff]ör|[Gg]rund|[Ww]aldorf)?(?:skolan|förskolan|"
    r"gymnasiet|[Dd]agis|[Dd]agiset)\s[A-ZÅÄÖ][\wåäöé]{2,30}(?!\w)"
)
# A school by its bare name: "går på Björkvik", "elev på Furulund".
SCHOOL_ATTENDED = re.compile(
    r"(?<!\w)(?i:går|gick|gått|börja(?:r|t|de)?|sluta(?:r|t|de)?|elev(?:en|er|erna)?|lärare|läraren|vikarie|rektor|rektorn|"
    r"kurator|kuratorn|skolsköterska|mobbad|retad|\d[a-f]|\[klass\])\s(?:i\s\w{2,6}\s)?på\s([A-ZÅÄÖ][a-zåäöé]{3,30})(?![\wåäö])|\[klass\]\spå\s([a-zåäöé]{4,30})(?![\wåäö])"
)
# A school in small letters: "lärkans skola". Only what no ordinary word is counts.
SCHOOL_IN_SMALL = re.compile(
    r"(?<!\w)([a-zåäöé]{3,30}s)\s(?:skola|friskola|förskola|gymnasium|grundskola|montessoriskola)(?!\w)"
)
# Who speaks in a chat that was pasted.
SPEAKER = re.compile(r"(?m)(?:^[ \t]{0,3}|[/|] ?|[\"“”] ?)([^\W\d_]{2,20})(?= ?(?:\d\d[:.]\d\d)?:\s)")
LONG_NUMBER = re.compile(r"(?<![\w+])\d(?:[ -]?\d){7,22}(?!\w)")
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
