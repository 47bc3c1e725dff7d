using Survey.Models.Native;

namespace Survey.Models.Onnx;

/// <summary>Keeps ONNX Runtime from reporting home. Everything that touches ONNX Runtime calls <see cref="TurnOff"/> first.</summary>
/// <remarks>
/// Official builds upload telemetry unless ORT_DISABLE_TELEMETRY is in the process's native environment before the library initialises;
/// the API call only silences what comes later. See https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md.
/// </remarks>
public static class OnnxRuntimeTelemetry
{
    /// <summary>The variable that ONNX Runtime reads.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Sets the variable for this process and its children.</summary>
    /// <exception cref="ModelException">It cannot be set; nothing may go on then.</exception>
    public static void TurnOff()
    {
        if (!NativeEnvironment.TrySet(Variable, "1"))
            throw new ModelException($"{Variable} cannot be set in the process's environment, and ONNX Runtime is not started with its telemetry on.");
    }
}
