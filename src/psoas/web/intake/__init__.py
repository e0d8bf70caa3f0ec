"""What patients answer on their phone: safety first, then where it hurts, how much, and the rest.

Which questions are asked, and in which order, is data: ``pages.yaml``.
"""
