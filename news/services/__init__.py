"""The verbs of this room: file, publish, withdraw, submit, merge. Views and admin call these."""
