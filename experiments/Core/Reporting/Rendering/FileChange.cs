namespace Survey.Experiments.Reporting.Rendering;

/// <summary>What became of a file that was to be written.</summary>
public enum FileChange
{
    /// <summary>Its bytes were the same already.</summary>
    NoChanges,

    /// <summary>It had other bytes before.</summary>
    Updated,

    /// <summary>It was not there before.</summary>
    Generated,
}
