using System.Runtime.InteropServices;

namespace Survey.Worker;

/// <summary>Keeps ONNX Runtime from reporting home.</summary>
/// <remarks>
/// Official builds upload telemetry unless ORT_DISABLE_TELEMETRY is in the process's native environment before the library initialises;
/// the API call only silences what comes later. See https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md.
/// </remarks>
internal static partial class Telemetry
{
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    public static void TurnOff()
    {
        Environment.SetEnvironmentVariable(Variable, "1");

        // On Unix .NET keeps its own copy of the environment: only setenv reaches what native code reads.
        if (!OperatingSystem.IsWindows() && SetNativeVariable(Variable, "1", 1) != 0)
            throw new WorkerException(ExitCode.Unexpected, $"Cannot set {Variable} in the process's environment; the worker does not run with telemetry on.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
