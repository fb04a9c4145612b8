"""What staff look at before they approve: a page for every row with all that it will say, and one of all rows."""
