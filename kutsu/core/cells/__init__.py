"""One cell as staff typed it -> a value, a note or an error: a closed grammar per kind of column, never a guess."""
