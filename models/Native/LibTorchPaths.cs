using System.Reflection;

namespace Survey.Models.Native;

/// <summary>Where the restored packages stand; MSBuild wrote the folders into the assembly.</summary>
internal sealed record LibTorchPaths(string RuntimeIdentifier, string TorchSharpPackage, string LibTorchPackage, string LibTorchVersion)
{
    /// <summary>The folders of this build.</summary>
    public static LibTorchPaths OfThisBuild { get; } = Read(typeof(LibTorchPaths).Assembly);

    /// <summary>The managed half's native companion, as the package holds it.</summary>
    public string LibTorchSharp => Path.Combine(TorchSharpPackage, "runtimes", RuntimeIdentifier, "native", FileName("LibTorchSharp"));

    /// <summary>Whether a libtorch package exists for this machine at all.</summary>
    public bool IsSupported => LibTorchPackage.Length > 0;

    /// <summary>A library of libtorch.</summary>
    public string Library(string name) => Path.Combine(LibTorchPackage, "runtimes", RuntimeIdentifier, "native", FileName(name));

    private string FileName(string name) => RuntimeIdentifier.Split('-')[0] switch
    {
        "win" => $"{name}.dll",
        "osx" => $"lib{name}.dylib",
        _ => $"lib{name}.so",
    };

    private static LibTorchPaths Read(Assembly assembly)
    {
        var metadata = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(item => item.Key, item => item.Value ?? "");
        return new LibTorchPaths(
            metadata.GetValueOrDefault("TorchRuntimeIdentifier", ""),
            metadata.GetValueOrDefault("TorchSharpFolder", ""),
            metadata.GetValueOrDefault("LibTorchFolder", ""),
            metadata.GetValueOrDefault("LibTorchVersion", ""));
    }
}
