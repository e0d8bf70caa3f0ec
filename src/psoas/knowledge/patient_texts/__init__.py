"""Every text of the knowledge that reaches a patient: what a catalog of translations must hold."""
