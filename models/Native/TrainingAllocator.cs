using System.Runtime.InteropServices;

namespace Survey.Models.Native;

/// <summary>Tunes the C library's allocator for training.</summary>
internal static partial class TrainingAllocator
{
    private const int TrimThreshold = -1;
    private const int TopPadding = -2;
    private const int MapThreshold = -3;

    /// <summary>
    /// Keeps glibc from mapping and unmapping every large buffer: at each training step that costs page faults worth a third of the
    /// time. Must come before the first tensor. Does nothing where the C library is another.
    /// </summary>
    /// <returns>Whether it was set.</returns>
    public static bool Tune()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var library) || !NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _))
            return false;

        // mallopt answers 1 when it took the value. 32 MiB is the largest map threshold that 64-bit glibc accepts.
        return (SetAllocatorOption(MapThreshold, 32 << 20) & SetAllocatorOption(TrimThreshold, 1 << 30) & SetAllocatorOption(TopPadding, 64 << 20)) == 1;
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocatorOption(int option, int value);
}
