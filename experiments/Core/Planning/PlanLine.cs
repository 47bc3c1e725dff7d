namespace Survey.Experiments.Planning;

/// <summary>What a line of the plan is, so that a console can draw it.</summary>
public enum PlanLineKind
{
    /// <summary>A heading.</summary>
    Heading,

    /// <summary>Something that will be done.</summary>
    Do,

    /// <summary>Something that is done already.</summary>
    UpToDate,

    /// <summary>An experiment that is skipped or refused, or a reason for that.</summary>
    Stopped,

    /// <summary>A detail of the line before.</summary>
    Detail,
}

/// <summary>One line of the plan.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Indent">Depth, from 0.</param>
/// <param name="Text">The text, without colours.</param>
public sealed record PlanLine(PlanLineKind Kind, int Indent, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => new string(' ', Indent * 2) + Text;
}
