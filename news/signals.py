"""What articles tell the rooms above this one."""

from django.dispatch import Signal

# Sent with ``article`` after its row, its sections and everything that repeats them are in step,
# inside the transaction that saved it. One save may send it more than once.
article_filed = Signal()
