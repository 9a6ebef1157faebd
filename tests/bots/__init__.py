"""The hotline: doors, conversations over a real store, providers as fakes over real HTTP."""
