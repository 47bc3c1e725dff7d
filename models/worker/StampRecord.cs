namespace Survey.Worker;

/// <summary>The stamps as JSON shows them: nanoseconds since 1970 UTC, null for what has not happened.</summary>
internal sealed record StampRecord(long ProcessStart, long ProgramStart, long? ModelLoaded, long? FirstAnswer, long? Done)
{
    public static StampRecord Of(Stamps stamps) => new(stamps.ProcessStart, stamps.ProgramStart, stamps.ModelLoaded, stamps.FirstAnswer, stamps.Done);
}
