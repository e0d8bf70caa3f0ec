"""The tables of the knowledge as readers meet them."""

from psoas.web.library.cells import RATIOS, Kind, given, people, status
from psoas.web.library.words import number

TABLES: tuple[Kind, ...] = (
    Kind(
        "accuracy",
        "accuracy row",
        "Accuracy of findings",
        "How well one finding tells one contributor, from one source.",
        (
            ("Role", lambda r, _: "scores" if r.role == "score" else "shows the range"),
            *RATIOS,
            ("Status", status),
            ("People", people),
        ),
    ),
    Kind(
        "red_flag_accuracy",
        "red-flag accuracy row",
        "Accuracy of danger signs",
        "Shown beside the rules, never part of a score.",
        (
            *RATIOS,
            ("Status", status),
            ("People", people),
        ),
    ),
    Kind(
        "root_levels",
        "root-level row",
        "Root levels",
        "How a finding shifts which nerve root it is.",
        (*RATIOS, ("Status", status)),
    ),
    Kind(
        "norms",
        "norm",
        "Norms",
        "What is usual for a measured finding at an age.",
        (
            ("Mean", given("mean")),
            ("Cut-off", given("cut_off")),
            ("Status", status),
        ),
    ),
    Kind(
        "joint_ranges",
        "joint range",
        "Joint ranges",
        "How far joints move in healthy adults; drawings of exercises stay within it.",
        (("Mean", lambda r, _: f"{r.mean:g}°"), ("SD", given("sd")), ("Status", status)),
    ),
    Kind(
        "body_segments",
        "body segment",
        "Body segments",
        "Length, mass and centre of mass of the parts of the body, as the drawn figure uses them.",
        (("Length", given("length")), ("Mass", given("mass")), ("Status", status)),
    ),
    Kind(
        "body_breadths",
        "body measure",
        "Body measures",
        "Mean breadths, depths and heights of the body as a share of stature.",
        (("Share of stature", lambda r, _: number(r.fraction)), ("Status", status)),
    ),
)
