"""The first page of each role, and whether the server is well."""
