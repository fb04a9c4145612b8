"""The flows' own small logic; what they wire is proven by the running house."""
