namespace Survey.Models.Native;

/// <summary>Sets up the threads of OpenMP and MKL for training. Must come before libtorch is loaded: they read their settings while loading.</summary>
/// <remarks>https://gcc.gnu.org/onlinedocs/libgomp/Environment-Variables.html</remarks>
internal static class TrainingThreads
{
    /// <summary>
    /// Teams of a fixed size. A team that follows the load of the machine splits its sums in other places, and the same seed would give other
    /// bits on a busy machine.
    /// </summary>
    private static readonly (string Name, string Value)[] Fixed = [("OMP_DYNAMIC", "FALSE"), ("MKL_DYNAMIC", "FALSE")];

    /// <summary>
    /// How long a thread that waits for another one spins before it sleeps. The library's own 300,000 rounds take away the very processor that
    /// the other one waits for as soon as something else runs beside the training, which then becomes several times slower. On a machine that is
    /// otherwise idle both are equally fast (measured).
    /// </summary>
    private static readonly (string Name, string Value) Patience = ("GOMP_SPINCOUNT", "1000");

    /// <summary>Whoever chose how to wait keeps it; the size of the teams is not a matter of choice.</summary>
    private static readonly string[] Chosen = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"];

    /// <returns>Whether all of it could be set.</returns>
    public static bool Tune()
    {
        var isSet = Fixed.All(setting => NativeEnvironment.TrySet(setting.Name, setting.Value));
        return Array.Exists(Chosen, name => Environment.GetEnvironmentVariable(name) is not null)
            ? isSet
            : isSet && NativeEnvironment.TrySet(Patience.Name, Patience.Value);
    }
}
