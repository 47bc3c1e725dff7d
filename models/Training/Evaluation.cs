namespace Survey.Models.Training;

/// <summary>What the test images say about a network.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">See <see cref="TrainingRecord.Accuracy"/>.</param>
/// <param name="Classification">For a classifier.</param>
/// <param name="Reconstruction">For an autoencoder.</param>
internal sealed record Evaluation(double Loss, double Accuracy, ClassificationRecord? Classification, ReconstructionRecord? Reconstruction);
