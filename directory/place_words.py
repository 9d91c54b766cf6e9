"""Words that tell a place from an ordinary word, for ``directory.place_mentions``.

English, in the one spelling of the atlas (``word_key``). Chosen by reading what people write.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, in no order."""
    return frozenset(text.split())


#: A place is likely after these; strong enough for names that are ordinary words.
STRONG_CONTEXT = words(
    "in near around live lives living lived nearby staying suburb town postcode inside outside"
    " towards between moved moving located based area close closer"
)
#: A place is possible after these; enough for a slip of spelling, not for ordinary words.
WEAK_CONTEXT = words("at from to by of no not or and via stay reach visit here about")
#: Words that may stand between the context and the name ("near the Gap", "live at ...").
BETWEEN = frozenset({"the", "in", "at", "near", "to", "around", "is", "from", "here"})
#: After the name: "footscray station", "sunshine area".
AFTER_NAME = words("area station suburb hospital library shops council region side cbd")
#: Words that do not keep a message from being just the name of a place.
FILLER = words(
    "i im am we it its is in at the my near place suburb area postcode please thanks"
    " hi hello yes ok okay um uh a live around sorry no from here to called town"
)
#: Function words: never part of a misspelt name.
FUNCTION_WORDS = FILLER | words(
    "and or but not an any some this that these those for with without by of on off up down out"
    " as well you are our thank he she they his her their your me him them us do does did have has had can could will would"
    " should need needs want help who what where when why how there now today tonight tomorrow"
    " very so too just only more most much many get go going went one two three four five"
)
#: Words that hardly any other language has.
ENGLISH = words(
    "the and with for my you have need needs want can please what where how help near live looking"
    " food parcel bed tonight doctor rent housing job shelter lawyer free cheap open today"
)
#: What follows a name that is a street's, not a suburb's.
STREET_WORDS = words(
    "street road rd avenue ave drive dr lane parade pde crescent cres highway hwy terrace tce"
    " boulevard bvd way close"
)
#: A number after one of these is no postcode.
NUMBER_OF = words("pin code password account number card crn id ref reference passcode")
#: Greetings of other languages that are one letter from a town.
GREETINGS = frozenset({"bonjour", "gracias", "merhaba", "marhaba", "namaste", "konnichiwa"})
#: A shop's name, and everyday words of other languages in Latin letters, that are places here too.
ELSEWHERE = words(
    "coles walang berri maya dale dedin quiero carne namin bayad pesa mina como casa para"
)
#: Words in plain letters that other languages have and English has not: around them an English
#: word is no context, and a name that is an English word is a name.
OTHER_TONGUES = words(
    "po ang mga ng ako kami namin yung anak asawa ayaan waxaan baan rabaa nahay estoy necesito tengo vivo"
    " abito sono vorrei hai mein hoon mujhe chahiye bir icin oturuyorum minh toi"
)
