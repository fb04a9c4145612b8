"""One cell as staff typed it -> a value, a note or an error: a closed grammar per kind of column, never a guess.

`read` is the one way in. `normal` cleans what was typed, `reading` is what comes out, and each other module is the grammar of one
kind: `dates`, `times`, `moments`, `choices`, `addresses`, `texts`, `ticks`, with `names` of weekdays and months.
"""
