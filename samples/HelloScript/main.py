"""Counts the words of a text: docker run -i hello-script < text."""

import sys
from collections import Counter

words = Counter(word.strip(".,;:!?\"'()").lower() for line in sys.stdin for word in line.split())
for word, count in words.most_common(10):
    print(f"{count:5} {word}")
