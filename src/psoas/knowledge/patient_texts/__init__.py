"""Which texts of the records a patient reads or is asked: what must exist in every language.

The English stands in the records; another language stands in catalogs keyed by the English text.
"""
