using Cake.Core;

namespace Cake.Frosting;

/// <summary>The context of a build written with Frosting.</summary>
public interface IFrostingContext : ICakeContext;

/// <summary>A context on top of Cake's own one.</summary>
/// <param name="context">Cake's context.</param>
public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext;
