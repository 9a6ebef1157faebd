"""The form and the words."""
