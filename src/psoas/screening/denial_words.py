"""The words that deny, those that end a denial, and those that only look like one."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SENTENCE = _set(". ! ? ; :")
JOINS = _set(", and or nor plus /")
BREAKS = SENTENCE | _set(
    "but however although though because cause cuz as due since until unless except despite so apart "
    "aside besides than while when whenever if then yet only just"
)
UNTIL = _set("until till before")
INTENSE = _set("so such this these")  # "I have never been so weak"

SUBJECTS = _set(
    "i i'm i've i'd i'll it it's he he's she she's they we there there's you this that these everything "
    "something"
)
DETERMINERS = _set("my the one both a an his her our some all")
TIMES = _set("after before during in on at")  # with which a clause may begin
VERBS = _set(
    "am is are was were has have had can can't could couldn't do does don't doesn't did didn't isn't "
    "aren't wasn't weren't hasn't haven't feel feels felt get gets got go goes went gone keep keeps "
    "kept lost lose leak leaks leaked woke wake started starts began fell broke took take takes hurt "
    "hurts drag drags give gives gave burn burns tingle tingles look looks seem seems became wet soiled "
    "dropped drop drops trip tripped says thinks comes came stays noticed notice"
)
ADVERBS = _set(
    "really actually even ever currently recently lately usually also now still today yesterday "
    "sometimes then yet exactly personally knowingly never"
)
TROUBLE = _set(
    "problem problems trouble troubles issue issues difficulty difficulties change changes anything "
    "wrong different"
)
LOSSES = _set("no not never without unable hardly barely scarcely lost losing loss inability less")

# Cues that deny whatever follows.
PLAIN_CUES = _set("neither nor none denies denied deny denying negative absence isn't aren't wasn't weren't")
# Cues that deny only before certain words: "I don't sleep because of the fever" denies no fever.
AUXILIARIES = _set("don't doesn't didn't haven't hasn't hadn't never wouldn't won't")
DENIABLE = _set(
    "have had having get got gotten been be feel felt suffer suffered notice noticed see seen "
    "experience experienced use used take took taken leak leaked lose lost losing inject injected fall "
    "fell fallen trip tripped wet soil soiled run show shown report reported find found develop "
    "developed break broke broken do did done come any a an the suffering taking leaking feeling "
    "getting complain complained undergone need needed received given"
)
ONLY_BEFORE = {
    "can't": _set("feel notice find detect report complain"),
    "couldn't": _set("feel notice find detect report complain"),
    "nothing": _set("changed new different unusual wrong like of"),
    "free": _set("of from"),
}
FILLERS = _set("any has have had is was")
# Cues that deny nothing before certain words: "no doubt", "no longer", "not only", "without noticing"; and
# "no relief of the fever" denies the relief.
NEVER_BEFORE = {
    "no": _set(
        "longer more doubt idea wonder question matter one way joke clue kidding sooner improvement "
        "relief end explanation reason treatment therapy medicine medication cure sleep rest break "
        "energy help answer doctor appetite warning control ,"
    ),
    "not": _set(
        "only just sure certain clear always necessarily really quite completely fully totally entirely "
        "merely simply to able long until know much yet because that properly better well good great "
        "right normal getting improving working helping going healing"
    ),
    "without": _set(
        "noticing knowing realizing realising trying meaning wanting dieting warning reason effort "
        "explanation control feeling thinking help being me my"
    ),
}
HABITS = _set(
    "tablets pills medicine medicines medication medications painkillers alcohol sport sports exercise "
    "work job allergies smoke smoked smoker smoking drink"
)

ASKED = _set("? : , ;")
YES = _set("yes yeah yep present positive")
NO = _set("no none never nope denied negative absent nil nah")
FINE = _set("fine normal ok okay unchanged")
AS_EVER = _set("usual always ever before")
RULED_OUT = _set("excluded denied absent negative")
BEING = _set("is are was were been being has have")

KIN = _set(
    "mother father mom mum mommy dad sister brother wife husband aunt uncle grandmother grandfather "
    "grandma grandpa granny grandad daughter son cousin partner friend neighbor neighbour colleague "
    "boyfriend girlfriend parents family child children kids niece nephew boss coworker dog cat"
)
BESIDE = _set("with after to from for at before behind by like unlike")
SELF = _set("i i'm i've i'd i'll me my mine myself we us our")
SPEAKER = _set("i i'm i've i'd we")
THEIRS = _set("he he's she she's his her")
