"""Ordinary patients, coded as a clinician codes them after a full visit: the mechanism that fits best.

The expectations were written before the engine was run.
"""

from collections.abc import Callable

import pytest

from psoas import Knowledge
from psoas.diagnosis.mechanism import pain_mechanism
from psoas.patient.facts import CaseFacts

Facts = Callable[[str], CaseFacts]

FREE = "slr: {right: absent, left: absent}, slump: {right: absent, left: absent}"
CASES = [
    pytest.param(
        "complaint: {side: right, duration_weeks: 2, onset: after-lifting, behaviour: {worse-bending: present, eased-lying: present, unpredictable-pattern: absent, localized-pain: present, intermittent-sharp-pain: present, shooting-pain: absent, burning-pain: absent, dysesthesia: absent, night-pain-constant: absent}}\n"
        "function: {sleep: good}\nexamination: {antalgic-gait: {right: absent, left: absent}, lateral-shift: absent}\n",
        "nociceptive", "fits", id="strain after lifting",
    ),
    pytest.param(
        "complaint: {side: right, duration_weeks: 1, onset: after-lifting, behaviour: {worse-bending: present, eased-lying: present, unpredictable-pattern: absent, localized-pain: present, intermittent-sharp-pain: present, shooting-pain: absent, burning-pain: absent, dysesthesia: absent}}\n"
        "function: {sleep: disturbed}\nexamination: {antalgic-gait: {right: present}, lateral-shift: present}\n",
        "nociceptive", "partly fits", id="crooked with lumbago, sleeps badly",
    ),
    pytest.param(
        "complaint: {side: both, duration_weeks: 100, onset: gradual, behaviour: {worse-bending-backward: present, worse-standing: present, eased-sitting: present, unpredictable-pattern: absent, localized-pain: present, intermittent-sharp-pain: present, shooting-pain: absent, burning-pain: absent, dysesthesia: absent}}\n"
        f"function: {{sleep: disturbed}}\nexamination: {{{FREE}, antalgic-gait: {{right: absent, left: absent}}, lateral-shift: absent}}\n",
        "nociceptive", "fits", id="small joints of an older back",
    ),
    pytest.param(
        "complaint: {side: left, duration_weeks: 90, onset: gradual, behaviour: {worse-walking: present, worse-stairs: present, eased-sitting: present, unpredictable-pattern: absent, localized-pain: present, intermittent-sharp-pain: present, shooting-pain: absent, burning-pain: absent, dysesthesia: absent}}\n"
        "function: {sleep: disturbed}\nexamination: {antalgic-gait: {left: present}}\n",
        "nociceptive", "partly fits", id="worn hip with a limp",
    ),
    pytest.param(
        "complaint: {side: right, duration_weeks: 6, onset: gradual, behaviour: {dermatomal-pain: present, shooting-pain: present, worse-sitting: present, eased-lying: present, localized-pain: absent}}\n"
        "function: {sleep: bad}\nexamination: {slr: {right: present}}\nmeasurements: {mri-root-compression: present}\n",
        "peripheral-neuropathic", "fits", id="S1 root with a scan, the history of nerve trouble not asked",
    ),
    pytest.param(
        "complaint: {side: left, duration_weeks: 3, onset: sudden, behaviour: {dermatomal-pain: present, shooting-pain: present, worse-sitting: present, localized-pain: absent}}\n"
        "function: {sleep: bad}\nhistory: {nerve-injury-history: absent}\nexamination: {slr: {right: absent, left: present}, slump: {left: present}, antalgic-gait: {left: present}}\n",
        "peripheral-neuropathic", "partly fits", id="first sciatica, no scan",
    ),
    pytest.param(
        "complaint: {side: left, duration_weeks: 9, onset: gradual, behaviour: {dermatomal-pain: absent, burning-pain: present, worse-sitting: present, eased-walking: present, unpredictable-pattern: absent, localized-pain: absent, intermittent-sharp-pain: absent, dysesthesia: present}}\n"
        "function: {sleep: bad}\nexamination: {slr: {left: present}}\nmeasurements: {emg-root-denervation: present}\n",
        "peripheral-neuropathic", "partly fits", id="root proven by nerve test, pain in no clear band",
    ),
    pytest.param(
        "complaint: {side: both, duration_weeks: 300, onset: gradual, behaviour: {widespread-pain: present, unpredictable-pattern: present, disproportionate-pain: present, dysesthesia: present, localized-pain: absent}}\n"
        "function: {sleep: bad}\nhistory: {fibromyalgia-known: present, depressed-mood: present, high-distress: present}\nexamination: {diffuse-tenderness: present}\n",
        "central", "fits", id="fibromyalgia",
    ),
    pytest.param(
        "complaint: {side: both, duration_weeks: 60, onset: after-injury, behaviour: {unpredictable-pattern: present, disproportionate-pain: present, localized-pain: absent, constant-pain: present}}\n"
        f"function: {{sleep: bad}}\nhistory: {{pain-catastrophizing: present, fear-avoidance: present}}\nexamination: {{{FREE}}}\n",
        "central", "fits", id="pain out of proportion, tenderness not tested",
    ),
    pytest.param(
        "complaint: {side: right, duration_weeks: 30, onset: gradual, behaviour: {worse-sitting: present, worse-bending: present, eased-walking: present, unpredictable-pattern: absent, disproportionate-pain: absent, localized-pain: present, intermittent-sharp-pain: present, shooting-pain: absent, burning-pain: absent, dysesthesia: absent, night-pain-constant: absent}}\n"
        f"function: {{sleep: good}}\nhistory: {{high-distress: present, depressed-mood: absent, pain-catastrophizing: absent, fear-avoidance: absent}}\nexamination: {{{FREE}, diffuse-tenderness: absent}}\n",
        "nociceptive", "fits", id="disc pain in a worried office worker",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "mechanism", "fit"), CASES)
def test_the_mechanism_a_clinician_would_name_fits_best(
    body: str, mechanism: str, fit: str, knowledge: Knowledge, facts_of: Facts
) -> None:
    found = pain_mechanism(facts_of(body), knowledge)

    assert (found.readings[0].mechanism.id, found.readings[0].fit) == (mechanism, fit)
    assert found.best == mechanism
