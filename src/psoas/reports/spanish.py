"""What Spanish needs beyond a catalog: its lists, its days, and the places of the body with their gender."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
_E_BEFORE = re.compile(r"(?:i|í|hi(?!e|a)|hí)", re.IGNORECASE)  # "e" stands for "y" before the sound of i
_U_BEFORE = re.compile(r"(?:o|ó|ho|hó)", re.IGNORECASE)  # and "u" for "o" before the sound of o


class Place(NamedTuple):
    """A place of the body: on one side, and on both."""

    one: str
    both: str


def _part(part: str, singular: str, both: str) -> Place:
    return Place(f"la parte de {part} {singular}", f"la parte de {part} {both}")


_THIGH, _SHIN = ("del muslo", "de ambos muslos"), ("de la espinilla", "de ambas espinillas")
_MIDDLE = {
    "mid-back": "la parte media de la espalda",
    "chest": "el pecho",
    "low-back": "la espalda baja",
    "abdomen": "la barriga",
}
PLACES = {
    **{name: Place(words, words) for name, words in _MIDDLE.items()},
    "sacroiliac": Place(
        "la articulación de la parte de atrás de la pelvis",
        "ambas articulaciones de la parte de atrás de la pelvis",
    ),
    "buttock": Place("la nalga", "ambas nalgas"),
    "lateral-hip": Place("el costado de la cadera", "el costado de ambas caderas"),
    "groin": Place("la ingle", "ambas ingles"),
    "posterior-thigh": _part("atrás", *_THIGH),
    "lateral-thigh": _part("afuera", *_THIGH),
    "anterior-thigh": _part("adelante", *_THIGH),
    "medial-thigh": _part("adentro", *_THIGH),
    "posterior-knee": _part("atrás", "de la rodilla", "de ambas rodillas"),
    "anterior-knee": Place("la rodilla", "ambas rodillas"),
    "calf": Place("la pantorrilla", "ambas pantorrillas"),
    "lateral-shin": _part("afuera", *_SHIN),
    "medial-shin": _part("adentro", *_SHIN),
    "anterior-ankle": Place("el tobillo", "ambos tobillos"),
    "posterior-heel": _part("atrás", "del tobillo y del talón", "de ambos tobillos y talones"),
    "dorsal-foot": _part("arriba", "del pie", "de ambos pies"),
    "instep": Place("el empeine", "ambos empeines"),
    "big-toe": Place("el lado del dedo gordo del pie", "el lado del dedo gordo de ambos pies"),
    "outer-toes": Place("los dedos de afuera del pie", "los dedos de afuera de ambos pies"),
    "sole-heel": Place("el talón", "ambos talones"),
    "arch": Place("el arco del pie", "el arco de ambos pies"),
    "forefoot": _part("adelante", "de la planta del pie", "de la planta de ambos pies"),
    "toes": Place("los dedos del pie", "los dedos de ambos pies"),
}
SHORT_SIDES = {"Right": "Der.", "Left": "Izq."}  # on a small drawing
SIDES = {"right": "derecho", "left": "izquierdo"}

CAUSES = {  # what makes the pain worse or eases it, after "empeora" and "se alivia"
    "bending backward": "al inclinarse hacia atrás",
    "bending forward": "al inclinarse hacia adelante",
    "bending or leaning forward": "al inclinarse o apoyarse hacia adelante",
    "changing your position": "al cambiar de posición",
    "crossing your legs": "al cruzar las piernas",
    "getting up from a chair": "al levantarse de una silla",
    "lifting things": "al levantar cosas",
    "lying down": "al acostarse",
    "lying on the painful side": "al acostarse sobre el lado que duele",
    "sitting": "al estar en posición sentada",
    "sitting down": "al sentarse",
    "squatting down": "al ponerse en cuclillas",
    "stairs or slopes": "en las escaleras o las cuestas",
    "standing for a while": "al estar de pie un rato",
    "walking": "al caminar",
}


def listed(parts: Sequence[str], *, is_choice: bool = False) -> str:
    """Join parts as a list in a sentence: "a", "a y b", "a, b y c"; "e" before i, "u" before o."""
    if len(parts) < 2:  # noqa: PLR2004 -- a list needs two
        return "".join(parts)
    last = parts[-1]
    if is_choice:
        joined_by = "u" if _U_BEFORE.match(last) else "o"
    else:
        joined_by = "e" if _E_BEFORE.match(last) else "y"
    return f"{', '.join(parts[:-1])} {joined_by} {last}"


def day_in_words(day: date) -> str:
    """Write a day as "22 de noviembre de 2026"."""
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def contracted(text: str) -> str:
    """Write "a el" and "de el" as one word, where a fragment that begins with "el" was put in."""
    return re.sub(r"\b([Aa]|[Dd]e) el (?=[a-záéíóúñ])", lambda found: f"{found[1]}l ", text)


def half_of(place: str, side: str) -> str:
    """Name one side of a place in the middle: "el lado izquierdo de la espalda baja"."""
    return contracted(f"el lado {SIDES[side]} de {place}")
