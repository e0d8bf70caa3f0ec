"""The audit log: who saw or changed what, in a chain that shows what is missing."""
