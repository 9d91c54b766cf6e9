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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mujhe madad chahiye", "hi"),
        ("enakku udhavi venum", "ta"),
        ("thelo voitheia parakalo", "el"),
    ],
)
def test_romanised_text_is_guessed_but_never_believed(text: str, code: str) -> None:
    found = detect(text)
    assert (found.code, found.reliable) == (code, False)


@pytest.mark.parametrize("text", ["skint mate, bones of me bum", "wanna find a feed round here", "i no have house please help", "arabic speaking financial counsellor near 2166 open sat", "my husband he speak only dari", "none of ya business"])  # fmt: skip
def test_slang_shorthand_and_learner_english_stay_english(text: str) -> None:
    assert detect(text).code == "en"


@pytest.mark.parametrize("text", ["\x00\x01\x02", "a\x00b hello there my friend", "\ud800 hello", "x" * 10_000, "<b>help me</b> please", "\u202eabc", "https://example.org/necesito-ayuda"])  # fmt: skip
def test_odd_text_is_safe(text: str) -> None:
    assert detect(text).code == "en"


def test_a_name_in_another_script_does_not_decide_an_english_sentence() -> None:
    assert detect("can I get someone who speaks 普通话 to help me with this form").code == "en"


def test_what_passes_for_english_turns_no_other_conversation() -> None:
    found = detect("tim nha re de o", fallback="vi")

    assert (found.code, found.reliable) != ("en", True)
