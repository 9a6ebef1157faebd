"""Where objects are built, one module per process."""
