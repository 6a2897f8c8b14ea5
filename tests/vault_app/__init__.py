"""Models that exist only in the test suite, to test encrypted columns and files on."""
