using Survey.Experiments.Bacalhau;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>Exit code, timeout and memory told apart from success, and from each other.</summary>
public sealed class JobOutcomeTests
{
    private const int Completed = 9;
    private const int Failed = 10;
    private const int Rejected = 4;

    private static JobItem Job(string state, string? message = null) => new("j-1", "survey-1", "default", "batch", new JobState(state, message), 1);

    private static ExecutionItem Execution(int state, string? message = null, int partition = 0, long exitCode = 0, string stderr = "", string id = "e-1") =>
        new(id, "n-1", 1, partition, new ExecutionState(state, message), null, new RunOutput("", stderr, exitCode));

    private static string Failure(JobItem job, params ExecutionItem[] executions) =>
        Assert.Throws<NetworkException>(() => JobOutcome.Completed(job, executions, 1)).Message;

    [Fact]
    public void Completed_GivesOneExecutionPerPartition_InOrder()
    {
        var found = JobOutcome.Completed(
            Job("Completed"), [Execution(Completed, partition: 1, id: "e-b"), Execution(Failed, "lost", id: "e-x"), Execution(Completed, id: "e-a")], 2);

        Assert.Equal(["e-a", "e-b"], found.Select(execution => execution.ID));
    }

    [Fact]
    public void Completed_Fails_WhenACompletedContainerHasAnExitCode() => Assert.Contains(
        "exit code 3: no model", Failure(Job("Completed"), Execution(Completed, "Running", exitCode: 3, stderr: "no model\n")), StringComparison.Ordinal);

    [Fact]
    public void Completed_NamesTheTimeout_WhenTheJobOnlySaysThatNothingIsLeft() => Assert.Contains(
        "Execution timed out after 2s: raise limits.run",
        Failure(Job("Failed", "job already executed on this node more than once"), Execution(Failed, "Execution timed out after 2s")),
        StringComparison.Ordinal);

    [Fact]
    public void Completed_NamesTheMemory_WhenTheJobOnlySaysThatNothingIsLeft() => Assert.Contains(
        "raise resources.memoryMiB",
        Failure(Job("Failed", "job already executed on this node more than once"), Execution(Failed, "memory limit exceeded")),
        StringComparison.Ordinal);

    [Fact]
    public void Completed_NamesTheRefusal_WhenNoNodeTookTheJob() => Assert.Contains(
        "insufficient resources", Failure(Job("Failed", "not enough nodes"), Execution(Rejected, "rejected bid: insufficient resources")), StringComparison.Ordinal);

    [Fact]
    public void Completed_TellsTheJobsOwnWords_WhenNothingElseIsKnown() =>
        Assert.Contains("it is Stopped: given up", Failure(Job("Stopped", "given up")), StringComparison.Ordinal);

    [Fact]
    public void Completed_TrustsNobody_WhenACompletedJobLacksAPartition()
    {
        var failure = Assert.Throws<NetworkException>(() => JobOutcome.Completed(Job("Completed"), [Execution(Completed)], 2));

        Assert.Equal(NetworkErrorKind.Untrustworthy, failure.Kind);
        Assert.Contains("partition 1 has no completed execution", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Completed_CutsWhatAContainerPrinted_WhenItIsLong() =>
        Assert.InRange(Failure(Job("Completed"), Execution(Completed, exitCode: 1, stderr: new string('x', 5000))).Length, 400, 600);
}
