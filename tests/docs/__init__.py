"""The docs say what is true: their commands, files and anchors exist, and their site builds and asks no other host."""
