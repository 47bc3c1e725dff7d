using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Survey.Build.Tests.Crashes;

/// <summary>A small survey: an ONNX file of a few kilobytes, sixteen pictures, and for each network a batch and a service.</summary>
internal static class CrashSurvey
{
    /// <summary>An experiment that is over before the others begin, so that a kill has finished evidence to spare.</summary>
    public const string Finished = "finished";

    private const int Pictures = 16;
    private const int Size = 28;

    /// <summary>Writes it and returns the path of its YAML.</summary>
    public static string Write(string folder, string repository)
    {
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(repository, "tests", "worker", "Fixtures", "tiny.onnx"), Path.Combine(folder, "tiny.onnx"), overwrite: true);
        var images = Idx([Pictures, Size, Size]);
        var labels = Idx([Pictures]);
        var experiments = CrashNetwork.All.Values.SelectMany(network => new[] { $"  {network.BatchName}: {network.Batch}", $"  {network.ServiceName}: {network.Service}" });
        var yaml = Path.Combine(folder, "survey.yaml");
        File.WriteAllText(yaml, $$"""
            survey: { title: Crash test, baseline: docker }
            datasets:
              tiny:
                files:
                  train-images: { role: train-images, sha256: {{Keep("train-images", images)}} }
                  train-labels: { role: train-labels, sha256: {{Keep("train-labels", labels)}} }
                  test-images: { role: test-images, sha256: {{Keep("test-images", images)}} }
                  test-labels: { role: test-labels, sha256: {{Keep("test-labels", labels)}} }
                mirrors: [ { folder: . } ]
            models: { tiny: { dataset: tiny, onnx: {{Path.Combine(folder, "tiny.onnx")}} } }
            images: { worker: { repository: survey/worker } }
            hosting: { local: { kind: local } }
            networks:
              docker: { driver: docker }
              bacalhau: { driver: bacalhau, settings: { nodes: 2 } }
              ocean: { driver: ocean, hosting: local, settings: { poll: 100ms } }
            defaults: { model: tiny, image: worker, resources: { cpu: 0.5, memoryMiB: 256 }, limits: { start: 3m, run: 5m, teardown: 2m } }
            experiments:
              {{Finished}}: { network: docker, options: { isolation: process } }
            {{string.Join('\n', experiments)}}
            """);
        return yaml;

        string Keep(string name, byte[] content)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
    }

    // https://yann.lecun.org/exdb/mnist: two zeros, 8 for bytes, the number of dimensions, each of them big-endian, the values.
    private static byte[] Idx(int[] dimensions)
    {
        var header = 4 + (4 * dimensions.Length);
        var content = new byte[header + dimensions.Aggregate(1, (product, dimension) => product * dimension)];
        content[2] = 8;
        content[3] = (byte)dimensions.Length;
        for (var index = 0; index < dimensions.Length; index++)
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 + (4 * index)), dimensions[index]);
        for (var index = header; index < content.Length; index++)
            content[index] = (byte)((index * 31) % 10);
        return content;
    }
}
