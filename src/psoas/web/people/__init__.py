"""The front desk: people, their appointments, and the links they are given."""
