namespace Survey.Experiments.Running;

/// <summary>Finds or starts embedded networks.</summary>
public interface IDevnets
{
    /// <summary>The address of a running devnet, started when none runs. Its state outlives its process.</summary>
    /// <param name="driver">The driver whose network it stands in for.</param>
    /// <param name="instance">Name of its state folder under <c>artifacts/devnet/</c>; the driver's name, or one of its own for an experiment that asks for faults.</param>
    /// <param name="faults">Faults in force from the start, as JSON; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    /// <exception cref="SurveyException">It did not start; the message holds its last words.</exception>
    Task<Uri> EnsureAsync(string driver, string instance, string? faults, CancellationToken cancellationToken);
}
