"""The clinic in a browser: a Django application over the pure core, server-rendered, for staff and patients.

Read ``urls.py`` first: it names the folders in the order in which a patient meets them.
"""
