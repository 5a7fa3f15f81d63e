"""What generated logs are written with: names in many scripts, and the words of news.

Every name is one of millions that its parts can make, so that the vocabulary grows with the log as it does in life.
"""

SYLLABLES = (
    "ab ak al am an ar as az ba bal bar bek bi dar del din do el er fa far gar ghan gul ha han har id ja jan ka kal "
    "kan khel ko kun la lal lo ma mar min mir mo na naz ni nor nur pa pan qa qal ra ram ri roz sa sar shah shin so ta "
    "tar tor ul un va vel wa war ya yar za zar zi"
).split()

NAMES = (  # given names and family names, script by script
    ("محمد احمد عبدالله حسین کریم رحیم گل‌آغا فاطمه زهرا مریم", "رحمانی احمدزی نورزی کریمی حیدری یوسفزی ستانکزی امیری"),
    ("Иван Олег Дмитрий Сергей Анна Мария Наталья", "Иванов Кузнецов Соколов Шевченко Коваленко Лебедев"),
    ("Олександр Андрій Тарас Оксана Юлія", "Бондаренко Мельник Шевчук Ткаченко Кравець"),
    ("王 李 张 刘 陈 杨", "伟 芳 秀英 娜 敏 静 建国"),
    ("अमित राजेश सुनीता प्रिया", "शर्मा वर्मा सिंह गुप्ता"),
    ("김 이 박 최", "민수 지영 현우 서연"),
    ("ደስታ ሀይሌ ሰላም", "ገብረ ተስፋዬ በቀለ"),
    ("Müller Şahin Nguyễn Łukasz Søren José", "Åkesson Gökçe Trần Wójcik Ødegård Muñoz"),
)
SCRIPTS = tuple((given.split(), family.split()) for given, family in NAMES)

TITLES = "General,Colonel,Minister,Governor,Commander,Spokesman,Mullah,Ambassador,Dr,Professor".split(",")
OFFICES = (
    "Governor,Chief of police,Commander of the corps,Spokesman,Minister of the interior,Head of the office,"
    "Special envoy,Ambassador,District chief,Director of intelligence"
).split(",")
PUBLISHERS = "The Daily Courier,Radio Free Valley,Evening Post,Al Jadid,Хроника,صبح کابل,Le Matin".split(",")
AGENCIES = "AFP,AP,Reuters,dpa,Xinhua,Pajhwok,Interfax".split(",")
LANGUAGES = "en,en,en,en,prs-AF,ps,ru,fr,ar,zh,uk".split(",")
COUNTRIES = "AF,AF,AF,PK,IR,RU,US,QA,GB,DE,FR,CN,IN,UZ,TJ,UA,SY,YE,ET".split(",")
EDITORS = "ana,bilal,chen,dana,editor,farid,grace,hamid,irina,jonas,kofi,leila".split(",")
TAGS = "peace talks,insider attacks,casualties,elections,diplomacy,aid,border,air strikes,refugees,prisoners".split(",")
WEAPONS = "AK-47,car bomb,roadside bomb,mortar,drone,suicide vest,knife,rocket,M16 rifle".split(",")
MEDIA = "a statement,an interview,a report,to reporters,a message to the press,social media".split(",")
AUDIENCES = "reporters,parliament,the Security Council,followers,foreign diplomats".split(",")
POPULATIONS = "civilians,soldiers,police officers,ANDSF personnel,children,aid workers,foreign troops".split(",")
CAUSES = "insider_attacks,ground fighting,air strikes,roadside bombs,explosive remnants,targeted killings".split(",")

QUOTES = (
    "We have agreed on nothing",
    "There will be no ceasefire this year",
    "ما هیچ توافقی نکرده‌ایم",
    "Мы готовы к переговорам",
    "我们呼吁各方保持克制",
    "لا تعليق في الوقت الحالي",
    "Nous restons prêts à discuter",
    "हम शांति चाहते हैं",
    "Переговори триватимуть",
)

CLAUSES = (  # {a} is an actor, {p} a place, {n} a number
    "officials in {p} said that {n} people had been brought to hospital",
    "{a} did not answer questions about what had been decided",
    "witnesses near {p} heard an explosion shortly after dawn",
    "the provincial council confirmed the number but not the names",
    "{a} accused {a} of breaking the ceasefire that was agreed the week before",
    "negotiators are to return to {p} within a month",
    "the road between {p} and {p} stayed closed for {n} hours",
    "{a} called the report baseless and asked for an inquiry",
    "a spokesman for {a} declined to comment",
    "relief agencies counted {n} displaced families in and around {p}",
    "the police arrested {n} suspects, of whom two were later released",
    "{a} welcomed the talks and urged all sides to release prisoners",
    "the attackers wore uniforms and had come through the outer checkpoint",
    "residents of {p} told reporters that fighting went on into the night",
    "the delegation left {p} without a joint declaration",
    "parliament postponed the vote for the {n}th time",
    "{a} promised that the election would be held as planned",
    "the wounded were flown to {p}, where doctors described their state as stable",
    "neither side has said who fired first",
    "according to {a} the agreement covers only the northern districts",
    "the ministry published figures that differ from those of {a}",
    "two schools and a clinic near {p} were damaged",
    "{a} met elders of {p} and listened to their complaints",
    "observers warned that the truce could break at any moment",
    "the convoy carried flour, medicine and {n} tents",
)
