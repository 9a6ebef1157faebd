"""The hotline without a provider: a page of the demonstration, over the real engine and sealing."""
