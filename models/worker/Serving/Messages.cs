namespace Survey.Worker.Serving;

internal sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions, StampRecord Stamps, WorkerEnvironment Environment);

internal sealed record ModelMetadata(string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorMetadata> Inputs, IReadOnlyList<TensorMetadata> Outputs, ModelParameters Parameters);

internal sealed record TensorMetadata(string Name, string Datatype, long[] Shape);

internal sealed record ModelParameters(string Sha256, long Bytes);

internal sealed record LiveHealth(bool Live);

internal sealed record ReadyHealth(bool Ready);

internal sealed record ModelHealth(string Name, bool Ready);

internal sealed record Failure(string Error);

/// <summary>The one line on standard output that says where the server listens.</summary>
internal sealed record ReadyLine(string Event, string Address, IReadOnlyList<string> Models, StampRecord Stamps);
