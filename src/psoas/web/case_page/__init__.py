"""The case page: the patient's story, what contributes, and the examination as taps.

Read ``views.py`` first. ``rows.py`` turns findings into taps and taps into values; ``examination.py`` chooses
which rows a clinician sees; ``contributors.py``, ``safety.py`` and ``story.py`` lay out the other panels;
``panels.py`` renders them, and leaves out what has not changed.
"""
