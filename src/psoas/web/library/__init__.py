"""The knowledge as pages: every record with what it rests on and who uses it, and the clinic's own."""
