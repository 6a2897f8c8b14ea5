#!/usr/bin/env python
"""Command-line entry point. Without DJANGO_SETTINGS_MODULE it uses the local settings."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
