using Cake.Core;

namespace Cake.Frosting;

/// <summary>An asynchronous task.</summary>
/// <typeparam name="T">The context the build uses.</typeparam>
public abstract class AsyncFrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    /// <summary>Does the work.</summary>
    public virtual Task RunAsync(T context) => Task.CompletedTask;

    /// <summary>Whether the task runs at all.</summary>
    public virtual bool ShouldRun(T context) => true;

    /// <summary>Called when the task has thrown.</summary>
    public virtual void OnError(Exception exception, T context)
    {
    }

    /// <summary>Called after the task, whether it succeeded or not.</summary>
    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context) => RunAsync((T)context);

    bool IFrostingTask.ShouldRun(ICakeContext context) => ShouldRun((T)context);

    void IFrostingTask.OnError(Exception exception, ICakeContext context) => OnError(exception, (T)context);

    void IFrostingTask.Finally(ICakeContext context) => Finally((T)context);
}
