"""The sealing protocol in bytes; the only place that touches NaCl."""
