"""Pages and papers from the same content: HTML by Jinja, PDF by Typst."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from psoas.application.assess import Assessment
from psoas.care.plan import Plan
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.clinician import Report, clinician_report
from psoas.reports.fonts import font_directory, font_faces
from psoas.reports.language import said, speaking, spoken
from psoas.reports.letter import Letter, letter_page
from psoas.reports.pictures import TEMPLATES
from psoas.reports.report_page import report_page
from psoas.reports.story import Story
from psoas.reports.story_page import story_page
from psoas.reports.wording import capital

if TYPE_CHECKING:
    from jinja2 import Environment

KINDS = ("html", "pdf")


def render(
    assessment: Assessment, plan: Plan | None, story: Story, knowledge: Knowledge, *, kind: str
) -> dict[str, bytes]:
    """Render the patient's story and the clinician's report.

    Parameters
    ----------
    assessment, plan, story, knowledge
        What was found, what to do, how the patient is told, and what it rests on.
    kind : str
        ``html`` or ``pdf``.

    Returns
    -------
    dict[str, bytes]
        The files by their stems: ``story`` and ``report``.
    """
    with speaking("en"):
        report = clinician_report(assessment, plan, knowledge=knowledge, clinic=story.clinic)
    return {"story": render_story(story, kind=kind), "report": render_report(report, kind=kind)}


def render_story(story: Story, *, kind: str) -> bytes:
    """Render the patient's story, in the language it was told in.

    Parameters
    ----------
    story : Story
        Its content.
    kind : str
        ``html``: one file that loads nothing; ``pdf``: tagged, on Letter paper.
    """
    with speaking(story.language):
        return _render("story", story_page(story), kind)


def render_report(report: Report, *, kind: str) -> bytes:
    """Render the clinician's report, in the same kinds; it is always in English."""
    with speaking("en"):
        return _render("report", report_page(report, kind=kind), kind)


def render_letter(content: Letter) -> bytes:
    """Typeset the letter to the family doctor, on one page."""
    with speaking("en"):
        return _render("letter", letter_page(content), "pdf")


def _render(name: str, content: Mapping[str, Any], kind: str) -> bytes:
    printed = _as_printed(content)
    return _pdf(name, printed) if kind == "pdf" else _html(name, printed)


def _as_printed(content: Any) -> Any:  # noqa: ANN401 -- plain data of any shape
    """Write "55 %" as "55%", as readers in the United States have it; so no line breaks between the two."""
    if isinstance(content, str):
        return re.sub(r"(?<=\d) %", "%", content)
    if isinstance(content, Mapping):
        return {name: _as_printed(value) for name, value in content.items()}
    return [_as_printed(one) for one in content] if isinstance(content, list | tuple) else content


def _html(name: str, content: Mapping[str, Any]) -> bytes:
    """Fill the page, then embed the letters it turned out to need."""
    sheets = [TEMPLATES / f"{sheet}.css" for sheet in ("page", name, f"{name}.{spoken()}")]
    styles = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.is_file())
    page = _templates().get_template(f"{name}.html.jinja").render(content=content, styles=styles)
    return page.replace("<style>", f"<style>\n{font_faces(page)}\n", 1).encode()


@cache
def _templates() -> "Environment":
    import jinja2  # noqa: PLC0415 -- slow import

    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["capitalize_first"] = capital
    templates.globals["said"] = said
    return templates


def _pdf(name: str, content: Mapping[str, Any]) -> bytes:
    """Typeset the content; it is passed as data, so that no text can act as markup."""
    import typst  # noqa: PLC0415 -- slow import

    year, month, day = content["date"]
    return typst.compile(
        str(TEMPLATES / f"{name}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(font_directory())],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(year, month, day, tzinfo=UTC),
    )
