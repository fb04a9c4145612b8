"""The sheet as a desk: what Kutsu answers in it, a text per row, every fault, and the calendar."""
