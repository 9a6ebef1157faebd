"""SQL: rows to frozen values and back."""
