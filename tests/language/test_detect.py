"""The language of a text, and when a conversation may switch to it."""

import pytest

from bot.language.detect import detect

SENTENCES = {
    "en": ["we have nothing to eat", "got nowhere to sleep tonite", "whos open on a saturday near me", "I not understand this letter"],
    "zh-Hans": ["我们今晚没有地方住", "我需要一名普通话口译员。", "孩子没有东西吃"],
    "zh-Hant": ["我們今晚沒有地方住", "請問哪裡有免費的飯"],
    "yue": ["我今晚冇地方瞓", "你哋有冇人識講廣東話", "點解要問呢啲嘢"],
    "ar": ["ليس لدي مكان أنام فيه", "أحتاج إلى مترجم شفوي باللغة العربية."],
    "vi": ["Tôi cần thông dịch viên tiếng Việt.", "toi can giup do", "toi can tim cho an mien phi o Footscray", "gia đình tôi không có gì ăn"],
    "pa": ["ਮੈਨੂੰ ਪੰਜਾਬੀ ਦੁਭਾਸ਼ੀਏ ਦੀ ਲੋੜ ਹੈ।"],
    "el": ["Χρειάζομαι διερμηνέα ελληνικών.", "δεν έχω λεφτά για φαγητό"],
    "it": ["Ho bisogno di un interprete italiano.", "non abbiamo niente da mangiare"],
    "hi": ["मुझे हिन्दी दुभाषिए की ज़रूरत है।", "मेरे पास खाना नहीं है"],
    "es": ["Necesito un intérprete de español.", "no tengo dónde dormir esta noche"],
    "ne": ["मलाई नेपाली दोभाषे चाहिन्छ।", "मसँग खाने कुरा छैन"],
    "fil": ["Kailangan ko po ng interpreter sa Tagalog.", "wala kaming matutulugan ngayong gabi"],
    "ko": ["한국어 통역이 필요합니다.", "오늘 밤 잘 곳이 없어요"],
    "ur": ["مجھے اردو ترجمان کی ضرورت ہے۔", "ہمارے پاس کھانے کو کچھ نہیں ہے"],
    "ta": ["எனக்கு தமிழ் மொழிபெயர்ப்பாளர் தேவை."],
    "si": ["මට සිංහල භාෂා පරිවර්තකයෙක් අවශ්‍යයි."],
    "fa": ["من به غذا و جای خواب نیاز دارم", "امشب جایی برای خوابیدن ندارم"],
    "prs": ["من نمیتانم انگلیسی گپ بزنم", "من به ترجمان دری ضرورت دارم"],
    "ps": ["زه د پښتو ژباړن ته اړتیا لرم"],
    "ckb": ["پێویستم بە وەرگێڕی کوردی هەیە"],
    "kmr": ["Ez alîkarî dixwazim, zarokên min birçî ne"],
    "ti": ["ምግቢ የድልየኒ ኣሎ ተሓጋገዙኒ"],
    "am": ["የአማርኛ አስተርጓሚ እፈልጋለሁ"],
    "so": ["Waxaan u baahanahay turjubaan Soomaali ah"],
    "sw": ["Nahitaji mkalimani wa Kiswahili tafadhali"],
    "my": ["မြန်မာစကားပြန် လိုအပ်ပါတယ်"],
    "km": ["ខ្ញុំត្រូវការអ្នកបកប្រែភាសាខ្មែរ"],
    "th": ["ฉันต้องการล่ามภาษาไทย"],
    "tr": ["Türkçe tercümana ihtiyacım var", "bu gece kalacak yerimiz yok"],
    "mk": ["Ми треба преведувач за македонски"],
    "sr": ["Потребан ми је преводилац за српски"],
    "uk": ["Мені потрібен перекладач української мови"],
    "ru": ["Мне нужен переводчик русского языка"],
    "id": ["Saya tidak punya tempat tinggal malam ini"],
    "bn": ["আমার একজন দোভাষী দরকার"],
    "gu": ["મને ગુજરાતી દુભાષિયાની જરૂર છે"],
    "ml": ["എനിക്ക് ഒരു പരിഭാഷകനെ വേണം"],
    "te": ["నాకు తెలుగు అనువాదకుడు కావాలి"],
    "sm": ["Ou te mana'omia se tagata faaliliu i le gagana Samoa"],
    "aii": ["ܣܢܝܩܐ ܝܘܢ ܠܡܬܪܓܡܢܐ"],
    "cs": ["mluvim cesky", "nemáme kde dnes v noci spát"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ਮੈਨੂੰ childcare centre ਲੱਭਣਾ", "pa"),
        ("θέλω voucher για Footscray", "el"),
        ("my friend is called 李明", "en"),
        ("李明 Footscray", "en"),
    ],
)
def test_most_words_decide_where_two_scripts_stand_beside_each_other(text: str, code: str) -> None:
    assert detect(text).code == code


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, ts in SENTENCES.items() for t in ts])
def test_a_sentence_is_recognised_and_may_switch_the_conversation(code: str, text: str) -> None:
    found = detect(text)
    assert (found.code, found.reliable) == (code, True)


@pytest.mark.parametrize("text", ["ok", "nah", "yes", "Footscray", "Wagga Wagga", "Surry Hills", "3000", "Woolloomooloo NSW", "taxi", "pension", "", "  ", "😀", "???", "Lakemba, Bankstown", "no", "si", "Maria", "Nguyen Van Minh"])  # fmt: skip
@pytest.mark.parametrize("conversation", ["en", "vi", "ar"])
def test_a_word_a_place_or_a_name_never_switches(text: str, conversation: str) -> None:
    found = detect(text, fallback=conversation)
    assert found.code == conversation
    assert not found.reliable


ROMANISED = {
    "hi": ["mujhe madad chahiye", "bijli ka bill nahi bhar sakta", "bachon ke liye doodh chahiye", "naukri chali gayi, paise khatam"],
    "ur": ["mujhay urdu mein baat karni hay"],
    "pa": ["mainu khana chahida", "sade kol ghar nahi hai", "menu madad chahidi hai"],
    "ar": ["bidi akel la wladi", "ma 3andi makan anam feeh", "bade e7ki ma3 hada", "ana jo3an w ma fi masari"],
    "fa": ["gorosne hastam pool nadaram", "komak mikham baraye ejare", "dokhtaram mariz ast"],
    "ne": ["malai khana chahiyo", "ghar bhada tirna sakdina"],
    "bn": ["amar khabar dorkar", "basha bhara dite parchi na"],
    "ta": ["enakku udhavi venum", "veetu vaadagai katta mudiyala"],
    "el": ["thelo voitheia parakalo", "den exo lefta gia fagito"],
    "ru": ["net deneg na edu"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, ts in ROMANISED.items() for t in ts])
def test_romanised_text_is_recognised_but_switches_nothing(code: str, text: str) -> None:
    found = detect(text)
    assert (found.code, found.reliable) == (code, False)


UNMARKED = ["tim cho an", "can giup tien nha", "toi doi bung qua", "o dau phat thuc an vay", "bi mat viec, khong tra noi tien dien", "xin chao", "cho toi gap nguoi that"]  # fmt: skip


@pytest.mark.parametrize("text", UNMARKED)
def test_vietnamese_without_its_marks_is_vietnamese(text: str) -> None:
    found = detect(text)
    assert (found.code, found.reliable) == ("vi", True)


@pytest.mark.parametrize(
    ("conversation", "text"),
    [
        ("vi", "anh ay dang ngoi ke ben"),
        ("vi", "anh ay ra ngoai roi"),
        ("it", "a Preston, no scusi, a Reservoir"),
        ("es", "no, me come la renta en Preston"),
    ],
)
def test_a_conversation_is_not_left_for_words_that_another_language_has_too(
    conversation: str, text: str
) -> None:
    assert detect(text, fallback=conversation).code == conversation


LOOK_UPS = [
    "Client Aboriginal, Redfern, needs housing", "Client, 45, male, sleeping rough in Parramatta", "client female 22 pregnant, Broadmeadows, antenatal",
    "Client Dari speaker Dandenong, food voucher", "pt discharged no fixed address", "elderly couple Springvale meals on wheels", "dv refuge Geelong 2 kids",
    "Client Somali, Flemington, interpreter reqd", "Mental health triage, Northcote", "community transport to Royal Melbourne", "dental vouchers Penrith", "main menu",
    "ban me from pubs", "male interpreter in Farsi",
]  # fmt: skip


@pytest.mark.parametrize("text", LOOK_UPS)
def test_a_look_up_in_english_is_never_taken_for_another_language(text: str) -> None:
    assert detect(text).code == "en"


NOT_OURS = {
    "cs": "nemam kde spat, potřebuji pomoc", "ja": "今夜泊まる所がありません", "id": "suami saya memukul saya", "ti": "ምግቢ የብለይን ሓግዙኒ በጃኹም", "din": "ɣɛn awic kuɔny",
    "ksw": "ယလိၣ်ဘၣ်တၢ်မၤစၢၤ", "rhg": "añártu modot lager", "sw": "sina mahali pa kulala", "ms": "saya nak cari rumah sewa", "rw": "nkeneye ubufasha bw'ibiribwa",
    "rn": "ndakeneye gufashwa ibifungurwa", "om": "gargaarsa nan barbaada nyaata hin qabu", "ln": "nazali na nzala nasengeli lisungi", "to": "oku ou fiema'u tokoni",
    "haz": "مه خانه ندروم", "tet": "hau presiza ajuda hahan", "pt": "preciso de ajuda com o aluguel", "pl": "nie mam gdzie spać", "de": "ich brauche Hilfe mit der Miete",
    "kmr": "mala min tune ye, alikari dixwazim", "hu": "nincs hol aludnom segítség kell",
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), NOT_OURS.items())
def test_a_language_we_do_not_speak_is_recognised(code: str, text: str) -> None:
    found = detect(text)
    assert (found.code, found.reliable) == (code, True)


@pytest.mark.parametrize("text", ["skint mate, bones of me bum", "wanna find a feed round here", "i no have house please help", "arabic speaking financial counsellor near 2166 open sat", "my husband he speak only dari", "none of ya business"])  # fmt: skip
def test_slang_shorthand_and_learner_english_stay_english(text: str) -> None:
    assert detect(text).code == "en"


@pytest.mark.parametrize("text", ["\x00\x01\x02", "a\x00b hello there my friend", "\ud800 hello", "x" * 10_000, "<b>help me</b> please", "\u202eabc", "https://example.org/necesito-ayuda"])  # fmt: skip
def test_odd_text_is_safe(text: str) -> None:
    assert detect(text).code == "en"


def test_a_name_in_another_script_does_not_decide_an_english_sentence() -> None:
    assert detect("can I get someone who speaks 普通话 to help me with this form").code == "en"


def test_a_short_question_in_nepali_is_not_taken_for_hindi() -> None:
    assert detect("फोन नम्बर के हो", "ne").code == "ne"
    assert detect("फोन नंबर क्या है", "hi").code == "hi"


def test_what_passes_for_english_turns_no_other_conversation() -> None:
    found = detect("tim nha re de o", fallback="vi")

    assert (found.code, found.reliable) != ("en", True)


@pytest.mark.parametrize(
    ("conversation", "text"),
    [
        ("es", "no, o sea, creo que no"),
        ("es", "no me siento bien"),
        ("ne", "त्यहाँ जाँदा के के लिएर जानुपर्छ"),
        ("ne", "के गर्ने होला अब"),
        ("ne", "के के लिएर जाने"),
        ("prs", "ای سوال ره تیر کو"),
        ("prs", "نی همو دری خوب است"),
        ("prs", "مه نمیفامم چی کنم"),
        ("ur", "بس نہیں آتی، ڈاکٹر کے پاس جانا ہے"),
        ("hi", "गलत लिखा, चार बच्चे हो गए"),
        ("hi", "महिला डॉक्टर"),
        ("zh-Hant", "今晚不需要"),
        ("zh-Hant", "孩子肚子痛"),
    ],
)
def test_a_sentence_of_the_conversation_is_taken_for_no_other_language(
    conversation: str, text: str
) -> None:
    assert detect(text, fallback=conversation).code == conversation


@pytest.mark.parametrize(
    ("text", "code"),
    [("غيرت عنواني", "ar"), ("مو ضروري", "ar"), ("چی گفتی", "fa"), ("महिला डॉक्टर", "hi")],
)
def test_a_language_without_one_of_its_letters_or_words_is_not_guessed(
    text: str, code: str
) -> None:
    assert detect(text).code == code


@pytest.mark.parametrize("conversation", ["es", "it", "fil", "vi", "tr", "so"])
def test_a_sentence_in_english_is_english_wherever_it_is_said(conversation: str) -> None:
    found = detect("I need some help with my rent, the landlord wants us out", conversation)
    assert (found.code, found.reliable) == ("en", True)
