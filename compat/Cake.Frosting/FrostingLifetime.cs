using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs before the first task.</summary>
public interface IFrostingSetup
{
    /// <summary>Prepares the build.</summary>
    void Setup(ICakeContext context, ISetupContext info);
}

/// <summary>Runs after the last task.</summary>
public interface IFrostingTeardown
{
    /// <summary>Cleans up after the build.</summary>
    void Teardown(ICakeContext context, ITeardownContext info);
}

/// <summary>Runs before the first and after the last task.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown;

/// <summary>Runs before the first and after the last task.</summary>
/// <typeparam name="TContext">The context the build uses.</typeparam>
public abstract class FrostingLifetime<TContext> : IFrostingLifetime
    where TContext : ICakeContext
{
    /// <summary>Prepares the build.</summary>
    public abstract void Setup(TContext context, ISetupContext info);

    /// <summary>Cleans up after the build.</summary>
    public abstract void Teardown(TContext context, ITeardownContext info);

    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info) => Setup((TContext)context, info);

    void IFrostingTeardown.Teardown(ICakeContext context, ITeardownContext info) => Teardown((TContext)context, info);
}
