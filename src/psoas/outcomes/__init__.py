"""What the pain does to the day. Read `day.py`."""
