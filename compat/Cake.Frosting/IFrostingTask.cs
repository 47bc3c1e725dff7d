using Cake.Core;

namespace Cake.Frosting;

/// <summary>One task of the build graph.</summary>
public interface IFrostingTask
{
    /// <summary>The sentence shown when <see cref="ShouldRun"/> says no.</summary>
    string SkippedMessage => string.Empty;

    /// <summary>Does the work.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Whether the task runs at all.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Called when the task has thrown.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Called after the task, whether it succeeded or not.</summary>
    void Finally(ICakeContext context);
}
