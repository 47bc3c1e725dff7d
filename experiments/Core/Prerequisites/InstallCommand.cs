namespace Survey.Experiments.Prerequisites;

/// <summary>The command that installs something, in the words of the three systems' own package managers.</summary>
internal sealed record InstallCommand(string Debian, string MacOs, string Windows)
{
    public override string ToString() =>
        OperatingSystem.IsWindows() ? $"winget install {Windows}"
        : OperatingSystem.IsMacOS() ? $"brew install {MacOs}"
        : $"sudo apt-get install -y {Debian}";
}
