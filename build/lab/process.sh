#!/usr/bin/env bash
# Sourced. Starting and stopping the lab's servers: only by a pid that the lab itself wrote down.

# start_server NAME PIDFILE LOG COMMAND...: in a session of its own, so that Ctrl+C in the terminal reaches
# the script, which stops the servers in order, and not the servers behind its back.
start_server() {
    local name=$1 pidfile=$2 log=$3
    shift 3
    setsid "$@" </dev/null >"${SERVER_STDOUT:-$log}" 2>"$log" &
    echo $! >"$pidfile"
    server_name=$name server_pid=$! server_log=$log
}

# await_server COMMAND...: until the command succeeds; shows the log if the server dies or takes 30 s.
await_server() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        "$@" >/dev/null 2>&1 && return
        kill -0 "$server_pid" 2>/dev/null || break
        sleep 0.05
    done
    echo "$server_name did not start. Its log, $server_log, ends with:" >&2
    tail -n 20 "$server_log" >&2
    return 1
}

# stop_server PIDFILE MARK: ends that process, and waits until it has ended.
stop_server() {
    local pidfile=$1 mark=$2 pid tries
    [[ -s $pidfile ]] || return 0
    pid=$(<"$pidfile")
    rm -f "$pidfile"
    is_server "$pid" "$mark" || return 0
    kill "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 300; tries++)); do
        is_server "$pid" "$mark" || return 0
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null || true
}

# kill_server PIDFILE MARK: ends that process without asking, and waits until it has ended.
kill_server() {
    local pid
    pid=$(<"$1")
    rm -f "$1"
    is_server "$pid" "$2" || return 0
    kill -KILL "$pid"
    while is_server "$pid" "$2"; do
        sleep 0.01
    done
}

# Its command line must name MARK: a pid may have been given to someone else, and a process that has ended but was not
# yet waited for still has its pid, with an empty command line.
is_server() {
    grep -qsaF -- "$2" "/proc/$1/cmdline"
}
