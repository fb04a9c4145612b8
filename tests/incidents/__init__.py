"""What went wrong in other publishers, one test each, named after the thread in which it was reported."""
