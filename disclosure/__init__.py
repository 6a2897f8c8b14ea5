"""The disclosure desk (依申请公开): the top floor, which may import every room below it."""
