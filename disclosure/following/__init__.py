"""What an applicant sees and does after number and query code were right.

``access`` says which case a browser may see, ``page`` what is shown of it, ``acts`` what can be
done, ``documents`` what can be taken home. The views are thin (``disclosure.views.follow``).
"""
