"""The reliability diagram: what was said against what was so."""

from collections.abc import Mapping, Sequence
from typing import Any

from psoas.illustration.charts import ACCENT, FONT, GRID, MUTED, TEXT

_WAYS = (ACCENT, "#B17900", "#4A5B68")
_SHAPES = ("circle", "square", "triangle-up")


def reliability_chart(points: Sequence[Mapping[str, Any]], ways: Sequence[str]) -> Mapping[str, Any]:
    """Return the diagram as a Vega-Lite definition.

    Parameters
    ----------
    points : Sequence[Mapping[str, Any]]
        ``way``, ``predicted``, ``observed``, ``low``, ``high`` in percent, and ``pairs``.
    ways : Sequence[str]
        The ways to reason, in the order of colours and shapes.
    """
    axis = {"domain": [0, 100]}
    x = {"field": "predicted", "type": "quantitative", "title": "said, in 100", "scale": axis}
    y = {"field": "observed", "type": "quantitative", "title": "so, in 100 (90 % interval)", "scale": axis}
    colour = {
        "field": "way",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(ways), "range": list(_WAYS[: len(ways)])},
    }
    shape = {
        "field": "way",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(ways), "range": list(_SHAPES[: len(ways)])},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 380,
        "height": 380,
        "background": "#FFFFFF",
        "padding": 14,
        "config": {
            "font": f"{FONT}, sans-serif",
            "view": {"stroke": None},
            "axis": {
                "gridColor": GRID, "domainColor": MUTED, "tickColor": MUTED, "labelColor": TEXT,
                "titleColor": TEXT, "labelFontSize": 12, "titleFontSize": 13, "titleFontWeight": "normal",
            },
            "legend": {"labelFontSize": 13, "labelColor": TEXT, "orient": "top", "symbolSize": 90},
        },
        "layer": [
            {
                "data": {"values": [{"a": 0, "b": 0}, {"a": 100, "b": 100}]},
                "mark": {"type": "line", "color": MUTED, "strokeDash": [4, 4]},
                "encoding": {
                    "x": {"field": "a", "type": "quantitative"},
                    "y": {"field": "b", "type": "quantitative"},
                },
            },
            {
                "data": {"values": list(points)},
                "mark": {"type": "rule", "strokeWidth": 1.4, "opacity": 0.7},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
            },
            {
                "data": {"values": list(points)},
                "mark": {"type": "line", "strokeWidth": 1.2, "opacity": 0.6},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {
                "data": {"values": list(points)},
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
            },
        ],
    }  # fmt: skip


def slopes_chart(points: Sequence[Mapping[str, Any]], ways: Sequence[str]) -> Mapping[str, Any]:
    """Return the calibration slope by the correlation of findings, one line a way to reason.

    Parameters
    ----------
    points : Sequence[Mapping[str, Any]]
        ``way``, ``correlation`` and ``slope``.
    ways : Sequence[str]
        The ways to reason, in the order of colours and shapes.
    """
    frame = reliability_chart((), ways)
    x = {"field": "correlation", "type": "quantitative", "title": "correlation within a group of findings"}
    y = {
        "field": "slope",
        "type": "quantitative",
        "title": "calibration slope (1 is right)",
        "scale": {"domain": [0.5, 1.2]},
    }
    colour, shape = (frame["layer"][-1]["encoding"][name] for name in ("color", "shape"))
    return {
        **frame,
        "height": 260,
        "layer": [
            {
                "data": {"values": [{"slope": 1}]},
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [4, 4]},
                "encoding": {"y": y},
            },
            {
                "data": {"values": list(points)},
                "mark": {"type": "line", "strokeWidth": 1.6},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {
                "data": {"values": list(points)},
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
            },
        ],
    }
