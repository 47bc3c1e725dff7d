using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Survey.Worker;

/// <summary>Where a result was computed, as far as the process can see it.</summary>
internal sealed record WorkerEnvironment(string Worker, string Compiled, string Runtime, string OnnxRuntime, string OperatingSystem, string Architecture, int Processors)
{
    public static string Version { get; } = typeof(WorkerEnvironment).Assembly.GetName().Version!.ToString(3);

    /// <summary>Only a program with managed assemblies has a list of them to load from.</summary>
    private static bool IsNative => AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is null;

    public static WorkerEnvironment Current() => new(
        Version,
        IsNative ? "NativeAOT" : "JIT",
        RuntimeInformation.FrameworkDescription,
        OrtEnv.Instance().GetVersionString(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount);
}
