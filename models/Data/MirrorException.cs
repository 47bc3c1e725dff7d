namespace Survey.Models.Data;

/// <summary>One mirror did not give the files; the next may.</summary>
internal sealed class MirrorException(string message, Exception? inner = null) : Exception(message, inner);
