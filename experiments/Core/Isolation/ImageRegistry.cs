namespace Survey.Experiments.Isolation;

/// <summary>
/// The images a devnet was told about: what a push to a registry is for a real network. With containers it only says that an image of
/// the local engine counts as pushed; with plain processes it says what to run.
/// </summary>
public sealed class ImageRegistry(IEnumerable<ProcessImage> images)
{
    private readonly Lock gate = new();
    private readonly List<ProcessImage> images = [.. images];

    /// <summary>Adds an image; a later one of the same reference takes the place of the earlier.</summary>
    public void Register(ProcessImage image)
    {
        lock (gate)
            images.Insert(0, image);
    }

    /// <summary>The image, or null when nobody pushed it.</summary>
    public ProcessImage? Find(string reference)
    {
        lock (gate)
            return images.FirstOrDefault(image => image.Matches(reference));
    }
}
