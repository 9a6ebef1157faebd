"""The measures of speed and size behind `make bench`; never part of the timed tests."""
