"""What an owner does: users, the clinic's profile, the audit log, export and erasure of one person."""
