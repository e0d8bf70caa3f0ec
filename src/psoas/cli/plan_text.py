"""The plan in the terminal."""

from rich.console import Console

from psoas.care.massage import MassageSession
from psoas.care.plan import AdviceGiven, Option, Plan, Walking
from psoas.cli.terminal import column, dim, hanging, heading, line, print_table, terminal
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.wording import day_in_words, sentence, small

_SIX_COLUMNS = 100  # columns of the terminal in which the massage session's six can be read


def print_plan_in_short(plan: Plan, knowledge: Knowledge) -> None:
    """Print what is done, and what to look out for; advice and the reasons stand in the whole plan."""
    console = terminal()
    heading(console, "Plan")
    line(console, " ".join(plan.goals), lead="Goals: ")
    _programme(console, plan)
    if plan.walking is not None:
        _walking(console, plan.walking)
    if isinstance(plan.massage, MassageSession):
        muscles = (
            f"{small(knowledge.muscles[one.muscle].name)} "
            f"({small(knowledge.techniques[one.technique].name)}, {one.side}, {one.minutes:g} min)"
            for one in plan.massage.work
        )
        line(console, f"{plan.massage.minutes:g} minutes: {', '.join(muscles)}", lead="Massage: ")
        for avoid in plan.massage.avoid:
            line(console, f"take care: {avoid}", indent=4)
    else:
        line(console, f"none. {' '.join(plan.massage.reasons)}", lead="Massage: ")
    if plan.ask_first:
        line(console, " ".join(plan.ask_first), lead="Ask before starting: ")
    if plan.complementary:
        line(
            console, ", ".join(small(one.name) for one in plan.complementary), lead="The clinic also offers: "
        )
    line(console, f"by {day_in_words(plan.review.date)}", lead="Review: ")
    dim(console, "  'psoas plan' prints advice, flare plan, review rules, and what was not chosen.")


def print_plan(plan: Plan, knowledge: Knowledge) -> None:
    """Print the whole plan, with everything that was rejected."""
    console = terminal()
    heading(console, "Plan")
    line(console, " ".join(plan.goals), lead="Goals: ")
    _programme(console, plan)
    if plan.walking is not None:
        _walking(console, plan.walking)
    _massage(console, plan, knowledge)
    for name, advice in (
        ("Posture", plan.posture),
        ("Lifting", plan.lifting),
        ("Workstation", plan.workstation),
        ("Education", plan.education),
        ("If it flares", plan.flare),
    ):
        _advice(console, name, advice)
    _complementary(console, plan.complementary)
    if plan.ask_first:
        heading(console, "Ask before starting")
        for question in plan.ask_first:
            line(console, question)
    heading(console, f"Review by {day_in_words(plan.review.date)}")
    for rule in plan.review.rules:
        line(console, rule.text, lead=f"{rule.kind.replace('-', ' ')}: ")
    heading(console, "Considered and not chosen")
    for rejection in plan.rejected:
        line(console, rejection.reason, lead=f"{knowledge.items[rejection.id].name}: ")


def _for_this_patient(adjustments: tuple[str, ...]) -> str:
    """Say what is different for this patient; nothing where nothing is."""
    return f"For this patient: {' '.join(adjustments)}" if adjustments else ""


def _with_adjustments(text: str, adjustments: tuple[str, ...]) -> str:
    return "\n".join(part for part in (text, _for_this_patient(adjustments)) if part)


def _programme(console: Console, plan: Plan) -> None:
    programme = plan.programme
    line(
        console,
        f"{programme.minutes:g} of {programme.minutes_available:g} minutes a day, days A and B in turn",
        lead="Home program: ",
    )
    columns = (
        column(),
        column("day", is_whole=True),
        column("min", is_whole=True),
        column("dose"),
        column("evidence", is_whole=True),
    )
    rows = [
        (
            hanging("", item.name),
            (
                "+".join(item.days),
                f"{item.minutes:g}" if item.minutes else "-",
                _with_adjustments(item.dose, item.adjustments),
                item.evidence.replace("-", " "),
            ),
        )
        for item in programme.items
    ]
    print_table(console, columns, rows)
    for family in programme.not_covered:
        line(console, f"{family.replace('-', ' ')} (see what was not chosen)", lead="Not covered: ")


def _walking(console: Console, walking: Walking) -> None:
    line(
        console,
        f"start with {walking.start_minutes:g} minutes, aim for {walking.goal_minutes:g}. {walking.text}",
        lead="Walking: ",
    )
    if walking.adjustments:
        line(console, _for_this_patient(walking.adjustments), indent=4)


def _massage(console: Console, plan: Plan, knowledge: Knowledge) -> None:
    heading(console, "Massage session, for the therapist")
    if not isinstance(plan.massage, MassageSession):
        line(console, "None: " + " ".join(plan.massage.reasons))
        return
    massage = plan.massage
    line(console, f"{massage.minutes:g} minutes. {sentence(massage.visits)} {massage.stop_rule}")
    columns = (
        column(),
        column("technique"),
        column("side", is_whole=True),
        column("min", is_whole=True),
        column("pressure 0-10", is_whole=True),
        column("position"),
    )
    rows = [
        (
            hanging("", knowledge.muscles[work.muscle].name),
            (
                knowledge.techniques[work.technique].name,
                work.side,
                f"{work.minutes:g}",
                _pressure(*work.pressure),
                _with_adjustments(work.position, work.adjustments),
            ),
        )
        for work in massage.work
    ]
    print_table(console, columns, rows, least=_SIX_COLUMNS)
    for avoid in massage.avoid:
        line(console, avoid, lead="Take care: ")
    for question in massage.ask_first:
        line(console, question, lead="Ask first: ")


def _pressure(low: int, high: int) -> str:
    return f"{low}-{high}" if low != high else f"up to {high}"


def _advice(console: Console, name: str, advice: tuple[AdviceGiven, ...]) -> None:
    if advice:
        heading(console, name)
        for one in advice:
            line(console, f"{one.text} ({one.evidence.replace('-', ' ')})")


def _complementary(console: Console, options: tuple[Option, ...]) -> None:
    if options:
        heading(console, "The clinic also offers")
        for option in options:
            grade = option.grade.replace("-", " ")
            line(console, f" (evidence: {grade}): {option.plain}", lead=option.name)
            if option.cautions:
                line(console, _for_this_patient(option.cautions), indent=4)
