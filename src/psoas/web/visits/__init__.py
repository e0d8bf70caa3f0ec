"""The clinical record of a visit: read as a case, changed by actions, assessed at every change.

Read ``case.py`` for how a case is put together, ``actions.py`` for everything that changes one.
"""
