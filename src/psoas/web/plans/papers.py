"""The plan on paper: the patient's story with the plan that was decided."""

from dataclasses import replace

from django.utils.translation import gettext, override

from psoas.application.assess import Assessment
from psoas.reports.language import Language
from psoas.reports.rendering import render_story
from psoas.reports.story import Story, tell_story
from psoas.web.clinic_knowledge import clinic_in_words
from psoas.web.plans.planning import Planning
from psoas.web.plans.words import retold_doses


def story_of(planning: Planning, language: Language) -> Story:
    """Tell the patient's story with the plan as it was decided; one that nobody approved says so."""
    plan = planning.plan
    if plan is not None:
        plan = retold_doses(plan, planning.agreed, planning.knowledge, language)
    story = tell_story(
        _with_goals(planning),
        plan,
        knowledge=planning.knowledge,
        clinic=clinic_in_words(planning.visit.person.clinic),
        language=language,
    )
    if plan is None or (planning.is_approved and not planning.blocking):
        return story
    with override(language):
        draft, mark = gettext("DRAFT, not approved by a clinician."), gettext("DRAFT")
        return replace(
            story,
            title=f"{draft} {story.title}",
            in_one_line=f"{draft} {story.in_one_line}",
            clinic=story.clinic.model_copy(  # stands at the head of every sheet
                update={"name": f"{mark} · {story.clinic.name}"}
            ),
        )


def paper(planning: Planning, language: Language, *, kind: str) -> bytes:
    """Return the story as ``pdf`` or as one ``html`` file that loads nothing."""
    return render_story(story_of(planning, language), kind=kind)


def _with_goals(planning: Planning) -> Assessment:
    """Put the goals that were agreed on in place of those first told, where they differ from the proposal."""
    assessment, proposal = planning.assessment, planning.proposal
    if proposal is None or planning.plan is None or planning.plan.goals == proposal.goals:
        return assessment
    wishes = replace(assessment.case.wishes, goals=planning.plan.goals)
    return replace(assessment, case=replace(assessment.case, wishes=wishes))
