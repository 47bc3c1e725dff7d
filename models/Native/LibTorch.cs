using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Survey.Models.Native;

/// <summary>Loads libtorch from the package folder. Everything that touches TorchSharp calls <see cref="Load()"/> first.</summary>
public static class LibTorch
{
    private static readonly Lazy<LibTorchCheck> Loaded = new(() => LoadFrom(LibTorchPaths.OfThisBuild, PreparedLibrary.DefaultCacheFolder()));

    /// <summary>Loads libtorch (once) and says how that went. Never throws.</summary>
    public static LibTorchCheck Check() => Loaded.Value;

    /// <summary>Loads libtorch, once per process.</summary>
    /// <exception cref="ModelException">It cannot be loaded; the message says what to do.</exception>
    public static void Load()
    {
        if (!Check().IsUsable)
            throw new ModelException(Check().Message);
    }

    internal static LibTorchCheck LoadFrom(LibTorchPaths paths, string cacheFolder)
    {
        if (!paths.IsSupported)
            return new LibTorchCheck(false, $"There is no libtorch package for {paths.RuntimeIdentifier}; training needs linux-x64, win-x64 or osx-arm64. Bring a model with models.<name>.onnx instead.", false);
        foreach (var file in new[] { paths.Library("torch_cpu"), paths.LibTorchSharp })
        {
            if (!File.Exists(file))
                return new LibTorchCheck(false, $"'{file}' is missing; restore the packages again (dotnet restore models/Survey.Models.csproj).", false);
        }

        try
        {
            return Load(paths, cacheFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or DllNotFoundException or BadImageFormatException or OverflowException)
        {
            return new LibTorchCheck(false, $"libtorch {paths.LibTorchVersion} cannot be loaded: {exception.Message.ReplaceLineEndings(" ").Trim()}", false);
        }
    }

    private static LibTorchCheck Load(LibTorchPaths paths, string cacheFolder)
    {
        TrainingAllocator.Tune();
        if (!TrainingThreads.Tune())
            return new LibTorchCheck(false, "OMP_DYNAMIC and MKL_DYNAMIC cannot be set in the process's environment, and without them the same seed could give other weights.", false);
        var companion = OperatingSystem.IsLinux() ? PreparedLibrary.Prepare(paths.LibTorchSharp, cacheFolder) : paths.LibTorchSharp;
        var handles = new Dictionary<string, nint>(StringComparer.Ordinal)
        {
            ["torch_cpu"] = NativeLibrary.Load(paths.Library("torch_cpu")),
            ["torch"] = NativeLibrary.Load(paths.Library("torch")),
            ["LibTorchSharp"] = NativeLibrary.Load(companion),
        };

        // Linux finds them by SONAME and Windows by file name once they are loaded; macOS asks here.
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => handles.GetValueOrDefault(PlainName(name));
        var prepared = companion != paths.LibTorchSharp;
        return new LibTorchCheck(true, $"libtorch {paths.LibTorchVersion} with TorchSharp {TorchSharpVersion()}, from the package folder{(prepared ? ", LibTorchSharp prepared for an older libstdc++" : "")}.", prepared);
    }

    private static string PlainName(string name)
    {
        var plain = Path.GetFileNameWithoutExtension(name);
        return plain.StartsWith("lib", StringComparison.Ordinal) ? plain["lib".Length..] : plain;
    }

    /// <summary>Package version of the managed half; does not touch native code.</summary>
    private static string TorchSharpVersion() => typeof(TorchSharp.torch).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "of unknown version";
}
