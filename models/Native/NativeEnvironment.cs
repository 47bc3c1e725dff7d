using System.Runtime.InteropServices;

namespace Survey.Models.Native;

/// <summary>The environment as native libraries see it: on Unix .NET keeps its own copy, which they never read.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable for this process, its native libraries and its children.</summary>
    /// <returns>Whether native code sees it.</returns>
    public static bool TrySet(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        return OperatingSystem.IsWindows() || SetVariable(name, value, 1) == 0;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
