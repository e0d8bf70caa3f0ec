"""The knowledge pages: every record is a page that reads well, is found, and shows nothing of another clinic."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from psoas.knowledge.catalog import Catalog, catalog
from psoas.knowledge.loader import read_texts
from psoas.knowledge.references import everything
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.library.changelog import read_changelog
from psoas.web.library.kinds import BY_NAME, GROUPS, KINDS

SignedIn = Callable[[str], Client]


class Text(HTMLParser):
    """The text of a page, its links, and its headings."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._hidden = 0
        self.feed(page.decode())
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style", "head", "svg")
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "head", "svg")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


@pytest.fixture(scope="module")
def whole() -> Catalog:
    return catalog(shipped_knowledge())


# What shows that a value was printed as the program holds it.
RAW = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\[\]|[{}]|\bnan\b|\w+\(\w+=|<[A-Z]\w+|\\N|__")


FILES = " ".join(" ".join(read_texts().values()).replace("''", "'").replace('""', '"').split())


def raw(text: str, record: object = "") -> list[str]:
    """Return what looks like the program's own words and does not stand so in the files."""
    whole_values = set(re.findall(r"='([^']*)'", repr(record)))  # such as the comparator "None"
    return [
        text[match.start() : match.end() + 6]
        for match in RAW.finditer(text)
        if text[match.start() : match.end() + 6] not in FILES and match[0] not in whole_values
    ]


def test_every_record_and_row_has_a_page_that_reads_well(signed_in: SignedIn, whole: Catalog) -> None:
    browser, knowledge = signed_in("clinician"), shipped_knowledge()
    links: dict[str, str] = {}
    for kind, identifier, record in everything(knowledge):
        response = browser.get(f"/knowledge/{kind}/{identifier}/")
        page = Text(response.content)

        assert response.status_code == 200, (kind, identifier)
        assert " ".join(whole.entries[kind, identifier].title.split()) in page.text, (kind, identifier)
        assert raw(page.text, record) == [], (kind, identifier)
        assert "( " not in page.text
        assert " ," not in page.text, (kind, identifier)
        links |= dict.fromkeys(page.links, f"{kind}/{identifier}")
    known = {f"/knowledge/{kind}/{identifier}/" for kind, identifier in whole.entries}
    dead = {
        link: on
        for link, on in links.items()
        if re.match(r"/knowledge/\w+/[^?]+/$", link) and link not in known
    }

    assert {link for link in dead if not link.startswith("/knowledge/own/")} == set()
    assert len(known & set(links)) > 1500


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("parameters/alignment-angle-error", ["3 degrees", "0.5 to 10 degrees", "judgment", "Repeated readings"]),
        ("sources/altman-1991-hip", ["https", "rules" , "Altman"]),
        ("red_flags/cauda-equina", ["within 4 hours", "New urinary incontinence", "on both sides", "read in the source"]),
        ("rules/altman-hip-osteoarthritis", ["Hip internal rotation", "14.9 degrees or less", "86 %", "agreed poorly"]),
        ("items/ball-on-buttock", ["Lean in until it feels like 4", "Blood thinner".lower(), "leave it out", "the main thing it is for"]),
        ("precautions/acute-fracture", ["Stops everything", "Age 65 years or more", "Pain for 6 weeks or less"]),
        ("interventions/acupuncture", ["−0.33 (−0.49 to −0.18)", "8,270 people", "against", "low certainty", "standardized mean difference"]),
        ("contributors/sacroiliac", ["Believed beforehand", "15 % (6 to 30)", "Everybody else", "scores"]),
        ("findings/slr", ["0 to 120 degrees", "1.19 (1.01 to 1.4)", "142", "Montaner-Cuello A and others 2023"]),
        ("accuracy/axspa-heel-rudwaleit", ["37 %", "89 %", "3.4", "Rudwaleit M and others 2006", "Table 1"]),
        ("root_levels/level-femoral-stretch-suri", ["L2", "L3", "L4", "10 (1.5 to 60)"]),
        ("safety_questions/bladder", ["Why we ask", "Counts as yes"]),
        ("courses/back-and-leg-pain", ["percent of people", "55 (51 to 59)", "609 people"]),
    ],
)  # fmt: skip
def test_a_page_says_what_the_file_says(path: str, texts: list[str], signed_in: SignedIn) -> None:
    response = signed_in("clinician").get(f"/knowledge/{path}/")
    said = Text(response.content).text.lower() + " ".join(Text(response.content).links)

    assert [text for text in texts if text.lower() not in said] == []


def test_a_judgement_shows_its_reason_and_a_citation_its_place(signed_in: SignedIn) -> None:
    page = Text(signed_in("therapist").get("/knowledge/items/ball-on-buttock/").content)

    assert "A shorter hold than the 90 seconds" in page.text
    assert "90 seconds of steady self-pressure on a calf muscle" in page.text
    assert "/knowledge/sources/wilke-2018-self-compression/" in page.links


def test_a_source_says_by_whom_and_where_it_is_cited(signed_in: SignedIn) -> None:
    page = Text(signed_in("clinician").get("/knowledge/sources/altman-1991-hip/").content)

    assert "/knowledge/rules/altman-hip-osteoarthritis/" in page.links
    assert "abstract, clinical criteria" in page.text
    assert any(link.startswith("https://doi.org/10.") for link in page.links)


@pytest.mark.parametrize(
    ("wanted", "link"),
    [
        ("Bird dog", "/knowledge/items/bird-dog/"),
        ("bird-dog", "/knowledge/items/bird-dog/"),
        ("lasegue", "/knowledge/findings/slr/"),
        ("cauda", "/knowledge/red_flags/cauda-equina/"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_search_finds_and_answers_htmx_with_a_part(
    wanted: str, link: str, htmx: bool, signed_in: SignedIn
) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    response = signed_in("clinician").get("/knowledge/", {"q": wanted}, headers=headers)

    assert link in Text(response.content).links
    assert (b"<html" in response.content) is not htmx


def test_a_search_that_finds_nothing_says_so_and_repeats_no_markup(signed_in: SignedIn) -> None:
    response = signed_in("clinician").get("/knowledge/", {"q": "<script>alert(1)</script>qqq"})

    assert b"Nothing found" in response.content
    assert b"<script>alert" not in response.content


def test_the_overview_counts_every_kind_and_says_what_changed(signed_in: SignedIn) -> None:
    response = signed_in("owner").get("/knowledge/")
    page = Text(response.content)

    assert set(BY_NAME) == {*shipped_knowledge().records(), *shipped_knowledge().rows()}
    assert sorted(name for _, names in GROUPS for name in names) == sorted(BY_NAME)
    assert f"Findings {len(shipped_knowledge().findings)}" in page.text
    assert shipped_knowledge().fingerprint in page.text
    assert "A dependence group has a limit" in page.text
    assert "**" not in page.text


def test_a_changelog_is_read_as_headings_paragraphs_and_lists() -> None:
    (new, old) = read_changelog("# T\n\n## 2\n\nOne\ntwo.\n\n- **a**\n  b\n- `c` <i>\n\n## 1\n\nX\n")

    assert (new.name, old.name) == ("2", "1")
    assert [(block.lines, block.is_list) for block in new.blocks] == [
        (("One two.",), False),
        (("<strong>a</strong> b", "<code>c</code> &lt;i&gt;"), True),
    ]


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_kind_has_a_list_that_leads_to_its_records(kind: str, signed_in: SignedIn) -> None:
    response = signed_in("clinician").get(f"/knowledge/{kind}/")
    page = Text(response.content)
    every = {**shipped_knowledge().records(), **shipped_knowledge().rows()}[kind]
    shown = [link for link in page.links if link.startswith(f"/knowledge/{kind}/")]

    assert response.status_code == 200
    assert len(shown) == min(60, len(every))
    assert raw(page.text) == []


def test_a_table_is_narrowed_by_contributor_finding_and_words(signed_in: SignedIn) -> None:
    browser, rows = signed_in("clinician"), shipped_knowledge().accuracy
    mine = [row.id for row in rows if row.contributor == "sacroiliac" and row.finding == rows[0].finding]
    of_it = [row.id for row in rows if row.contributor == "sacroiliac"]
    query = {"contributor": "sacroiliac"}

    def shown(**more: str) -> list[str]:
        page = Text(browser.get("/knowledge/accuracy/", query | more).content)
        return [link.split("/")[3] for link in page.links if link.startswith("/knowledge/accuracy/")]

    assert shown() == of_it[:60]
    assert shown(finding=rows[0].finding) == mine
    assert set(shown(q="pregnancy")) < set(of_it)
    assert shown(finding="no-such") == []


def test_pages_of_a_list_follow_one_another(signed_in: SignedIn) -> None:
    browser = signed_in("clinician")
    first, second = (Text(browser.get(f"/knowledge/sources/?page={n}").content) for n in (1, 2))
    links = [[one for one in page.links if one.startswith("/knowledge/sources/")] for page in (first, second)]

    assert len(links[0]) == len(links[1]) == 60
    assert set(links[0]).isdisjoint(links[1])
    assert "?page=2" in first.links


@pytest.mark.parametrize("path", ["findings/sllr", "items/bird-dogs", "accuracy/no-such-row", "own-things/x"])
def test_an_unknown_record_is_404_with_near_ones(path: str, signed_in: SignedIn) -> None:
    response = signed_in("clinician").get(f"/knowledge/{path}/")

    assert response.status_code == 404
    assert b"There is no" in response.content
    if path == "items/bird-dogs":
        assert "/knowledge/items/bird-dog/" in Text(response.content).links


def test_an_unknown_kind_is_404(signed_in: SignedIn) -> None:
    response = signed_in("clinician").get("/knowledge/item/")

    assert response.status_code == 404
    assert b"items" in response.content


@pytest.mark.parametrize("path", ["", "findings/", "findings/slr/", "own/", "own/priors/", "own/priors.yaml"])
def test_the_front_desk_reads_no_knowledge(path: str, signed_in: SignedIn) -> None:
    assert signed_in("desk").get(f"/knowledge/{path}").status_code == 403


@pytest.mark.parametrize("role", ["clinician", "therapist"])
@pytest.mark.parametrize(
    "path", ["own/", "own/priors/", "own/exercises/", "own/exercises/add/", "own/items.yaml"]
)
def test_only_the_owner_changes_the_clinics_own(role: str, path: str, signed_in: SignedIn) -> None:
    assert signed_in(role).get(f"/knowledge/{path}").status_code == 403
    assert signed_in(role).post(f"/knowledge/{path}", {"text": "", "save": "1"}).status_code == 403


@pytest.mark.usefixtures("world")
def test_nobody_reads_it_without_signing_in() -> None:
    assert Client().get("/knowledge/").status_code == 302


def test_other_pages_link_to_a_record_where_the_reader_may_read_it() -> None:
    """Plain text for whoever may not, and never markup from the text."""
    record = {"kind": "findings", "id": "slr", "text": "Straight <leg> raise"}
    linked = render_to_string("parts/record_link.html", record | {"can": {"read_knowledge": True}})
    plain = render_to_string("parts/record_link.html", record | {"can": {}})

    assert linked == '<a class="record-link" href="/knowledge/findings/slr/">Straight &lt;leg&gt; raise</a>'
    assert plain == "Straight &lt;leg&gt; raise"


def test_a_page_asks_the_database_only_who_reads_it(signed_in: SignedIn) -> None:
    browser = signed_in("clinician")
    browser.get("/knowledge/")
    counts = []
    for path in ("?q=slr", "parameters/alignment-angle-error/", "contributors/nerve-root/", "accuracy/"):
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/knowledge/{path}")
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 5
