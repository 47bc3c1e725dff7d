namespace Survey.Worker;

/// <summary>What the worker's exit code says; the table in README.md is the same.</summary>
internal enum ExitCode
{
    Done = 0,
    Unexpected = 1,
    Usage = 2,
    BadInput = 3,
    BadModel = 4,
    OutputNotWritable = 5,
    FetchFailed = 6,
    AddressInUse = 7,
    Interrupted = 130,
    Terminated = 143,
}
