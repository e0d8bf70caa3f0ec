"""Questions worth asking because of the patient's own words.

The expectations were written before the phrases and the rules of negation: what a careful clinician would
ask after reading each sentence. Where the words are ambiguous, asking is right.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases import SAFE

from psoas import Case, Knowledge, assess, load_knowledge
from psoas.care.clinic import Clinic
from psoas.patient.facts import CaseFacts
from psoas.reports.clinician import clinician_report
from psoas.screening.screening import screen
from psoas.screening.suggestions import Suggestion, suggest

Read = Callable[[str], Case]

# Plain danger in lay words, the negation often part of it.
DANGER = [
    ("I can't feel the toilet paper when I wipe.", "saddle"),
    ("I'm unable to pee since this morning.", "bladder"),
    ("There is no feeling between my legs.", "saddle"),
    ("I don't know when I need to go any more.", "bladder bowel"),
    ("I am not able to lift my foot.", "leg-strength"),
    ("I wet myself without noticing.", "bladder"),
    ("My bottom has gone numb.", "saddle"),
    ("I have to push to get my pee out.", "bladder"),
    ("I have soiled myself twice.", "bowel"),
    ("My legs give way under me.", "leg-strength"),
    ("Since Tuesday both legs burn.", "both-legs"),
    ("I can no longer tell when my bladder is full.", "bladder"),
    ("I cannot feel it when I poo.", "bowel"),
    ("I can't get an erection any more.", "sexual-function"),
    ("I feel nothing during sex any more.", "sexual-function"),
    ("When I wipe I can hardly feel the paper, and I have to push to pee.", "saddle bladder"),
    ("I could not hold my stool last night.", "bowel"),
    ("My foot slaps on the ground and I keep tripping over it.", "leg-strength"),
    ("I woke up drenched in sweat with the shivers.", "fever"),
    ("I had breast cancer ten years ago.", "cancer"),
    ("My clothes are getting loose although I eat as always.", "weight"),
    ("I fell off a ladder and it has hurt since.", "trauma"),
    ("I have been on prednisone for years.", "steroids immune"),
    ("The doctor says I have osteoporosis.", "bones"),
    ("My left calf is swollen and hot.", "calf"),
    ("I have a throbbing lump in my belly and felt faint.", "aorta"),
    ("I am on chemotherapy.", "immune cancer"),
    ("I had a kidney infection last month.", "immune"),
    ("I shot up heroin again.", "immune"),
    ("I broke my wrist in a small fall last year.", "bones trauma"),
]

# Plainly denied, or nothing of the kind.
NOTHING = [
    "I have no numbness when wiping.",
    "I have not lost any weight.",
    "Back pain without fever.",
    "She denies fever, chills or weight loss.",
    "I have never had cancer.",
    "I haven't had any fever or night sweats.",
    "No bladder or bowel problems.",
    "I don't leak and I can pee normally.",
    "I do not have osteoporosis.",
    "There was no fall and no accident.",
    "I've never taken steroids.",
    "My calf isn't swollen or red.",
    "Neither of my legs is weak.",
    "Fever: no. Weight loss: no.",
    "I can feel the toilet paper just fine.",
    "No weakness in my legs.",
    "I have not had an infection or an operation.",
    "Cancer was ruled out.",
    "My sex life is fine.",
    "I don't have tingling or pain in both legs.",
    "I am not losing weight.",
    "Nothing has changed when I pee.",
    "I never fell.",
    "No change in the feeling between my legs.",
    "I have no problem to pee.",
    "I haven't noticed any leaking.",
    "I am tired but have no fever, no chills, no sweats.",
    "My calves are both fine, no swelling.",
    "I fall asleep on the sofa.",
    "I had to cancel my trip.",
    "The pain is a number 8 of 10.",
    "My number one wish is to walk.",
    "I can't stand this pain.",
    "Sex hurts my back.",
    "I have a slipped disc and no cancer as far as I know.",
    "I want to bend down to the dishwasher again and walk the dog.",
    "",
    # somebody else's
    "My mother had cancer.",
    "My father had prostate cancer and my aunt had breast cancer.",
    "Cancer runs in the family.",
    "My sister's cancer frightened me.",
    "My grandfather fell and broke his hip.",
    "My mother is ill. She had breast cancer.",
]

MIXED = [
    ("No fever but I can't feel it when I wipe.", "saddle"),
    ("I don't have a fever, I have chills.", "fever"),
    ("I have no fever and I lost ten kilos.", "weight"),
    ("My mother had cancer and I had breast cancer.", "cancer"),
    ("My wife says my foot drags.", "leg-strength"),
    ("My husband had a fever last week and now I am shivering too.", "fever"),
    ("My wife and I both had a fever.", "fever"),
    ("It is not only numb between my legs, I also leak urine.", "saddle bladder"),
    ("I am not sure whether my bladder works properly.", "bladder"),
    ("I don't know if I have a fever.", "fever"),
    ("I don't think I have cancer.", "cancer"),
    ("I no longer have a fever.", "fever"),
    ("I used to take prednisone for my asthma.", "steroids immune"),
    ("I lost weight without trying.", "weight"),
    ("I don't deny that I leak a little.", "bladder"),
    ("I can't say that I have no numbness down there.", "saddle"),
    ("It isn't true that I have no numbness between my legs.", "saddle"),
    ("The week was not without fever.", "fever"),
    ("The toilett paper feels strange, like numbnes.", "saddle"),
    ("numbnes in my privates", "saddle sexual-function"),
    ("My private parts are numb.", "saddle sexual-function"),
    ("dont feel it when i pee", "bladder"),
    ("cant pee", "bladder"),
    ("I fell on the stairs last week.", "trauma"),
    ("I was in a car crash in September.", "trauma"),
    ("I don't sleep because of the fever.", "fever"),
    ("The fever doesn't go away.", "fever"),
    ("I have had no trouble with my bowels, but the last two days I soiled my pants.", "bowel"),
    ("My legs aren't weak, my foot just drags.", "leg-strength"),
    ("No one has asked about my cancer.", "cancer"),
    ("I have osteoporosis, never broke anything.", "bones"),
    ("Fever yes, weight loss no.", "fever"),
    ("Weight loss? No. Fever? Yes, since Monday.", "fever"),
    ("My doctor ruled out cancer, but I had a fever.", "fever"),
    ("I have pain in both legs, worse on the right.", "both-legs"),
    ("Tingling in both feet at night.", "both-legs"),
    ("I can't feel my feet.", "both-legs"),
    ("Pins and needles down there.", "saddle"),
    ("I was not able to hold my water.", "bladder"),
    ("I haven't been able to go for two days.", "bladder bowel"),
    ("The pain goes from my back to my belly, I felt dizzy and broke out in a cold sweat.", "aorta"),
    ("One calf is thicker and red.", "calf"),
    ("I got a cortisone injection in my back in October.", "immune"),
    ("I use a steroid inhaler.", "steroids"),
    ("I was treated for melanoma.", "cancer"),
    ("They removed a tumor from my lung.", "cancer"),
    ("I have HIV.", "immune"),
    ("I take methotrexate for my arthritis.", "immune"),
    ("After my kidney transplant I take tablets.", "immune"),
    ("My knee buckled yesterday, and it isn't the first time.", "leg-strength"),
    ("my knee gives out", "leg-strength"),
    ("I can't stand on my toes on the right.", "leg-strength"),
    ("since the crash my legs feel like jelly", "trauma leg-strength"),
    ("Weakness? Not really.", "leg-strength"),
    ("I had a fever, no cough.", "fever"),
    ("No. I have lost a lot of weight.", "weight"),
    ("Nope, never had a fever but I do have cancer.", "cancer"),
    ("My weight has dropped, I have not changed my diet.", "weight"),
    ("I leak a bit when I cough, that has been so since my last child was born.", "bladder"),
]  # fmt: skip


# Written afterwards, without looking at the phrases, to see what they miss and where they cry wolf.
HELD_OUT = [
    ("My bladder hurts, my bowels are fine.", "bladder"),
    ("Bladder, bowel and sex are fine.", ""),
    ("The bladder and the bowel are as ever.", ""),
    ("My legs are neither weak nor numb.", ""),
    ("My waterworks are not right since last week.", "bladder"),
    ("I have to strain and only a few drops come out.", "bladder"),
    ("I haven't peed since yesterday morning.", "bladder"),
    ("I dribble after I thought I was done.", "bladder"),
    ("My bum and privates feel like cotton wool.", "saddle sexual-function"),
    ("When I wash myself I do not feel my hand down there.", "saddle"),
    ("Sitting on the toilet seat feels different on one side.", "saddle"),
    ("Everything between my legs is asleep.", "saddle"),
    ("I cannot feel my vagina properly.", "saddle sexual-function"),
    ("I pooped myself at the supermarket.", "bowel"),
    ("I had an accident, I could not reach the toilet and it all came out.", "trauma"),
    ("I can't feel when I have to poo.", "bowel"),
    ("I can't keep it up with my wife any more.", "sexual-function"),
    ("My right foot won't come up when I walk.", "leg-strength"),
    ("I am tripping over my own toes all the time.", "leg-strength"),
    ("My leg just folded under me on the stairs.", "leg-strength"),
    ("I cannot push off with my right foot.", "leg-strength"),
    ("Both my legs go to sleep when I walk.", "both-legs"),
    ("It started on the right and now it is in both legs.", "both-legs"),
    ("I've been hot and cold and shaking all night.", "fever"),
    ("I had 39 degrees on Sunday.", "fever"),
    ("I'm not feverish.", ""),
    ("No temperature, no chills.", ""),
    ("I had a lump in my breast removed, it was malignant.", "cancer"),
    ("I am a breast cancer survivor.", "cancer"),
    ("They found nothing, no cancer, no fracture.", ""),
    ("I am losing weight and I do not know why.", "weight"),
    ("I've gone down two dress sizes without dieting.", "weight"),
    ("I have not been eating well but my weight is stable.", ""),
    ("I slipped on ice and landed on my tailbone.", "trauma"),
    ("A horse threw me off.", "trauma"),
    ("I bent down to pick up a pen and it went bang.", ""),
    ("I've taken cortisone pills for my lungs for half a year.", "steroids"),
    ("I never took any steroids or drugs.", ""),
    ("My doctor says my bones are thin.", "bones"),
    ("I have had two compression fractures.", "bones"),
    ("My right calf got thick and warm after the flight.", "calf"),
    ("No swelling of the calf.", ""),
    ("My tummy hurts a lot and I nearly passed out.", "aorta"),
    ("I have a pulse in my belly that I can see.", "aorta"),
    ("I had a bladder infection two weeks ago.", "bladder immune"),
    ("I had spinal surgery in October.", "immune"),
    ("I have never injected drugs.", ""),
    ("I do not have a problem with my bladder, my bowels or my legs.", ""),
    ("I do not have any weakness, numbness, or loss of bladder or bowel control.", ""),
    ("I have no leg weakness, but my foot is numb.", ""),
    ("Apart from the fever I feel fine.", "fever"),
    ("The tests showed no sign of cancer.", ""),
    ("My dad died of cancer so I am scared it is that.", ""),
    ("Could it be cancer?", "cancer"),
    ("I am afraid that I have cancer like my father.", "cancer"),
    ("Since my divorce I have lost weight.", "weight"),
    ("I lost my job.", ""),
    ("I lost my balance.", ""),
    ("I can't lift my grandson any more because of my back.", ""),
    ("I can't lift heavy boxes.", ""),
    ("I don't fall.", ""),
    ("The pain came after I lifted a heavy box.", "trauma"),
    ("My feet are cold.", ""),
    ("I feel numb inside since my mother died.", ""),
    ("The numbness in my foot is gone.", ""),
    ("It is hard to get out of bed.", ""),
    ("I sweat when I exercise.", ""),
    ("My back is hot and red from the heating pad.", ""),
    ("The pain shoots down my leg into the calf, which is hard as a rock.", "calf"),
    ("I don't feel any difference when I wipe.", ""),
    ("I feel everything normally when I wipe.", ""),
    ("It's not like I can't feel the paper.", "saddle"),
    ("I wouldn't say that my legs are weak.", "leg-strength"),
    ("My legs are not as strong as before.", "leg-strength"),
    ("I'm not as strong in the left leg.", "leg-strength"),
    ("Nobody could tell me why I can't pee.", "bladder"),
    ("I deny any fevers.", ""),
    ("denies saddle numbness", ""),
    ("No h/o cancer.", ""),
    ("My husband says I have lost weight.", "weight"),
    ("My sister has MS, and my legs are getting weak too.", "leg-strength"),
    ("Not one day without fever.", "fever"),
    ("I had no fever until yesterday.", "fever"),
    ("I never had a fever before this week.", "fever"),
    ("Until last year I never had cancer.", "cancer"),
    ("I'm worried I might wet myself.", "bladder"),
    ("I hold on to the wall because my legs won't carry me.", "leg-strength"),
    ("I have no control over my bladder.", "bladder"),
    ("I have no control of my bowels.", "bowel"),
    ("I have no strength in my right leg.", "leg-strength"),
    ("I can no longer feel my bottom.", "saddle"),
    ("I have a numb bum.", "saddle"),
    ("My bike saddle hurts.", ""),
    ("The water in the shower feels the same on both legs.", ""),
    ("I drink lots of water and I don't lose weight.", ""),
    ("I have had back pain for two weeks. Yesterday I noticed that I cannot feel the seat of the toilet any more and I have not been able to pass urine since.", "saddle bladder"),
    ("Started after gardening, no accident, no numbness, bladder and bowels are fine.", ""),
    ("Bladder and bowel function is normal.", ""),
    ("My bladder is fine.", ""),
    ("The leg feels heavy and the toes drag a little when I am tired.", "leg-strength"),
    ("It hurts when I cough, and I leaked a bit of urine, which never happened before.", "bladder"),
    ("I am otherwise healthy, I never smoked and I take no medicines.", ""),
    ("I had my prostate out for cancer in 2015.", "cancer"),
    ("No history of cancer, infection, fever, trauma or weight loss.", ""),
    ("My GP gave me a course of steroids last year for my chest.", "steroids"),
    ("I am a type 2 diabetic, no other illness, no cancer.", ""),
    ("There is some weakness when I go up the stairs.", "leg-strength"),
    ("I have this weird feeling around my back passage.", "saddle"),
    ("I do not feel the need to pee like I used to.", "bladder"),
    ("I only notice that I have to pee when it is already running.", "bladder"),
    ("I have to sit on the toilet for ages until the water comes.", "bladder"),
    ("I wear pads now because I can't hold it.", "bladder"),
    ("I had to change my underwear because I didn't notice that I'd had a poo.", "bowel"),
    ("Since the epidural my legs have been tingling.", "immune"),
    ("I had an epidural for my labour years ago.", "immune"),
    ("My left leg is swollen since the flight.", "calf"),
    ("I get sweats at night and my pyjamas are wet through.", "fever"),
    ("I've been feeling rotten, shivery and off my food.", "fever"),
    ("I have no appetite and my skirts are hanging off me.", "weight"),
    ("My mum has brittle bones.", ""),
    ("My mum has brittle bones and the doctor says so have I.", "bones"),
    ("I broke my hip when I tripped over the cat.", "bones trauma"),
    ("I was rear-ended in September and my back has not been right since.", "trauma"),
    ("I came off my bike.", "trauma"),
    ("I came off my bike, but nothing happened.", "trauma"),
    ("I've got pain down the back of both thighs when I walk.", "both-legs"),
    ("The tingling is only in one leg, never in both legs.", ""),
    ("It moves from one leg to the other.", "both-legs"),
    ("I can walk on my heels and toes without a problem.", ""),
    ("I cannot walk on my heels.", "leg-strength"),
    ("I can't walk far.", ""),
    ("I can't walk because of the pain.", ""),
    ("I don't have any weakness.", ""),
    ("I wouldn't call it weakness, more like it gives way.", "leg-strength"),
    ("I am not incontinent.", ""),
    ("I'm not incontinent but I have to rush.", ""),
    ("My friend had cauda equina and she could not pee.", ""),
    ("My friend had cauda equina and I am scared, because I can't pee either.", "bladder"),
    ("I read that numbness between the legs is dangerous, but I don't have that.", "saddle"),
    ("Is it normal that I don't feel it when I go to the toilet?", "bladder bowel"),
    ("My erections are not what they used to be.", "sexual-function"),
    ("I have lost all feeling in my genitals.", "saddle sexual-function"),
    ("There's a beating feeling in my stomach.", "aorta"),
    ("I nearly blacked out with the pain in my back.", "aorta"),
    ("I inject insulin.", ""),
    ("I take Humira for psoriasis.", "immune"),
    ("I do not take any immunosuppressants.", ""),
    ("I'm HIV negative.", ""),
    ("I have had a tooth abscess.", "immune"),
    ("I'm on blood thinners for an old thrombosis.", "calf"),
    ("I can't sit, can't sleep, can't think.", ""),
    ("I have no idea why I wet the bed.", "bladder"),
    ("No idea. I just can't feel my bottom.", "saddle"),
    ("Never had anything like this. Both my feet are numb.", "both-legs"),
    ("I have no pain, just numb between the legs.", "saddle"),
    ("I don't have much pain but no feeling in my crotch.", "saddle"),
    ("No pain between my legs.", ""),
    ("No pain, no feeling between the legs.", "saddle"),
    ("I do not have trouble peeing or pooing.", ""),
    ("I don't have any problem passing water.", ""),
    ("I can pass water but not feel it.", "bladder"),
    ("Denies numbness; reports inability to void.", "bladder"),
    ("I have trouble with erections.", "sexual-function"),
    ("No erection for three weeks.", "sexual-function"),
    ("No problems with erections.", ""),
    ("No urine since yesterday.", "bladder"),
    ("No power in my foot.", "leg-strength"),
    ("My foot doesn't lift.", "leg-strength"),
    ("I don't feel my left foot.", ""),
    ("Never in my life have I had such a fever.", "fever"),
    ("I have never been so weak in my legs.", "leg-strength"),
    ("I have never had numbness between my legs until now.", "saddle"),
    ("Not a day goes by without wetting myself.", "bladder"),
    ("I can't go a day without leaking.", "bladder"),
    ("There isn't a night I don't sweat through my sheets.", "fever"),
    ("It isn't just my back, my feet are numb.", "both-legs"),
    ("I haven't any feeling down there.", "saddle"),
    ("My bottom has no feeling.", "saddle"),
    ("My bladder does not empty.", "bladder"),
    ("I don't empty my bladder completely.", "bladder"),
    ("I do not feel my bladder.", "bladder"),
    ("I didn't notice that I had wet myself.", "bladder"),
    ("I haven't noticed that I leak.", ""),
    ("I look after my mother who has cancer.", ""),
    ("I have a son with cancer.", ""),
    ("My children are healthy, I have had breast cancer.", "cancer"),
    ("Neither fever nor chills.", ""),
    ("I have neither fever nor weight loss.", ""),
    ("No fever, chills, night sweats or weight loss, but the right foot drags.", "leg-strength"),
    ("Has not had any fever, weight loss, or trauma.", ""),
    ("Negative for fever and weight loss.", ""),
    ("She is free of cancer.", ""),
    ("I am free of fever since Monday.", ""),
    ("They have ruled out a fracture and cancer.", ""),
    ("My doctor said it's not cancer.", ""),
    ("It is not cancer.", ""),
    ("No bladder trouble, no bowel trouble, legs are fine.", ""),
    ("I don't have a problem with my bladder or my bowels but I feel numb when I wipe.", "saddle"),
    ("I'm not allergic and have never had cancer, fever or infections.", ""),
    ("I am a man of 60 with no illness apart from osteoporosis.", "bones"),
    ("Other than a fall in October nothing happened.", "trauma"),
    ("I haven't been well, feverish mostly.", "fever"),
    ("I haven't eaten much, lost weight.", "weight"),
    ("I take prednisone, no other tablets.", "steroids immune"),
]  # fmt: skip

# Before words of danger, none of these takes them back.
HARMLESS_BEGINNINGS = [
    "I have no headache, but ",
    "No headache. ",
    "I don't smoke, and ",
    "I have never had this before: ",
    "I don't know why, but ",
    "There is no doubt: ",
    "My mother had a stroke. ",
    "I never complain, yet ",
    "I do not want to worry my wife, but ",
    "I'm not sure, but I think ",
    "No one believes me that ",
    "Without any warning ",
    "My neighbor told me to say it: ",
    "I can't sleep and ",
    "Not only that: ",
    "It's not getting better and ",
    "Nothing helps and ",
    "I haven't told anyone, ",
    "I take no tablets, ",
]


@pytest.fixture(scope="module")
def suggested(knowledge: Knowledge, read: Read) -> Callable[[str], tuple[Suggestion, ...]]:
    """Return what a text alone suggests."""

    def from_words(text: str) -> tuple[Suggestion, ...]:
        case = read("complaint: {side: right}")
        case = replace(case, complaint=replace(case.complaint, in_the_patients_words=text))
        return suggest(CaseFacts.of(case, knowledge), knowledge)

    return from_words


@pytest.fixture(scope="module")
def asked(suggested: Callable[[str], tuple[Suggestion, ...]]) -> Callable[[str], set[str]]:
    """Return the questions that a text alone suggests."""
    return lambda text: {one.question for one in suggested(text)}


@pytest.mark.parametrize(("text", "questions"), [*DANGER, *MIXED, *HELD_OUT])
def test_words_of_danger_suggest_their_questions(
    asked: Callable[[str], set[str]], text: str, questions: str
) -> None:
    assert asked(text) == set(questions.split())


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_denied_or_about_others_suggests_nothing(asked: Callable[[str], set[str]], text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize("beginning", HARMLESS_BEGINNINGS)
def test_a_harmless_beginning_hides_no_danger(asked: Callable[[str], set[str]], beginning: str) -> None:
    for text, questions in [*DANGER, *MIXED]:
        rest = text if text.startswith(("I ", "I'")) else text[0].lower() + text[1:]

        assert asked(beginning + rest) >= set(questions.split()), beginning + rest


EXAMPLES_OF_RECORDS = [
    pytest.param(record.id, text, expected, id=f"{record.id}: {text}")
    for record in load_knowledge().phrases.values()
    for expected, texts in ((True, record.match), (False, record.no_match))
    for text in texts
]


@pytest.mark.parametrize(("record", "text", "expected"), EXAMPLES_OF_RECORDS)
def test_each_record_matches_its_own_examples(
    suggested: Callable[[str], tuple[Suggestion, ...]], record: str, text: str, *, expected: bool
) -> None:
    assert (record in {name for one in suggested(text) for name in one.phrases}) is expected


def test_every_question_has_phrases(knowledge: Knowledge) -> None:
    assert {one.question for one in knowledge.phrases.values()} == set(knowledge.safety_questions)


def test_the_words_are_quoted_as_they_were_written(
    suggested: Callable[[str], tuple[Suggestion, ...]],
) -> None:
    text = "No fever.  But when I WIPE, I can\u2019t feel\nthe toilett paper!"
    (saddle,) = suggested(text)
    ((start, end),) = saddle.spans

    assert saddle.words == ("WIPE, I can\u2019t feel the toilett paper",)
    assert text[start:end] == "WIPE, I can\u2019t feel\nthe toilett paper"


@pytest.mark.parametrize(
    ("answer", "ask_again"),
    [("", False), ("saddle: none", True), ("saddle: new-or-worse", None), ("saddle: not-sure", None)],
)
def test_an_answered_question_is_asked_again_only_against_a_none(
    knowledge: Knowledge, read: Read, answer: str, *, ask_again: bool | None
) -> None:
    case = read(f"complaint: {{in_the_patients_words: I am numb between my legs.}}\nsafety: {{{answer}}}")
    found = suggest(CaseFacts.of(case, knowledge), knowledge)

    assert [one.ask_again for one in found] == ([] if ask_again is None else [ask_again])


def test_a_drawing_is_a_reason_to_ask(knowledge: Knowledge, read: Read) -> None:
    case = read("complaint: {regions: {back: {right: [saddle, calf], left: [calf]}}}")
    found = {one.question: one.findings for one in suggest(CaseFacts.of(case, knowledge), knowledge)}

    assert found == {"saddle": ("saddle-drawn",), "both-legs": ("pain-both-legs",)}


def test_the_report_says_what_is_worth_asking_and_why(
    knowledge: Knowledge, clinic: Clinic, read: Read
) -> None:
    words = "I lost ten kilos and cant pee"
    answered = SAFE.replace("bladder: none, ", "")
    assessment = assess(read(f"complaint: {{in_the_patients_words: {words}}}" + answered), knowledge)

    assert clinician_report(assessment, None, knowledge=knowledge, clinic=clinic).suggested == (
        "Bladder: worth asking, because of the words \u201ccant pee\u201d",
        "Weight loss: answered none, but the patient wrote \u201clost ten kilos\u201d: ask again.",
    )


@settings(deadline=None, max_examples=60)
@given(
    texts=st.lists(st.sampled_from([text for text, _ in [*DANGER, *MIXED]] + NOTHING), max_size=4),
    answered=st.booleans(),
)
def test_words_change_neither_facts_nor_disposition(
    knowledge: Knowledge, read: Read, texts: list[str], *, answered: bool
) -> None:
    body = "person: {birth_year: 1976, sex: male}\ncomplaint: {duration_weeks: 3, side: right}\n"
    silent = read(body + (SAFE if answered else ""))
    told = replace(silent, complaint=replace(silent.complaint, in_the_patients_words=" ".join(texts)))
    before, after = CaseFacts.of(silent, knowledge), CaseFacts.of(told, knowledge)

    assert all(after.holds(name, "either") is before.holds(name, "either") for name in knowledge.findings)
    assert screen(after, knowledge) == screen(before, knowledge)


@given(st.text(max_size=200))
def test_any_text_can_be_read(knowledge: Knowledge, read: Read, text: str) -> None:
    case = read("complaint: {side: right}")
    case = replace(case, complaint=replace(case.complaint, in_the_patients_words=text))

    for one in suggest(CaseFacts.of(case, knowledge), knowledge):
        assert all(
            text[start:end].split() == words.split()
            for (start, end), words in zip(one.spans, one.words, strict=True)
        )
        assert one.words or one.findings
