"""Look-alikes: each is named on its own pattern and in a typical report, and none on an ordinary case."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cases import EXAMPLES, SAFE
from tests.making_true import facts_in_which

from psoas import Case, Knowledge, load_case, load_knowledge
from psoas.diagnosis.look_alikes import look_alikes
from psoas.patient.facts import CaseFacts

ALL = sorted(load_knowledge().look_alikes)
Read = Callable[[str], Case]


def named(case: Case, knowledge: Knowledge) -> list[str]:
    return [found.look_alike.id for found in look_alikes(CaseFacts.of(case, knowledge), knowledge)]


@pytest.mark.parametrize("name", ALL)
def test_each_is_named_when_its_pattern_holds(name: str, knowledge: Knowledge) -> None:
    one = knowledge.look_alikes[name]
    facts = facts_in_which(one.pattern, knowledge)

    found = next(found for found in look_alikes(facts, knowledge) if found.look_alike.id == name)

    assert found.because


@pytest.mark.parametrize("name", ALL)
def test_none_is_named_when_nothing_is_known(name: str, knowledge: Knowledge, read: Read) -> None:
    facts = CaseFacts.of(read("complaint: {}"), knowledge)

    assert knowledge.look_alikes[name].pattern.truth(facts) is not True


OF_EXAMPLES = {
    "suspected-fracture": ["vertebral-fracture"],
    "suspected-spinal-infection": ["spinal-or-sacroiliac-infection"],
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_name_what_they_show_and_nothing_else(path: Path, knowledge: Knowledge) -> None:
    assert named(load_case(path, knowledge=knowledge), knowledge) == OF_EXAMPLES.get(path.stem, [])


ORDINARY = [
    pytest.param(
        "person: {birth_year: 1980, sex: male}\n"
        "complaint: {side: right, duration_weeks: 6, onset: sudden, course: steady, regions: {back: {right: [low-back, buttock, posterior-thigh, calf]}},"
        " behaviour: {numbness-or-tingling: present, cough-sneeze-worse: present, worse-sitting: present, leg-pain-worse-than-back: present, constipation: present}}\n"
        "examination: {slr: {right: present}, ankle-plantarflexion-weakness: {right: 4}, achilles-reflex-reduced: {right: 0},"
        " sensory-loss-lateral-heel: {right: present}, antalgic-gait: {right: present}, calf-wasting: {right: present}}\n"
        "measurements: {mri-disc-herniation: present, mri-root-compression: present, emg-root-denervation: present}\n"
        "history: {opioid-use: present, treatment-without-effect: present, spine-surgery-ever: present}\n",
        id="S1 root with disc herniation, operated before",
    ),
    pytest.param(
        "person: {birth_year: 1968, sex: female}\n"
        "complaint: {side: left, duration_weeks: 10, onset: gradual, course: steady, regions: {back: {left: [buttock, lateral-thigh]}, front: {left: [lateral-shin, dorsal-foot]}},"
        " behaviour: {numbness-or-tingling: present, slow-urine-stream: absent}}\n"
        "medical: {diabetes: present}\n"
        "examination: {ankle-dorsiflexion-weakness: {left: 3}, big-toe-extension-weakness: {left: 3}, hip-abduction-weakness: {left: 4},"
        " ankle-inversion-weakness: {left: 4}, sensory-loss-dorsal-foot: {left: present}, steppage-gait: {left: present}}\n"
        "history: {weight-gain-recent: present}\n",
        id="L5 root with foot drop in diabetes",
    ),
    pytest.param(
        "person: {birth_year: 1950, sex: male}\n"
        "complaint: {side: both, duration_weeks: 60, onset: gradual, course: worsening, behaviour: {neurogenic-claudication: present, worse-walking: present,"
        " eased-sitting: present, shopping-cart-relief: present, numbness-or-tingling: present, slow-urine-stream: present, urinary-frequency-or-burning: present}}\n"
        "examination: {wide-based-gait: present, romberg-abnormal: present, achilles-reflex-reduced: {right: 0, left: 0}, dorsalis-pedis-pulse-absent: {right: absent, left: absent}}\n"
        "measurements: {mri-central-stenosis: present, imaging-spondylolisthesis: present, cobb-angle: 15, ankle-brachial-index: {right: 1.05, left: 1.1}}\n",
        id="lumbar stenosis in an older man",
    ),
    pytest.param(
        "person: {birth_year: 1958, sex: female}\n"
        "complaint: {side: right, duration_weeks: 80, onset: gradual, course: steady, regions: {front: {right: [groin, anterior-thigh]}}, behaviour: {worse-walking: present, pain-dressing-leg: present}}\n"
        "history: {pelvic-surgery-ever: present, new-training-load: absent}\n"
        "medical: {osteoporosis: absent}\n"
        "examination: {painful-hip-internal-rotation: {right: present}, log-roll-pain: {right: present}, antalgic-gait: {right: present},"
        " hip-internal-rotation: {right: 8}, fadir: {right: present}, resisted-hip-flexion-pain: {right: present}}\n"
        "measurements: {xray-hip-osteoarthritis: present}\n",
        id="hip osteoarthritis",
    ),
    pytest.param(
        "person: {birth_year: 1996, sex: male}\n"
        "complaint: {side: right, duration_weeks: 30, onset: gradual, regions: {front: {right: [groin]}}, behaviour: {hip-snapping: present, worse-running: present}}\n"
        "examination: {fadir: {right: present}, faber-groin: {right: present}}\n"
        "measurements: {imaging-cam-or-pincer: present, mri-hip-labral-tear: present, relief-hip-injection: present}\n",
        id="impingement with a labral tear",
    ),
    pytest.param(
        "person: {birth_year: 1985, sex: female}\n"
        "complaint: {side: left, duration_weeks: 20, onset: gradual, regions: {back: {left: [sacroiliac, buttock]}}, behaviour: {worse-standing: present}}\n"
        "history: {began-with-pregnancy-or-birth: present}\n"
        "examination: {sij-thigh-thrust: {left: present}, sij-distraction: {left: present}, sij-compression: {left: present}, faber-posterior: {left: present}}\n"
        "measurements: {relief-sacroiliac-block: present}\n",
        id="sacroiliac pain after a birth",
    ),
    pytest.param(
        "person: {birth_year: 1975, sex: female}\n"
        "complaint: {side: right, duration_weeks: 25, onset: gradual, regions: {back: {right: [buttock, posterior-thigh]}}, behaviour: {worse-sitting: present, numbness-or-tingling: present}}\n"
        "examination: {piriformis-tenderness: {right: present}, bedside-fair: {right: present}, seated-piriformis-stretch: {right: present},"
        " freiberg-test: {right: present}, pace-test: {right: present}, sciatic-notch-tenderness: {right: present}}\n"
        "measurements: {mri-lumbar-no-cause: present, imaging-sciatic-nerve-deep-gluteal: present, relief-piriformis-injection: present}\n",
        id="deep gluteal syndrome",
    ),
]  # fmt: skip


@pytest.mark.parametrize("body", ORDINARY)
def test_an_ordinary_case_names_none(body: str, knowledge: Knowledge, read: Read) -> None:
    assert named(read(body + SAFE), knowledge) == []


def person(sex: str, year: int, rest: str = "") -> str:
    return f"person: {{birth_year: {year}, sex: {sex}}}\n{rest}"


REPORTS = [
    ("meralgia-paresthetica", person("male", 1974), "complaint: {side: right, behaviour: {outer-thigh-burning: present}}\nhistory: {tight-belt-or-clothes: present}\nexamination: {sensory-loss-lateral-thigh: {right: present}}"),
    ("superior-cluneal-entrapment", person("female", 1950), "complaint: {side: left}\nexamination: {iliac-crest-tender-point: {left: present}}\nmeasurements: {relief-cluneal-block: present}"),
    ("middle-cluneal-entrapment", person("female", 1960), "complaint: {side: left}\nexamination: {middle-cluneal-tender-point: {left: present}}\nmeasurements: {relief-cluneal-block: present}"),
    ("femoral-neuropathy", person("male", 1945), "complaint: {side: left}\nmedical: {anticoagulant: present}\nexamination: {knee-extension-weakness: {left: 2}, patellar-reflex-reduced: {left: 0}, hip-adduction-weakness: {left: 5}}"),
    ("obturator-neuropathy", person("male", 1998), "complaint: {side: right, behaviour: {inner-thigh-pain-on-exercise: present}}\nmeasurements: {emg-peripheral-nerve-lesion: present}"),
    ("saphenous-neuropathy", person("male", 1990), "complaint: {side: left}\nexamination: {sensory-loss-medial-ankle: {left: present}, tinel-adductor-canal: {left: present}, knee-extension-weakness: {left: 5}}"),
    ("common-peroneal-neuropathy", person("female", 1990), "complaint: {side: right}\nhistory: {weight-loss-marked: present, leg-crossing-or-squatting: present}\nexamination: {ankle-dorsiflexion-weakness: {right: 2}, steppage-gait: {right: present}}"),
    ("tarsal-tunnel", person("female", 1970), "complaint: {side: right, behaviour: {sole-burning: present}}\nexamination: {tinel-inner-ankle: {right: present}}"),
    ("pudendal-neuralgia", person("male", 1980), "complaint: {side: left, behaviour: {perineal-pain-sitting: present, eased-on-toilet-seat: present}}\nsafety: {saddle: none}"),
    ("inferior-cluneal-neuralgia", person("male", 1982), "complaint: {side: left, behaviour: {worse-sitting: present}}\nexamination: {sensory-loss-posterior-thigh: {left: present}}"),
    ("ilioinguinal-genitofemoral-neuralgia", person("male", 1965), "complaint: {side: left, behaviour: {groin-or-genital-burning: present}}\nhistory: {pelvic-surgery-ever: present}"),
    ("extraspinal-sciatic-compression", person("male", 1972), "complaint: {side: left}\nmeasurements: {imaging-soft-tissue-mass: present, mri-lumbar-no-cause: present}"),
    ("lumbosacral-plexopathy", person("female", 1955), "complaint: {side: left}\nhistory: {pelvic-radiotherapy: present}\nexamination: {ankle-dorsiflexion-weakness: {left: 3}}"),
    ("diabetic-amyotrophy", person("male", 1958), "complaint: {side: right, behaviour: {thigh-pain-sudden-severe: present}}\nmedical: {diabetes: present}\nhistory: {weight-loss-marked: present}\nexamination: {knee-extension-weakness: {right: 3}}"),
    ("polyneuropathy", person("male", 1958), "medical: {diabetes: present}\nexamination: {stocking-sensory-loss: present}"),
    ("proximal-hamstring-tendinopathy", person("female", 1980), "complaint: {side: right, behaviour: {sitting-bone-pain: present, worse-running: present}}\nmeasurements: {imaging-hamstring-origin: present}"),
    ("hamstring-avulsion", person("male", 1970), "complaint: {side: right}\nhistory: {hamstring-pop: present}\nexamination: {bruising-buttock-thigh: {right: present}}"),
    ("ischiofemoral-impingement", person("female", 1967), "complaint: {side: right}\nmeasurements: {mri-quadratus-femoris-edema: present, ischiofemoral-distance: {right: 9}}"),
    ("iliopsoas-related-pain", person("female", 1999), "complaint: {side: right, behaviour: {hip-snapping: present}}\nexamination: {hip-snap-reproduced: {right: present}}"),
    ("adductor-or-pubic-groin-pain", person("male", 1999), "complaint: {side: right, behaviour: {groin-pain-kicking: present}}\nexamination: {adductor-squeeze-pain: {right: present}}"),
    ("coccydynia", person("female", 1988), "complaint: {behaviour: {tailbone-pain-sitting: present}}\nhistory: {fall-on-buttocks: present}"),
    ("sacral-stress-fracture", person("female", 1945), "complaint: {side: left}\nmeasurements: {imaging-sacral-stress-fracture: present}"),
    ("femoral-stress-fracture", person("female", 1997), "complaint: {side: left, regions: {front: {left: [groin]}}}\nhistory: {new-training-load: present}\nexamination: {hop-test-pain: {left: present}}"),
    ("osteoid-osteoma", person("male", 2008), "complaint: {side: left, duration_weeks: 20, behaviour: {night-pain-relieved-nsaid: present}}"),
    ("bone-tumor-or-metastasis", person("male", 1960), "complaint: {side: left}\nmeasurements: {mri-marrow-lesion: present}"),
    ("transitional-vertebra", person("male", 1999), "complaint: {side: left}\nmeasurements: {imaging-transitional-vertebra: present}"),
    ("facet-synovial-cyst", person("female", 1950), "complaint: {side: left, behaviour: {numbness-or-tingling: present}}\nmeasurements: {facet-synovial-cyst: present}"),
    ("arterial-claudication", person("male", 1950), "complaint: {side: left, behaviour: {worse-walking: present}}\nmeasurements: {ankle-brachial-index: {left: 0.6}}"),
    ("endometriosis-or-gynecological", person("female", 1985), "complaint: {side: right, behaviour: {cyclical-leg-pain: present}}"),
    ("psoas-abscess-or-appendix", person("male", 1970), "complaint: {side: right}\nexamination: {hip-held-bent: {right: present}}\nmeasurements: {raised-crp: present}"),
    ("obturator-hernia", person("female", 1938), "complaint: {side: right, behaviour: {nausea-or-vomiting: present}}\nexamination: {howship-romberg: {right: present}}"),
    ("shingles", person("female", 1955), "complaint: {side: right, duration_weeks: 0.6, behaviour: {skin-burning-band: present, clothes-touch-hurts: present}}"),
    ("lyme-radiculitis", person("male", 1960), "complaint: {side: right, behaviour: {night-pain-constant: present}}\nmedical: {tick-bite: present}"),
    ("polymyalgia-rheumatica", person("female", 1948), "complaint: {behaviour: {girdle-stiffness: present}}\nmeasurements: {raised-esr: present}"),
    ("cord-compression-higher-up", person("male", 1950), "complaint: {behaviour: {hand-clumsiness: present}}\nexamination: {wide-based-gait: present}"),
    ("intradural-tumor-or-cyst", person("male", 1975), "complaint: {behaviour: {worse-lying-back: present, night-pain-constant: present}}"),
    ("thoracolumbar-junction", person("female", 1965), "complaint: {side: left}\nexamination: {thoracolumbar-tenderness: {left: present}, skin-rolling-iliac-crest: {left: present}}"),
    ("vertebral-fracture", person("female", 1950), "complaint: {side: central, duration_weeks: 2, onset: sudden, pain: {now: 8}}\nmedical: {osteoporosis: present}"),
    ("spinal-or-sacroiliac-infection", person("female", 2000), "complaint: {side: right, duration_weeks: 2, behaviour: {rest-pain-growing: present}}\nmeasurements: {raised-crp: present}"),
    ("spinal-or-sacroiliac-infection", person("male", 1990), "complaint: {side: central, duration_weeks: 22, behaviour: {night-sweats: present}}\nmedical: {tuberculosis-exposure: present}"),
    ("epidural-lipomatosis", person("male", 1965), "complaint: {side: both, behaviour: {neurogenic-claudication: present}}\nmeasurements: {mri-epidural-lipomatosis: present}"),
    ("tarlov-cyst", person("female", 1970), "complaint: {side: both, behaviour: {perineal-pain-sitting: present}}\nmeasurements: {mri-perineural-cyst: present}"),
    ("deep-vein-thrombosis", person("male", 1960), "complaint: {side: right}\nsafety: {calf: one-calf-swollen-hot-or-red}"),
    ("common-peroneal-neuropathy", person("male", 1975), "complaint: {side: left}\nexamination: {ankle-dorsiflexion-weakness: {left: 3}, ankle-eversion-weakness: {left: 3}, ankle-inversion-weakness: {left: 5}, hip-abduction-weakness: {left: 5}, slr: {left: absent}}"),
    ("hip-or-pelvic-fracture", person("female", 1944), "complaint: {side: left, regions: {front: {left: [lateral-hip]}}}\nsafety: {trauma: minor}\nexamination: {cannot-bear-weight: {left: present}}"),
    ("bladder-bowel-prostate", person("male", 1960), "complaint: {behaviour: {pain-linked-to-meals: present, worse-lying-back: present}}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "who", "report"), REPORTS, ids=[name for name, *_ in REPORTS])
def test_a_typical_report_names_it(
    name: str, who: str, report: str, knowledge: Knowledge, read: Read
) -> None:
    assert name in named(read(who + report), knowledge)


def test_another_explanation_silences_it(knowledge: Knowledge, read: Read) -> None:
    body = "complaint: {side: right, behaviour: {outer-thigh-burning: present}}\nhistory: {tight-belt-or-clothes: present}\n"
    weak = "examination: {knee-extension-weakness: {right: 4}}\n"

    assert "meralgia-paresthetica" in named(read(body), knowledge)
    assert "meralgia-paresthetica" not in named(read(body + weak), knowledge)


@pytest.mark.parametrize("name", ALL)
def test_each_says_where_it_belongs_and_how_it_is_settled(name: str, knowledge: Knowledge) -> None:
    one = knowledge.look_alikes[name]

    assert all((one.summary, one.plain, one.settled_by, one.send_to))
    assert one.mimics
