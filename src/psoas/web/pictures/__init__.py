"""Drawings of exercises and postures, each at its own address."""
