using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Survey.Worker;

/// <summary>Where a result was computed, as far as the process can see it.</summary>
internal sealed record WorkerEnvironment(string Worker, string Compiled, string Runtime, string OnnxRuntime, string OperatingSystem, string Architecture, int Processors)
{
    public static string Version { get; } = typeof(WorkerEnvironment).Assembly.GetName().Version!.ToString(3);

    public static WorkerEnvironment Current() => new(
        Version,
        RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "NativeAOT",
        RuntimeInformation.FrameworkDescription,
        OrtEnv.Instance().GetVersionString(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount);
}
