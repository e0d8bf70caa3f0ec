"""Ordinary patients are not alarmed, and danger does not slip through.

The expectations were written with a clinician's eye before the engine was run on any of these cases. When they were
first run, 10 of the first 24 ordinary patients were alarmed or given a name that did not fit, and 8 of the 32 dangerous
ones got less than they needed. The ordinary ones below the line were written afterward to try rules that looked too
wide on reading; all 14 of them were too wide. A later change to an expectation needs its reason beside it.
"""

from dataclasses import dataclass

import pytest
from tests.cases import ROOT

from psoas import Knowledge, load_case
from psoas.diagnosis.look_alikes import look_alikes
from psoas.patient.facts import CaseFacts
from psoas.screening.screening import Screening, screen

FOLDER = ROOT / "tests/vignettes"


@dataclass(frozen=True)
class Ordinary:
    """What is said of an ordinary patient, and nothing beyond it."""

    disposition: str = "proceed"
    rules: frozenset[str] = frozenset()
    look_alikes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dangerous:
    """What must be said at least, and by when."""

    disposition: str
    families: tuple[str, ...]
    within_hours: float
    look_alikes: tuple[str, ...] = ()


ORDINARY = {
    "sciatica-numb-toe-mild-weakness": Ordinary("refer", frozenset({"stable-motor-deficit"})),
    "stenosis-old-bladder": Ordinary(),
    "stenosis-carpal-tunnel": Ordinary(),
    "hip-osteoarthritis-advanced": Ordinary(),
    "gluteus-torn-at-58": Ordinary(),
    "fibromyalgia": Ordinary(),
    "pregnant-pelvic-girdle": Ordinary(),
    "runner-sitting-bone": Ordinary(look_alikes=("proximal-hamstring-tendinopathy",)),
    "runner-groin": Ordinary(),
    "diabetic-neuropathy-and-backache": Ordinary(look_alikes=("polyneuropathy",)),
    "osteoporosis-treated": Ordinary(),
    "prednisone-for-asthma": Ordinary(),
    "sciatica-under-methotrexate": Ordinary(),
    "breast-cancer-twenty-years-ago": Ordinary("refer", frozenset({"malignancy-cancer-past"})),
    "fall-without-injury": Ordinary(),
    # Was "proceed": the examination settles the rules, but an answer of "not sure" about the bladder stays open until
    # what came out of the talk is entered in its place.
    "anxious-and-examined": Ordinary("incomplete"),
    "desk-worker-disc": Ordinary(),
    "young-man-inflammatory-back": Ordinary(
        "refer",
        frozenset({"inflammatory-referral-criteria", "inflammatory-us-referral", "inflammatory-imaging"}),
    ),
    "sciatica-on-apixaban": Ordinary(),
    "injection-five-weeks-ago": Ordinary("refer", frozenset({"infection-risk-alone"})),
    "sciatica-and-periods": Ordinary(),
    "meralgia-after-weight-gain": Ordinary(look_alikes=("meralgia-paresthetica",)),
    "lumbago-at-40-stiff-and-bent": Ordinary(),
    "postpartum-sacroiliac": Ordinary(),
    # Written afterward:
    "steroids-long-ago-strain": Ordinary(),
    "sciatica-burning-band": Ordinary(),
    "stenosis-weak-legs-for-years": Ordinary("urgent", frozenset({"cauda-equina-possible"})),
    "cancer-looked-into": Ordinary("refer", frozenset({"stable-motor-deficit", "malignancy-weak-pattern"})),
    "small-aneurysm-watched": Ordinary(),
    "tick-bite-and-sciatica": Ordinary(),
    "hip-osteoarthritis-with-osteoporosis": Ordinary(),
    "hip-osteoarthritis-under-opioids": Ordinary(),
    "l5-root-old-knee-operation": Ordinary("refer", frozenset({"stable-motor-deficit"})),
    "l4-root-old-knee-operation": Ordinary(),
    "sacroiliac-with-tender-spot": Ordinary(),
    "ibuprofen-helps-at-night": Ordinary(),
    "lifted-and-cannot-stand": Ordinary(),
    "weak-bladder-and-irritable-bowel": Ordinary(),
}

DANGEROUS = {
    "cauda-equina-subtle": Dangerous("emergency", ("cauda-equina",), 4),
    "cauda-equina-both-legs-only": Dangerous("urgent", ("cauda-equina",), 12),
    "discitis-without-fever": Dangerous("urgent", ("infection",), 24),
    "discitis-diabetic-no-other-risk": Dangerous("urgent", ("infection",), 48),
    "myeloma": Dangerous("urgent", ("malignancy",), 168, ("bone-tumor-or-metastasis",)),
    "metastasis-cancer-not-known": Dangerous("refer", ("malignancy",), 720),
    "sacral-insufficiency": Dangerous("urgent", ("fracture",), 168, ("sacral-stress-fracture",)),
    "femoral-neck-stress-fracture": Dangerous("urgent", ("hip",), 24, ("femoral-stress-fracture",)),
    "hip-fracture-walked-in": Dangerous("urgent", ("hip",), 24, ("hip-or-pelvic-fracture",)),
    "aneurysm-leaking": Dangerous("emergency", ("aortic-aneurysm",), 1),
    "aneurysm-like-a-stone": Dangerous("urgent", ("visceral",), 24),
    "iliac-artery-occlusion": Dangerous("refer", ("vascular",), 336, ("arterial-claudication",)),
    "acute-limb-ischemia": Dangerous("emergency", ("vascular",), 4, ("acute-limb-ischemia",)),
    "pelvic-vein-clot-after-birth": Dangerous("urgent", ("thrombosis",), 12, ("deep-vein-thrombosis",)),
    "shingles-before-the-rash": Dangerous("refer", ("shingles",), 72, ("shingles",)),
    "septic-sacroiliac-no-fever": Dangerous("urgent", ("infection",), 24),
    "septic-sacroiliac-injecting": Dangerous("emergency", ("infection",), 4),
    "polymyalgia-with-jaw-pain": Dangerous("urgent", ("inflammatory",), 12, ("polymyalgia-rheumatica",)),
    "psoas-bleed-told": Dangerous("urgent", ("vascular",), 12),
    "psoas-bleed-examined": Dangerous("emergency", ("vascular",), 4, ("femoral-neuropathy",)),
    "epidural-bleed-after-injection": Dangerous("emergency", ("cord-compression",), 4),
    "thoracic-disc-on-the-cord": Dangerous(
        "urgent", ("cord-compression",), 24, ("cord-compression-higher-up",)
    ),
    "plexus-tumor": Dangerous("urgent", ("malignancy", "thrombosis"), 72, ("lumbosacral-plexopathy",)),
    "ovary": Dangerous("refer", ("visceral",), 168),
    "ectopic-pregnancy": Dangerous("emergency", ("visceral",), 1),
    "kidney-infection": Dangerous("emergency", ("visceral",), 4, ("kidney-stone-or-infection",)),
    "pancreas": Dangerous("urgent", ("malignancy",), 168),
    "testicular-torsion": Dangerous("emergency", ("visceral",), 4),
    "endometriosis-at-the-sciatic-nerve": Dangerous(
        "urgent", ("motor-deficit", "visceral"), 336, ("endometriosis-or-gynecological",)
    ),
    "foot-drop-peroneal": Dangerous("urgent", ("motor-deficit",), 24, ("common-peroneal-neuropathy",)),
    "atypical-thigh-fracture-coming": Dangerous("urgent", ("hip",), 24, ("femoral-stress-fracture",)),
    "tuberculosis-of-the-spine": Dangerous("urgent", ("infection",), 72),
}


def seen(kind: str, name: str, knowledge: Knowledge) -> tuple[Screening, list[str]]:
    case = load_case(FOLDER / kind / f"{name}.yaml", knowledge=knowledge)
    facts = CaseFacts.of(case, knowledge)
    return screen(facts, knowledge), [one.look_alike.id for one in look_alikes(facts, knowledge)]


def test_every_case_has_an_expectation() -> None:
    for kind, expected in (("ordinary", ORDINARY), ("dangerous", DANGEROUS)):
        assert sorted(expected) == sorted(path.stem for path in (FOLDER / kind).glob("*.yaml"))


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_patient_is_not_alarmed(name: str, knowledge: Knowledge) -> None:
    expected = ORDINARY[name]
    screening, named = seen("ordinary", name, knowledge)

    assert {action.id for action in screening.actions} <= expected.rules
    assert screening.disposition == expected.disposition
    assert named == list(expected.look_alikes)


@pytest.mark.parametrize("name", DANGEROUS)
def test_danger_does_not_slip_through(name: str, knowledge: Knowledge) -> None:
    expected = DANGEROUS[name]
    screening, named = seen("dangerous", name, knowledge)
    hours: dict[str, float] = {}
    for action in screening.actions:
        family = knowledge.red_flags[action.id].family
        hours[family] = min(action.within_hours, hours.get(family, action.within_hours))

    assert screening.disposition == expected.disposition
    assert set(expected.families) <= set(hours)
    assert all(hours[family] <= expected.within_hours for family in expected.families)
    assert set(expected.look_alikes) <= set(named)
