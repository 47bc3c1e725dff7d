#!/usr/bin/env bash
# Picks packages, compiles the host when sources changed, then becomes the host: arguments and exit codes pass through.
#   ./build.sh --target=Report [--packages=auto|nuget|compat] [arguments of the target]
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
project="$root/build/Survey.Build.csproj"
output="$root/build/bin/Release"
choice="$root/packages.choice.props"
log="$root/build/obj/restore.log"
missing_prerequisite=6
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit $missing_prerequisite; }
if command -v sha256sum >/dev/null; then digest=(sha256sum); else digest=(shasum -a 256); fi

# One line per file that the host is compiled from: its digest and its name. YAML and Markdown are read when it runs.
sources() {
  cd "$root"
  local places=() place
  for place in build compat experiments models templates Directory.*.* global.json packages.choice.props; do
    if [ -e "$place" ]; then places+=("$place"); fi
  done
  find "${places[@]}" \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f ! -name '*.yaml' ! -name '*.md' ! -name '*.schema.json' -print0 \
    | LC_ALL=C sort -z | xargs -0 "${digest[@]}"
}

stamp() { printf '%s\n' "$1" | "${digest[@]}" | cut -c 1-64; }

# The compiler that makes the host start faster is a package as well. A feed without it is no reason to stop: the host is only slower then.
restore() {
  if try_restore "$@"; then return; fi
  if ! grep -q 'NU110[123].*Microsoft\.NETCore\.App\.Crossgen2' "$log" || grep -qs PublishReadyToRun "$choice"; then return 1; fi
  awk '/<\/PropertyGroup>/ { print "    <PublishReadyToRun>false</PublishReadyToRun>" } { print }' "$choice" >"$choice.new"
  mv "$choice.new" "$choice"
  try_restore "$@"
}

# Runs a restore and, when it takes longer than two seconds, says how much has been downloaded.
try_restore() {
  mkdir -p "$(dirname "$log")"
  dotnet restore "$project" --nologo -v minimal "$@" >"$log" 2>&1 &
  local pid=$! caches=("${NUGET_PACKAGES:-$HOME/.nuget/packages}" "${NUGET_HTTP_CACHE_PATH:-$HOME/.local/share/NuGet}") before seconds=0 step=10
  if [ -t 2 ]; then step=1; fi
  before="$(megabytes "${caches[@]}")"
  while kill -0 $pid 2>/dev/null; do
    sleep 1
    seconds=$((seconds + 1))
    if [ $seconds -gt 2 ] && [ $((seconds % step)) -eq 0 ]; then
      if [ -t 2 ]; then printf '\r' >&2; fi
      printf 'Restoring packages: %d MB in %d s (only the first time)' $(($(megabytes "${caches[@]}") - before)) $seconds >&2
      if [ ! -t 2 ]; then printf '\n' >&2; fi
    fi
  done
  if [ -t 2 ] && [ $seconds -gt 2 ]; then printf '\n' >&2; fi
  wait $pid
}

megabytes() { du -smc "$@" 2>/dev/null | tail -n 1 | cut -f 1; }

write_choice() {
  printf '<!-- %s -->\n<Project>\n  <PropertyGroup>\n    <CompatPackages>%s</CompatPackages>\n  </PropertyGroup>\n</Project>\n' "$1" "$2" >"$choice"
}

available_compat() { (cd "$root/compat" && for folder in */*.csproj; do basename "$folder" .csproj; done) | paste -s -d ';' -; }

# Decides which packages come from compat/ and writes it down; the key makes it be asked again when references change.
choose_packages() {
  local mode="$1" key="$2" missing
  say "Choosing packages (--packages=$mode)..."
  case "$mode" in
    nuget) write_choice "$key" "" ;;
    compat) write_choice "$key" "$(available_compat)" ;;
    auto)
      write_choice "$key" ""
      if restore; then
        say "Packages: all from NuGet."
        return
      fi
      missing="$(sed -n 's/.*error NU110[123]: Unable to find \(a stable \)\{0,1\}package \([A-Za-z0-9.]*[A-Za-z0-9]\).*/\2/p' "$log" | sort -u)"
      for id in $missing; do
        if [ ! -f "$root/compat/$id/$id.csproj" ]; then
          rm -f "$choice"
          cat "$log" >&2
          fail "The package $id is on none of your NuGet feeds and compat/ has no stand-in for it. Add a feed that serves it ('dotnet nuget add source') and run this again."
        fi
      done
      if [ -z "$missing" ]; then
        rm -f "$choice"
        cat "$log" >&2
        fail "The packages could not be restored, see above. Check the connection to your NuGet feed ('dotnet nuget list source') and run this again."
      fi
      missing="$(printf '%s\n' $missing | paste -s -d ';' -)"
      write_choice "$key" "$missing"
      say "Packages: your NuGet feed lacks ${missing//;/, }; the source-compatible subset in compat/ takes their place, all others come from NuGet."
      ;;
    *) fail "--packages=$mode is not known. Use auto, nuget or compat." ;;
  esac
}

compile() {
  dotnet --version >/dev/null 2>"$log" || { cat "$log" >&2; fail "The installed .NET SDK does not fit global.json. Install the .NET SDK 10 from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."; }
  restore || { cat "$log" >&2; fail "The packages could not be restored, see above. Run './build.sh --packages=auto' to let the build choose anew."; }
  say "Compiling..."
  dotnet publish "$project" -c Release --no-restore --nologo -v quiet -o "$output" >"$log" 2>&1 || {
    # The log holds every error twice.
    sort -u "$log" | grep -E ': error' >&2 || cat "$log" >&2
    say "The host does not compile, see above."
    exit 1
  }
}

mode=auto
arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    --packages=*) mode="${1#*=}" ;;
    --packages) mode="${2:-}"; shift ;;
    *) arguments+=("$1") ;;
  esac
  shift
done

command -v dotnet >/dev/null || fail "The .NET SDK 10 is not installed (there is no 'dotnet' on the PATH). Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."

mkdir -p "$root/build/obj"
files="$(sources)"
key="$mode $(printf '%s\n' "$files" | grep -E '\.csproj$|Directory\.Packages\.props$|Directory\.Build\.' | "${digest[@]}" | cut -c 1-64)"
if ! grep -qsF "$key" "$choice"; then
  choose_packages "$mode" "$key"
  files="$(sources)"
fi

if [ ! -f "$output/Survey.Build.dll" ] || [ "$(cat "$output/sources.sha256" 2>/dev/null)" != "$(stamp "$files")" ]; then
  choice_before="$(cat "$choice")"
  compile
  if [ "$choice_before" != "$(cat "$choice")" ]; then files="$(sources)"; fi
  stamp "$files" >"$output/sources.sha256"
fi

exec dotnet "$output/Survey.Build.dll" ${arguments[@]+"${arguments[@]}"}
