using System.Runtime.InteropServices;

namespace Survey.Models.Onnx;

/// <summary>Keeps ONNX Runtime from reporting home. Everything that touches ONNX Runtime calls <see cref="TurnOff"/> first.</summary>
/// <remarks>
/// Official builds upload telemetry unless ORT_DISABLE_TELEMETRY is in the process's native environment before the library initialises;
/// the API call only silences what comes later. See https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md.
/// </remarks>
public static partial class OnnxRuntimeTelemetry
{
    /// <summary>The variable that ONNX Runtime reads.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Sets the variable for this process and its children.</summary>
    /// <exception cref="ModelException">It cannot be set; nothing may go on then.</exception>
    public static void TurnOff()
    {
        Environment.SetEnvironmentVariable(Variable, "1");

        // On Unix .NET keeps its own copy of the environment: only setenv reaches what native code reads.
        if (!OperatingSystem.IsWindows() && SetNativeVariable(Variable, "1", 1) != 0)
            throw new ModelException($"{Variable} cannot be set in the process's environment, and ONNX Runtime is not started with its telemetry on.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
