#!/usr/bin/env bash
# Sourced. What a script says of itself to those who call it with nothing that it knows.

# print_help SCRIPT: the comment at its top, whatever its length.
print_help() {
    awk 'NR == 1 {next} !/^#/ {exit} {sub(/^# ?/, ""); print}' "$1"
}
