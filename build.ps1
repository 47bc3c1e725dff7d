# Picks packages, compiles the host when sources changed, then runs the host: arguments and exit codes pass through.
#   ./build.ps1 --target=Report [--packages=auto|nuget|compat] [arguments of the target]
# The same steps as build.sh, which says more about each of them.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$project = Join-Path $root 'build/Survey.Build.csproj'
$output = Join-Path $root 'build/bin/Release'
$choice = Join-Path $root 'packages.choice.props'
$stampFile = Join-Path $output 'sources.sha256'
$missingPrerequisite = 6
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'

function Say([string] $text) { [Console]::Error.WriteLine($text) }
function Fail([string] $text) { Say $text; exit $missingPrerequisite }

function Get-TextHash([string] $text) {
  $algorithm = [System.Security.Cryptography.SHA256]::Create()
  try { [BitConverter]::ToString($algorithm.ComputeHash([Text.Encoding]::UTF8.GetBytes($text))).Replace('-', '').ToLowerInvariant() }
  finally { $algorithm.Dispose() }
}

# One line per file that the host is compiled from: its digest and its name. YAML and Markdown are read when it runs.
function Get-Sources {
  $places = 'build', 'compat', 'experiments', 'models', 'templates', 'Directory.*.*', 'global.json', 'packages.choice.props' |
    ForEach-Object { Join-Path $root $_ } | Where-Object { Test-Path $_ }
  Get-ChildItem -Path $places -Recurse -File |
    Where-Object { $_.FullName.Substring($root.Length) -notmatch '[\\/](bin|obj|node_modules)[\\/]' -and $_.Name -notmatch '\.(yaml|md|schema\.json)$' } |
    Sort-Object FullName |
    ForEach-Object { "$((Get-FileHash $_.FullName -Algorithm SHA256).Hash)  $($_.FullName.Substring($root.Length))" }
}

function Write-Choice([string] $key, [string] $packages) {
  Set-Content -Path $choice -Value "<!-- $key -->`n<Project>`n  <PropertyGroup>`n    <CompatPackages>$packages</CompatPackages>`n  </PropertyGroup>`n</Project>"
}

# The compiler that makes the host start faster is a package as well. A feed without it is no reason to stop: the host is only slower then.
function Restore-Packages {
  if (Invoke-Restore) { return $true }
  $lacksCompiler = $script:restoreLog | Select-String -Pattern 'NU110[123].*Microsoft\.NETCore\.App\.Crossgen2' -Quiet
  if (-not $lacksCompiler -or (Select-String -Path $choice -SimpleMatch 'PublishReadyToRun' -Quiet)) { return $false }
  $lines = Get-Content $choice | ForEach-Object { if ($_ -match '</PropertyGroup>') { '    <PublishReadyToRun>false</PublishReadyToRun>' }; $_ }
  Set-Content -Path $choice -Value $lines
  Invoke-Restore
}

# Streams what the restore says and keeps it; returns whether it succeeded.
function Invoke-Restore {
  $script:restoreLog = @(& dotnet restore $project --nologo -v minimal 2>&1 | ForEach-Object { Say "$_"; "$_" })
  $LASTEXITCODE -eq 0
}

function Select-Packages([string] $mode, [string] $key) {
  Say "Choosing packages (--packages=$mode)..."
  switch ($mode) {
    'nuget' { Write-Choice $key '' }
    'compat' { Write-Choice $key ((Get-ChildItem (Join-Path $root 'compat') -Directory | ForEach-Object Name | Sort-Object) -join ';') }
    'auto' {
      Write-Choice $key ''
      if (Restore-Packages) { Say 'Packages: all from NuGet.'; return }
      $missing = @($script:restoreLog | Select-String -Pattern 'error NU110[123]: Unable to find (?:a stable )?package ([A-Za-z0-9.]*[A-Za-z0-9])' |
          ForEach-Object { $_.Matches[0].Groups[1].Value } | Sort-Object -Unique)
      foreach ($id in $missing) {
        if (-not (Test-Path (Join-Path $root "compat/$id/$id.csproj"))) {
          Remove-Item $choice
          Fail "The package $id is on none of your NuGet feeds and compat/ has no stand-in for it. Add a feed that serves it ('dotnet nuget add source') and run this again."
        }
      }
      if ($missing.Count -eq 0) {
        Remove-Item $choice
        Fail "The packages could not be restored, see above. Check the connection to your NuGet feed ('dotnet nuget list source') and run this again."
      }
      Write-Choice $key ($missing -join ';')
      Say "Packages: your NuGet feed lacks $($missing -join ', '); the source-compatible subset in compat/ takes their place, all others come from NuGet."
    }
    default { Fail "--packages=$mode is not known. Use auto, nuget or compat." }
  }
}

$mode = 'auto'
$forwarded = @()
for ($i = 0; $i -lt $args.Count; $i++) {
  if ("$($args[$i])" -like '--packages=*') { $mode = "$($args[$i])".Substring('--packages='.Length) }
  elseif ($args[$i] -eq '--packages') { $i++; $mode = $args[$i] }
  else { $forwarded += $args[$i] }
}

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
  Fail "The .NET SDK 10 is not installed (there is no 'dotnet' on the PATH). Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
}

$files = @(Get-Sources)
$key = "$mode $(Get-TextHash (@($files | Where-Object { $_ -match '\.csproj$|Directory\.Packages\.props$|Directory\.Build\.' }) -join "`n"))"
if (-not (Test-Path $choice) -or -not (Select-String -Path $choice -SimpleMatch $key -Quiet)) {
  Select-Packages $mode $key
  $files = @(Get-Sources)
}

$stamp = Get-TextHash ($files -join "`n")
$program = Join-Path $output 'Survey.Build.dll'
if (-not (Test-Path $program) -or -not (Test-Path $stampFile) -or (Get-Content $stampFile -TotalCount 1) -ne $stamp) {
  $choiceBefore = Get-Content $choice -Raw
  if (-not (Restore-Packages)) { Fail "The packages could not be restored, see above. Run './build.ps1 --packages=auto' to let the build choose anew." }
  Say 'Compiling...'
  & dotnet publish $project -c Release --no-restore --nologo -v quiet -o $output 2>&1 | ForEach-Object { Say "$_" }
  if ($LASTEXITCODE -ne 0) { Say 'The host does not compile, see above.'; exit 1 }
  if ((Get-Content $choice -Raw) -ne $choiceBefore) { $stamp = Get-TextHash (@(Get-Sources) -join "`n") }
  Set-Content -Path $stampFile -Value $stamp
}

& dotnet $program @forwarded
exit $LASTEXITCODE
