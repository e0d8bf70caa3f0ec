"""The knowledge of earlier versions, one file each, so that a past assessment can be worked out again."""
