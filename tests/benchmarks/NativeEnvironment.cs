using System.Runtime.InteropServices;

namespace Survey.Benchmarks;

/// <summary>The environment as native code sees it, which .NET's own copy does not reach on Unix.</summary>
internal static partial class NativeEnvironment
{
    public static void Set(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (!OperatingSystem.IsWindows() && SetVariable(name, value, 1) != 0)
            throw new InvalidOperationException($"Cannot set {name} in the process's environment.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
