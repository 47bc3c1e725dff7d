using System.Text.Json.Serialization;
using Survey.Worker.Batch;
using Survey.Worker.Serving;

namespace Survey.Worker;

/// <summary>Serialisers written at compile time: NativeAOT has no reflection to build them from.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Predictions))]
[JsonSerializable(typeof(ReadyLine))]
internal sealed partial class WorkerJson : JsonSerializerContext;

/// <summary>The Open Inference Protocol's own spelling.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ModelMetadata))]
[JsonSerializable(typeof(LiveHealth))]
[JsonSerializable(typeof(ReadyHealth))]
[JsonSerializable(typeof(ModelHealth))]
[JsonSerializable(typeof(Failure))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
