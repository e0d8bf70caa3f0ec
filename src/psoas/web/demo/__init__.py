"""An invented clinic to try Psoas with: a few people in it, and today's patient among them."""
