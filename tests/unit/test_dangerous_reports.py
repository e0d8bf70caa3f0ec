"""What a scan, a laboratory or an examination reports: danger is acted on, the ordinary is left alone."""

from collections.abc import Callable

import pytest
from tests.cases import SAFE

from psoas import Case, Knowledge
from psoas.patient.facts import CaseFacts
from psoas.screening.screening import Screening, screen

Read = Callable[[str], Case]
WHO = "person: {birth_year: 1970, sex: male}\n"
PAIN = "complaint: {side: right, duration_weeks: 8, onset: gradual, course: steady"
BACK = ", regions: {back: {right: [low-back, buttock, posterior-thigh, calf]}}"
THIGH = ", regions: {front: {right: [groin, anterior-thigh]}}"
ROOT = (
    "examination: {slr: {right: present}, ankle-plantarflexion-weakness: {right: 4}, achilles-reflex-reduced: {right: 0},"
    " antalgic-gait: {right: present}, calf-wasting: {right: present}"
)  # fmt: skip


def screened(body: str, knowledge: Knowledge, read: Read) -> Screening:
    return screen(CaseFacts.of(read(WHO + body + SAFE), knowledge), knowledge)


DANGER = [
    pytest.param(PAIN + "}\nmeasurements: {mri-spinal-infection: present}\n", "emergency", "infection-spinal-on-imaging", id="discitis on MRI"),
    pytest.param(PAIN + "}\nmeasurements: {mri-cauda-equina-compression: present, post-void-residual: 450}\n", "emergency", "cauda-equina-on-imaging", id="cauda equina filled, bladder full"),
    pytest.param(PAIN + "}\nmeasurements: {mri-cauda-equina-compression: present}\n", "urgent", "cauda-equina-imaging-alone", id="cauda equina filled, nothing else known"),
    pytest.param(PAIN + ", behaviour: {numbness-or-tingling: present}}\n" + ROOT + "}\nmeasurements: {post-void-residual: 250}\n", "emergency", "urine-residual-with-symptoms", id="urine left, weak calf"),
    pytest.param(PAIN + "}\nexamination: {rectal-tone-reduced: present}\n", "urgent", "anal-tone-reduced", id="weak anal tone alone"),
    pytest.param(PAIN + "}\nmeasurements: {imaging-vertebral-fracture: present}\n", "urgent", "fracture-vertebral-on-imaging", id="vertebral fracture"),
    pytest.param(PAIN + "}\nmeasurements: {mri-marrow-lesion: present}\n", "urgent", "malignancy-marrow-lesion", id="marrow lesion"),
    pytest.param(PAIN + "}\nmeasurements: {paraprotein: present, anemia: present}\n", "urgent", "malignancy-laboratory", id="paraprotein and anemia"),
    pytest.param(PAIN + "}\nmeasurements: {imaging-aortic-aneurysm: present}\n", "urgent", "aneurysm-on-imaging", id="aneurysm"),
    pytest.param(PAIN + "}\nexamination: {rash-in-band: {right: present}}\n", "urgent", "shingles-rash", id="band of blisters"),
    pytest.param(PAIN + "}\nexamination: {steppage-gait: {right: present}}\n", "urgent", "foot-drop-gait", id="foot drop"),
    pytest.param(PAIN + THIGH + "}\nhistory: {new-training-load: present}\nexamination: {hop-test-pain: {right: present}}\n", "urgent", "femoral-stress-fracture", id="runner with groin pain on hopping"),
    pytest.param(PAIN + THIGH + "}\nmedical: {anticoagulant: present}\nexamination: {hip-held-bent: {right: present}, knee-extension-weakness: {right: 3}}\n", "emergency", "bleeding-psoas", id="weak thigh and bent hip under anticoagulants"),
    pytest.param(PAIN + "}\nexamination: {psoas-sign: {right: present}}\nmeasurements: {raised-white-cells: present}\n", "emergency", "infection-psoas-or-deep-abscess", id="psoas sign and white cells"),
    pytest.param("complaint: {side: right, duration_weeks: 0.5, onset: sudden, behaviour: {testicular-pain: present}}\n", "emergency", "testicular-pain-sudden", id="sudden testicle pain"),
    pytest.param("complaint: {side: right, duration_weeks: 1, onset: sudden, behaviour: {numbness-or-tingling: present}}\nexamination: {cool-or-pale-foot: {right: present}}\n", "emergency", "limb-ischemia-acute-signs", id="cool numb foot"),
    pytest.param(PAIN + ", behaviour: {girdle-stiffness: present, headache-jaw-or-vision: present}}\n", "urgent", "giant-cell-arteritis", id="girdle stiffness and headache"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "disposition", "rule"), DANGER)
def test_a_report_of_danger_is_acted_on(
    body: str, disposition: str, rule: str, knowledge: Knowledge, read: Read
) -> None:
    screening = screened(body, knowledge, read)

    assert screening.disposition == disposition
    assert rule in [action.id for action in screening.actions]


ORDINARY = [
    pytest.param(PAIN + BACK + ", behaviour: {numbness-or-tingling: present, constipation: present}}\n" + ROOT + "}\nhistory: {opioid-use: present, treatment-without-effect: present, spine-surgery-ever: present}\nmeasurements: {mri-disc-herniation: present, mri-root-compression: present, emg-root-denervation: present, post-void-residual: 40}\n", ["stable-motor-deficit"], id="S1 root with stable mild weakness"),
    pytest.param(PAIN + BACK + ", behaviour: {numbness-or-tingling: present, clothes-touch-hurts: present}}\nexamination: {slr: {right: present}, antalgic-gait: {right: present}}\nmeasurements: {mri-disc-herniation: present, mri-central-stenosis: present, imaging-spondylolisthesis: present, facet-synovial-cyst: present}\n", [], id="root pain without weakness"),
    pytest.param("complaint: {side: both, duration_weeks: 80, course: steady, onset: gradual, behaviour: {neurogenic-claudication: present, worse-walking: present, slow-urine-stream: present, urinary-frequency-or-burning: present}}\nexamination: {wide-based-gait: present, romberg-abnormal: present}\nmeasurements: {mri-central-stenosis: present, ankle-brachial-index: {right: 1.1, left: 1.0}}\n", [], id="lumbar stenosis with an old man's bladder"),
    pytest.param(PAIN + THIGH + ", behaviour: {worse-running: present, hip-snapping: present}}\nexamination: {painful-hip-internal-rotation: {right: present}, antalgic-gait: {right: present}, psoas-sign: {right: absent}}\nmeasurements: {xray-hip-osteoarthritis: present, mri-hip-labral-tear: present}\n", [], id="painful hip"),
    pytest.param(PAIN + BACK + "}\nhistory: {fall-on-buttocks: present, new-training-load: present}\nmeasurements: {xray-no-fracture: present}\n", [], id="weak signs"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rules"), ORDINARY)
def test_an_ordinary_report_sets_off_nothing_more(
    body: str, rules: list[str], knowledge: Knowledge, read: Read
) -> None:
    screening = screened(body, knowledge, read)

    assert [action.id for action in screening.actions] == rules
    assert screening.disposition == ("refer" if rules else "proceed")


def test_a_long_steady_tight_canal_is_referred_and_not_rushed(knowledge: Knowledge, read: Read) -> None:
    body = (
        "complaint: {side: both, duration_weeks: 100, onset: gradual, course: steady}\n"
        "measurements: {mri-cauda-equina-compression: present}\n"
    )

    assert screened(body, knowledge, read).disposition == "refer"
