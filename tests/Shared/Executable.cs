using System.Diagnostics;

namespace Survey.Tests;

/// <summary>
/// Writes scripts that are run at once. A process of their own writes them: one that another test starts in the same moment would inherit
/// our handle, and Linux refuses to run what anybody has open for writing ("text file busy").
/// </summary>
internal static class Executable
{
    public static void Write(string path, string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat > \"$0\" && chmod 500 \"$0\"", path]) { RedirectStandardInput = true })!;
        shell.StandardInput.Write(script);
        shell.StandardInput.Close();
        shell.WaitForExit();
        if (shell.ExitCode != 0)
            throw new IOException($"'{path}' could not be written: /bin/sh ended with {shell.ExitCode}.");
    }
}
