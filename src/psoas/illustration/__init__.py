"""Drawings from data: the body chart and the charts. Texts and drawings are CC BY 4.0."""
