"""What tests share: the knowledge, the examples and an invented clinic."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from psoas import Assessment, Case, Knowledge, Plan, assess, load_case, load_knowledge, plan_care
from psoas.care.clinic import DEFAULT, Clinic, read_clinic
from psoas.patient.facts import CaseFacts
from psoas.patient.reading import read_case_yaml
from tests.browser_present import browser as system_browser
from tests.cases import EXAMPLES, HEAD


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser, one for all tests of a process: a second one beside it cannot be driven."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_browser(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def clinic() -> Clinic:
    return read_clinic(DEFAULT.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def read(knowledge: Knowledge) -> Callable[[str], Case]:
    """Read a case from the lines after its head."""

    def read_body(body: str) -> Case:
        return read_case_yaml(HEAD + body, knowledge=knowledge)

    return read_body


@pytest.fixture(scope="session")
def facts_of(knowledge: Knowledge, read: Callable[[str], Case]) -> Callable[[str], CaseFacts]:
    """Derive the facts of a case from the lines after its head."""

    def derive(body: str) -> CaseFacts:
        return CaseFacts.of(read(body), knowledge)

    return derive


@pytest.fixture(scope="session")
def assessed(knowledge: Knowledge) -> dict[str, Assessment]:
    """Every example, assessed."""
    return {path.stem: assess(load_case(path, knowledge=knowledge), knowledge) for path in EXAMPLES}


@pytest.fixture(scope="session")
def planned(assessed: dict[str, Assessment], knowledge: Knowledge, clinic: Clinic) -> dict[str, Plan | None]:
    """The plan of every example."""
    return {name: plan_care(one, knowledge, offers=clinic.offers) for name, one in assessed.items()}
