namespace Survey.Models.Native;

/// <summary>Whether this machine can train.</summary>
/// <param name="IsUsable">Whether libtorch was loaded.</param>
/// <param name="Message">One sentence: what was loaded, or what is missing and what to do.</param>
/// <param name="IsPrepared">Whether a prepared copy of LibTorchSharp stands in for the packaged one (Linux).</param>
public sealed record LibTorchCheck(bool IsUsable, string Message, bool IsPrepared);
