"""The figure: one drawn human, from data, that shows exercises, postures and lifts."""
