"""A clinic's own priors: put in front of the shipped ones, never over them."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from pydantic import ValidationError

from psoas.foundation.documents import Document, parse_yaml
from psoas.foundation.errors import KnowledgeError, Problem
from psoas.knowledge.checks import unknown_leaves
from psoas.knowledge.contributors import Prior
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.record import Identifier, Model, Text

FORMAT = "psoas-priors-1"


class LocalPriors(Model):
    """How often a clinic sees each contributor, for patients like these; every prior says why."""

    format: Text
    clinic: Text
    priors: dict[Identifier, tuple[Prior, ...]]


def with_local_priors(knowledge: Knowledge, text: str, *, name: str = "priors") -> Knowledge:
    """Return the knowledge with a clinic's own priors in front of the shipped ones.

    The fingerprint changes with them, so that an assessment says which priors it rests on.

    Raises
    ------
    KnowledgeError
        Anything is wrong with the file; all problems are listed.
    """
    document = parse_yaml(text)
    problems = list(document.problems)
    local: LocalPriors | None = None
    if not problems:
        try:
            local = LocalPriors.model_validate(document.value)
        except ValidationError as error:
            problems = [
                Problem(document.where(detail["loc"]), detail["msg"] + ".") for detail in error.errors()
            ]
    if local is not None:
        problems += _problems(local, knowledge, document)
    if problems or local is None:
        raise KnowledgeError(name, problems)
    contributors = {
        identifier: contributor.model_copy(update={"local_priors": local.priors.get(identifier, ())})
        for identifier, contributor in knowledge.contributors.items()
    }
    digest = own_fingerprint(knowledge.fingerprint, priors=text, items=knowledge.local_items)
    return replace(knowledge, contributors=contributors, local_fingerprint=digest, local_priors=text)


def own_fingerprint(fingerprint: str, *, priors: str | None, items: str | None) -> str:
    """Return the fingerprint of knowledge together with what a clinic has put on top of it."""
    for text in (priors, items):
        if text is not None:
            fingerprint = hashlib.sha256(f"{fingerprint}\0{text}".encode()).hexdigest()[:16]
    return fingerprint


def _problems(local: LocalPriors, knowledge: Knowledge, document: Document) -> Iterator[Problem]:
    if local.format != FORMAT:
        yield Problem("format", "The format is missing or unknown.", f"Write 'format: {FORMAT}'.")
    for identifier, priors in local.priors.items():
        contributor = knowledge.contributors.get(identifier)
        if contributor is None or contributor.kind != "probability":
            names = ", ".join(sorted(one.id for one in knowledge.contributors.values() if one.priors))
            where = document.where(("priors", identifier))
            yield Problem(where, "This is no contributor with a prior.", f"It can be: {names}.")
        for place, prior in enumerate(priors):
            where = f"{document.where(('priors', identifier, place))}, {prior.who}"
            if prior.status == "unchecked":
                yield Problem(where, "Nobody has checked it: it reaches nobody.")
            if prior.when is None and place < len(priors) - 1:
                yield Problem(
                    where, "It fits everybody: those after it are never used.", "Let it stand last."
                )
            for what in unknown_leaves(prior, knowledge, may_ask_contributors=False):
                yield Problem(where, what)
            for citation in prior.cite:
                if citation.source not in knowledge.sources:
                    yield Problem(where, f"It cites the unknown source '{citation.source}'.")
