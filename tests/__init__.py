"""The tests; what each folder asks stands in docs/developer/architecture.md."""
