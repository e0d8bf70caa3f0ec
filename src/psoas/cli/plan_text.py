"""The plan in the terminal."""

from rich.console import Console
from rich.text import Text

from psoas.care.massage import MassageSession
from psoas.care.plan import AdviceGiven, Option, Plan, Walking
from psoas.cli.terminal import column, hanging, heading, print_table, terminal
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.wording import day_in_words

_SIX_COLUMNS = 100  # columns of the terminal in which the massage session's six can be read


def print_plan(plan: Plan, knowledge: Knowledge, *, with_rejected: bool) -> None:
    """Print the plan."""
    console = terminal()
    heading(console, "Plan")
    console.print("  Goals: " + " ".join(plan.goals))
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
            console.print(f"  {question}")
    heading(console, f"Review by {day_in_words(plan.review.date)}")
    for rule in plan.review.rules:
        console.print(f"  {rule.kind}: {rule.text}")
    if with_rejected:
        heading(console, "Considered and not chosen")
        for rejection in plan.rejected:
            console.print(f"  {knowledge.items[rejection.id].name}: {rejection.reason}")


def _for_this_patient(adjustments: tuple[str, ...]) -> str:
    """Say what is different for this patient; nothing where nothing is."""
    return f"For this patient: {' '.join(adjustments)}" if adjustments else ""


def _with_adjustments(text: str, adjustments: tuple[str, ...]) -> str:
    return "\n".join(part for part in (text, _for_this_patient(adjustments)) if part)


def _programme(console: Console, plan: Plan) -> None:
    programme = plan.programme
    console.print(
        f"  Home programme: {programme.minutes:g} of {programme.minutes_available:g} minutes a day, "
        "days A and B in turn"
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
                item.evidence,
            ),
        )
        for item in programme.items
    ]
    print_table(console, columns, rows)
    for family in programme.not_covered:
        console.print(f"  Not covered: {family.replace('-', ' ')} (see the rejected items)")


def _walking(console: Console, walking: Walking) -> None:
    console.print(
        f"  Walking: start with {walking.start_minutes:g} minutes, aim for {walking.goal_minutes:g}. "
        f"{walking.text}"
    )
    if walking.adjustments:
        console.print(f"    {_for_this_patient(walking.adjustments)}")


def _massage(console: Console, plan: Plan, knowledge: Knowledge) -> None:
    heading(console, "Massage session, for the therapist")
    if not isinstance(plan.massage, MassageSession):
        console.print("  None: " + " ".join(plan.massage.reasons))
        return
    massage = plan.massage
    console.print(f"  {massage.minutes:g} minutes. {massage.visits} {massage.stop_rule}")
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
        console.print(f"  Avoid: {avoid}")
    for question in massage.ask_first:
        console.print(f"  Ask first: {question}")


def _pressure(low: int, high: int) -> str:
    return f"{low}-{high}" if low != high else f"up to {high}"


def _advice(console: Console, name: str, advice: tuple[AdviceGiven, ...]) -> None:
    if advice:
        heading(console, name)
        for one in advice:
            console.print(Text.assemble(f"  {one.text} ", (f"({one.evidence})", "dim")))


def _complementary(console: Console, options: tuple[Option, ...]) -> None:
    if options:
        heading(console, "The clinic also offers")
        for option in options:
            console.print(f"  {option.name} (evidence: {option.grade}): {option.plain}")
            if option.cautions:
                console.print(f"    {_for_this_patient(option.cautions)}")
