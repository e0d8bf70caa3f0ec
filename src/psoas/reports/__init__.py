"""The patient's story, the clinician's report and the JSON document. Read `story.py` first."""
